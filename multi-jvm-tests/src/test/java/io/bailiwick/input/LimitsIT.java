package io.bailiwick.input;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bailiwick.harness.Agent;
import io.bailiwick.harness.Bodies;
import io.bailiwick.harness.Json;
import io.bailiwick.harness.Reply;
import io.bailiwick.harness.Request;
import io.bailiwick.harness.SharedServer;
import io.bailiwick.harness.Tenancy;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every member of a request: at its limit it is taken, one beyond it is not. */
class LimitsIT {
  private static final Tenancy TENANCY = Tenancy.ofThreeLevels(SharedServer.operator());
  private static final Agent AGENT = TENANCY.agent();

  private static String text(int length) {
    return "x".repeat(length);
  }

  private static JsonNode node(Object value) {
    return Json.object("v", value).path("v");
  }

  private static ArrayNode texts(int count, int length) {
    return (ArrayNode) node(IntStream.range(0, count).mapToObj(i -> text(length)).toList());
  }

  private static ObjectNode map(int entries, int length) {
    ObjectNode map = Json.object();
    IntStream.range(0, entries).forEach(i -> map.put("d" + i, text(length)));
    return map;
  }

  /** Operation, member, the last value that is taken, the first that is not. */
  static Stream<Arguments> limits() {
    return Stream.of(
        Arguments.of("reserve", "/idempotency_key", node(text(256)), node(text(257))),
        Arguments.of("reserve", "/idempotency_key", node("k"), node("")),
        Arguments.of("reserve", "/subject/agent", node(text(128)), node(text(129))),
        Arguments.of("reserve", "/subject/agent", node("A-z_0.9"), node("a b")),
        Arguments.of("reserve", "/subject/agent", node("a"), node("")),
        Arguments.of("reserve", "/subject/agent", node("a"), node("a/b")),
        Arguments.of("reserve", "/subject/agent", node("a"), node("é")),
        Arguments.of("reserve", "/subject/dimensions", map(16, 256), map(17, 1)),
        Arguments.of("reserve", "/subject/dimensions", map(1, 256), map(1, 257)),
        Arguments.of("reserve", "/action/kind", node(text(64)), node(text(65))),
        Arguments.of("reserve", "/action/name", node(text(256)), node(text(257))),
        Arguments.of("reserve", "/action/tags", texts(10, 64), texts(11, 1)),
        Arguments.of("reserve", "/action/tags", texts(1, 64), texts(1, 65)),
        Arguments.of("reserve", "/estimate/amount", node(0), node(-1)),
        Arguments.of("reserve", "/ttl_ms", node(1_000), node(999)),
        Arguments.of("reserve", "/ttl_ms", node(86_400_000), node(86_400_001)),
        Arguments.of("reserve", "/grace_period_ms", node(0), node(-1)),
        Arguments.of("reserve", "/grace_period_ms", node(60_000), node(60_001)),
        Arguments.of("reserve", "/overage_policy", node("REJECT"), node("reject")),
        Arguments.of("decide", "/idempotency_key", node(text(256)), node(text(257))),
        Arguments.of("decide", "/action/kind", node(text(64)), node(text(65))),
        Arguments.of("commit", "/idempotency_key", node(text(256)), node(text(257))),
        Arguments.of("commit", "/actual/amount", node(0), node(-1)),
        Arguments.of("commit", "/metrics/tokens_input", node(0), node(-1)),
        Arguments.of("commit", "/metrics/tokens_output", node(5_000_000_000L), node(-1)),
        Arguments.of("commit", "/metrics/latency_ms", node(0), node(-1)),
        Arguments.of("commit", "/metrics/model_version", node(text(128)), node(text(129))),
        Arguments.of("release", "/reason", node(text(256)), node(text(257))),
        Arguments.of("extend", "/extend_by_ms", node(1), node(0)),
        Arguments.of("extend", "/extend_by_ms", node(86_400_000), node(86_400_001)),
        Arguments.of("event", "/client_time_ms", node(0), node(-1)),
        Arguments.of("event", "/actual/amount", node(0), node(-1)),
        Arguments.of("event", "/metrics/model_version", node(text(128)), node(text(129))),
        Arguments.of("fund", "/idempotency_key", node(text(256)), node(text(257))),
        Arguments.of("fund", "/reason", node(text(512)), node(text(513))),
        Arguments.of("fund", "/amount/amount", node(0), node(-1)),
        Arguments.of("tenant", "/name", node(text(256)), node(text(257))),
        Arguments.of("key", "/name", node(text(256)), node(text(257))),
        Arguments.of("key", "/description", node(text(1024)), node(text(1025))));
  }

