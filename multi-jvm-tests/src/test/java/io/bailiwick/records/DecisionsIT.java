package io.bailiwick.records;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bailiwick.harness.Agent;
import io.bailiwick.harness.Bodies;
import io.bailiwick.harness.Json;
import io.bailiwick.harness.Operator;
import io.bailiwick.harness.Reply;
import io.bailiwick.harness.Request;
import io.bailiwick.harness.SharedServer;
import io.bailiwick.harness.Tenancy;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What was allowed and denied is found, whole, by whatever is known of it. */
class DecisionsIT {
  private static final Duration SOON = Duration.ofSeconds(20);
  private static final String LIST = "/v1/x-bailiwick/decisions?limit=100&tenant_id=";

  private final Operator operator = SharedServer.operator();
  private final Tenancy acme = Tenancy.empty(operator).budget("", 10_000).budget("app:x", 1_000);
  private final Agent agent = acme.agent();
  private final String scope = acme.scope("app:x/agent:writer");

  private List<JsonNode> decisions(String filters) {
    return operator.rows(LIST + acme.id() + filters, "decisions");
  }

  private static String traceId() {
    return "%016x%016x"
        .formatted(
            ThreadLocalRandom.current().nextLong(1, Long.MAX_VALUE),
            ThreadLocalRandom.current().nextLong());
  }

  private Reply post(String path, JsonNode body, String traceId) {
    return agent.send(Request.post(path, body).with("X-Cycles-Trace-Id", traceId));
  }

  /** One of each, under one trace; what is denied is known a moment later. */
  private Map<String, Reply> oneOfEach(String traceId) {
    Map<String, Reply> replies = new TreeMap<>();
    String reservations = "/v1/reservations";
    replies.put(
        "decide ALLOW",
        post("/v1/decide", Bodies.reserve("decide", scope, 5), traceId).expect(200));
    replies.put(
        "decide DENY",
        post("/v1/decide", Bodies.reserve("decide-no", scope, 5_000), traceId).expect(200));
    ObjectNode dryRun = Bodies.reserve("dry", scope, 5).put("dry_run", true);
    replies.put("createReservation dry", post(reservations, dryRun, traceId).expect(200));
    Reply made = post(reservations, Bodies.reserve("make", scope, 10), traceId).expect(200);
    replies.put("createReservation ALLOW", made);
    String id = reservations + "/" + made.reservationId();
    replies.put(
        "extendReservation ALLOW",
        post(id + "/extend", Bodies.extend("extend", 1_000), traceId).expect(200));
    replies.put(
        "commitReservation ALLOW",
        post(id + "/commit", Bodies.commit("commit", 15), traceId).expect(200));
    Reply other = post(reservations, Bodies.reserve("make-2", scope, 10), traceId).expect(200);
    replies.put("createReservation ALLOW 2", other);
    replies.put(
        "releaseReservation ALLOW",
        post(
                reservations + "/" + other.reservationId() + "/release",
                Bodies.release("release").put("reason", "not needed"),
                traceId)
            .expect(200));
    replies.put(
        "createEvent ALLOW",
        post("/v1/events", Bodies.event("event", scope, 7), traceId).expect(201));
    operator.policy(acme.id(), acme.scope("") + "/*", "caps", Json.object("max_tokens", 100));
    ObjectNode brief = Bodies.reserve("capped", scope, 3).put("ttl_ms", 1_000);
    Reply capped = post(reservations, brief.put("grace_period_ms", 0), traceId).expect(200);
    assertThat(capped.text("decision")).isEqualTo("ALLOW_WITH_CAPS");
    replies.put("createReservation ALLOW_WITH_CAPS", capped);
    replies.put(
        "createReservation DENY",
        post(reservations, Bodies.reserve("denied", scope, 5_000), traceId)
            .refused(409, "BUDGET_EXCEEDED"));
    return replies;
  }

  private static String kind(JsonNode row) {
    return row.path("operation").asText() + " " + row.path("decision").asText("-");
  }

  @Test
  void oneOfEachIsFoundWithAllItsIds() {
    String traceId = traceId();
    Map<String, Reply> replies = oneOfEach(traceId);
    String keyId =
        operator
            .rows("/v1/admin/api-keys?tenant_id=" + acme.id(), "keys")
            .getFirst()
            .path("key_id")
            .asText();
    await().atMost(SOON).until(() -> decisions("").size() == replies.size() + 1);

    List<JsonNode> rows = decisions("").reversed();
    assertThat(rows)
        .extracting(DecisionsIT::kind)
        .containsExactlyInAnyOrder(
            "decide ALLOW",
            "decide DENY",
            "createReservation ALLOW",
            "createReservation ALLOW",
            "extendReservation ALLOW",
            "commitReservation ALLOW",
            "createReservation ALLOW",
            "releaseReservation ALLOW",
            "createEvent ALLOW",
            "createReservation ALLOW_WITH_CAPS",
            "createReservation DENY",
            "expireReservation -");
    assertThat(rows)
        .extracting(row -> row.path("request_id").asText())
        .containsAll(replies.values().stream().map(reply -> reply.header("X-Request-Id")).toList());
    for (JsonNode row : rows) {
      boolean isAsked = !row.path("operation").asText().equals("expireReservation");
      assertThat(row.path("scope").asText()).isEqualTo(scope);
      assertThat(row.path("tenant_id").asText()).isEqualTo(acme.id());
      assertThat(row.has("timestamp")).isTrue();
      assertThat(row.path("trace_id").asText("")).isEqualTo(isAsked ? traceId : "");
      assertThat(row.has("idempotency_key")).isEqualTo(isAsked);
      if (isAsked) {
        assertThat(row.path("actor").path("key_id").asText()).isEqualTo(keyId);
        assertThat(row.path("actor").path("source_ip").asText()).isNotEmpty();
      }
    }
    JsonNode denied = decisions("&decision=DENY&operation=createReservation").getFirst();
    assertThat(denied.path("reason").asText()).isEqualTo("BUDGET_EXCEEDED");
    assertThat(denied.path("action")).isEqualTo(Bodies.action());
    assertThat(denied.path("estimated").path("amount").asLong()).isEqualTo(5_000);
    JsonNode commit = decisions("&operation=commitReservation").getFirst();
    assertThat(commit.path("estimated").path("amount").asLong()).isEqualTo(10);
    assertThat(commit.path("actual").path("amount").asLong()).isEqualTo(15);
    assertThat(commit.path("charged").path("amount").asLong()).isEqualTo(15);
    assertThat(commit.path("overage").path("amount").asLong()).isEqualTo(5);
    assertThat(commit.path("affected_scopes"))
        .isEqualTo(Json.parse("[\"%s\",\"%s\"]".formatted(acme.scope(""), acme.scope("app:x"))));
    assertThat(decisions("&idempotency_key=release").getFirst().path("reason").asText())
        .isEqualTo("not needed");

    String made = replies.get("createReservation ALLOW").reservationId();
    assertThat(decisions("&reservation_id=" + made))
        .extracting(row -> row.path("operation").asText())
        .containsExactly("commitReservation", "extendReservation", "createReservation");
    assertThat(decisions("&trace_id=" + traceId)).hasSize(rows.size() - 1);
    assertThat(decisions("&key_id=" + keyId)).hasSize(rows.size() - 1);
    assertThat(decisions("&agent=writer&action_kind=llm.completion&decision=ALLOW&search=MAKE"))
        .hasSize(2);
    assertThat(decisions("&scope=" + acme.scope("app:x/agent:write"))).isEmpty();
    assertThat(decisions("&action_name=other")).isEmpty();
    assertThat(decisions("&to=2026-01-01T00:00:00Z")).isEmpty();
    assertThat(operator.rows(LIST.replace("100", "5") + acme.id(), "decisions"))
        .isEqualTo(rows.reversed());
  }

  @Test
  void aRepeatedRequestIsNoFurtherDecision() {
    for (int i = 0; i < 3; i++) {
      agent.event(Bodies.event("once", scope, 7)).expect(201);
    }
    assertThat(decisions("")).hasSize(1);
  }

  @Test
  void tenantsSeeTheirOwnAsFarAsTheirKeyReaches() {
    agent.event(Bodies.event("here", scope, 1)).expect(201);
    agent.event(Bodies.event("above", acme.scope(""), 1)).expect(201);
    Tenancy other = Tenancy.empty(operator).budget("", 10);
    other.agent().event(Bodies.event("there", other.scope(""), 1)).expect(201);

    String list = "/v1/x-bailiwick/decisions";
    assertThat(agent.get(list).expect(200).body().path("decisions")).hasSize(2);
    assertThat(agent.get(list + "?tenant_id=" + other.id()).expect(200).body().path("decisions"))
        .isEmpty();
    Agent narrow = operator.newAgent(acme.id(), List.of("reservations:list"), List.of("app:x"));
    assertThat(narrow.get(list).expect(200).body().path("decisions"))
        .singleElement()
        .satisfies(row -> assertThat(row.path("idempotency_key").asText()).isEqualTo("here"));
    operator
        .newAgent(acme.id(), List.of("balances:read"), List.of())
        .get(list)
        .refused(403, "INSUFFICIENT_PERMISSIONS");
  }

  @ParameterizedTest
  @ValueSource(strings = {"decision=MAYBE", "trace_id=x", "limit=0", "from=x", "cursor=x"})
  void whatIsMalformedIsRefused(String parameters) {
    operator.get("/v1/x-bailiwick/decisions?" + parameters).refused(400, "INVALID_REQUEST");
  }
}