  @ParameterizedTest
  @MethodSource("limits")
  void oneBeyondIsRefused(String operation, String member, JsonNode last, JsonNode beyond) {
    assertThat(send(operation, member, last).isSuccess())
        .as("the last value that is taken")
        .isTrue();
    Reply refused = send(operation, member, beyond).refused(400, "INVALID_REQUEST");
    assertThat(refused.text("message")).contains(member.substring(member.lastIndexOf('/') + 1));
  }

  /** Operation, member, values that it cannot be. */
  static Stream<Arguments> types() {
    List<Object> notTexts = List.of(5, true, List.of("x"), Json.object());
    List<Object> notObjects = List.of("x", 5, true, List.of());
    List<Object> notNumbers = List.of("5", true, List.of(5), Json.object(), 1.5);
    return Stream.of(
        Arguments.of("reserve", "/idempotency_key", notTexts),
        Arguments.of("reserve", "/subject", notObjects),
        Arguments.of("reserve", "/subject/app", notTexts),
        Arguments.of("reserve", "/subject/dimensions", notObjects),
        Arguments.of("reserve", "/subject/dimensions/a", notTexts),
        Arguments.of("reserve", "/action", notObjects),
        Arguments.of("reserve", "/action/kind", notTexts),
        Arguments.of("reserve", "/action/tags", List.of("x", 5, Json.object(), List.of(5))),
        Arguments.of("reserve", "/estimate", notObjects),
        Arguments.of("reserve", "/estimate/unit", List.of(5, "tokens", "EUR", List.of())),
        Arguments.of("reserve", "/estimate/amount", notNumbers),
        Arguments.of("reserve", "/ttl_ms", notNumbers),
        Arguments.of("reserve", "/dry_run", List.of("true", 1, Json.object())),
        Arguments.of("reserve", "/metadata", notObjects),
        Arguments.of("commit", "/actual", notObjects),
        Arguments.of("commit", "/metrics", notObjects),
        Arguments.of("commit", "/metrics/custom", notObjects),
        Arguments.of("release", "/reason", notTexts),
        Arguments.of("extend", "/extend_by_ms", notNumbers),
        Arguments.of("event", "/client_time_ms", notNumbers),
        Arguments.of("fund", "/operation", List.of(5, "credit", "GIVE")),
        Arguments.of("key", "/permissions", List.of("x", 5, List.of(5))),
        Arguments.of("key", "/scope_filter", List.of("x", 5, List.of(5))),
        Arguments.of("key", "/expires_at", List.of(5, "tomorrow", "2026-13-01T00:00:00Z")));
  }

  @ParameterizedTest
  @MethodSource("types")
  void anotherTypeIsRefused(String operation, String member, List<Object> values) {
    for (Object value : values) {
      send(operation, member, node(value)).refused(400, "INVALID_REQUEST");
    }
  }

  @ParameterizedTest
  @MethodSource("operations")
  void unknownMembersAreRefused(String operation) {
    send(operation, "/colour", node("red")).refused(400, "INVALID_REQUEST");
  }

  @ParameterizedTest
  @MethodSource("operations")
  void missingMembersAreRefused(String operation) {
    for (Map.Entry<String, JsonNode> entry : List.copyOf(body(operation).properties())) {
      String member = entry.getKey();
      boolean optional = operation.equals("fund") && member.equals("idempotency_key");
      if (!optional) {
        ObjectNode without = body(operation);
        without.remove(member);
        Reply reply = post(operation, without).refused(400, "INVALID_REQUEST");
        assertThat(reply.text("message")).contains(member);
      }
    }
  }

  static Stream<String> operations() {
    return Stream.of(
        "reserve", "decide", "commit", "release", "extend", "event", "fund", "tenant", "key");
  }

  @Test
  void aSubjectNeedsALevel() {
    ObjectNode body = Bodies.reserve("dimensions", TENANCY.leaf(), 1);
    body.set("subject", Json.object("dimensions", Json.object("a", "b")));
    AGENT.reserve(body).refused(400, "INVALID_REQUEST");
    body.set("subject", Json.object());
    AGENT.reserve(body).refused(400, "INVALID_REQUEST");
  }

  @Test
  void theLargestAmountIsANumberLikeOthers() {
    ObjectNode body = Bodies.reserve("largest", TENANCY.leaf(), Long.MAX_VALUE);
    Reply reply = AGENT.reserve(body).refused(409, "BUDGET_EXCEEDED");
    assertThat(reply.body().path("details").path("requested").asLong()).isEqualTo(Long.MAX_VALUE);
    ObjectNode event = Bodies.event("largest", TENANCY.leaf(), Long.MAX_VALUE);
    AGENT.event(event.put("overage_policy", "REJECT")).refused(409, "BUDGET_EXCEEDED");
    Tenancy rich = Tenancy.empty(SharedServer.operator()).budget("", Long.MAX_VALUE);
    rich.agent().reserve(Bodies.reserve("all", rich.scope(""), Long.MAX_VALUE)).expect(200);
    assertThat(rich.balance("").remaining()).isZero();
  }

  @Test
  void numbersBeyondALongAreRefused() {
    for (String number : List.of("9223372036854775808", "1e30", "1" + "0".repeat(5_000))) {
      String body =
          Bodies.reserve("big", TENANCY.leaf(), 42_424_242).toString().replace("42424242", number);
      AGENT.send(Request.of("POST", "/v1/reservations", body)).refused(400, "INVALID_REQUEST");
    }
  }

  private static Reply send(String operation, String member, JsonNode value) {
    ObjectNode body = body(operation);
    String[] names = member.substring(1).split("/");
    ObjectNode place = body;
    for (int i = 0; i < names.length - 1; i++) {
      place = place.withObjectProperty(names[i]);
    }
    place.set(names[names.length - 1], value);
    return post(operation, body);
  }

  private static String key() {
    return "limits-" + UUID.randomUUID();
  }

  private static ObjectNode body(String operation) {
    return switch (operation) {
      case "reserve", "decide" -> Bodies.reserve(key(), TENANCY.leaf(), 1);
      case "commit" -> Bodies.commit(key(), 1);
      case "release" -> Bodies.release(key());
      case "extend" -> Bodies.extend(key(), 1);
      case "event" -> Bodies.event(key(), TENANCY.leaf(), 1);
      case "fund" ->
          Json.object(
              "idempotency_key", key(),
              "operation", "CREDIT",
              "amount", Json.amount(Bodies.UNIT, 1));
      case "tenant" -> Json.object("tenant_id", key(), "name", "x");
      case "key" -> Json.object("tenant_id", TENANCY.id(), "name", "x");
      default -> throw new IllegalArgumentException(operation);
    };
  }

  private static Reply post(String operation, ObjectNode body) {
    return switch (operation) {
      case "reserve" -> AGENT.reserve(body);
      case "decide" -> AGENT.decide(body);
      case "commit" -> AGENT.commit(AGENT.reserved(key(), TENANCY.leaf(), 1), body);
      case "release" -> AGENT.release(AGENT.reserved(key(), TENANCY.leaf(), 1), body);
      case "extend" -> AGENT.extend(AGENT.reserved(key(), TENANCY.leaf(), 1), body);
      case "event" -> AGENT.event(body);
      case "fund" -> TENANCY.operator().fund(TENANCY.leaf(), body);
      case "tenant" -> TENANCY.operator().post("/v1/admin/tenants", body);
      case "key" -> TENANCY.operator().createKey(body);
      default -> throw new IllegalArgumentException(operation);
    };
  }
}
