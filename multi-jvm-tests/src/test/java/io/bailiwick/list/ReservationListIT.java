package io.bailiwick.list;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bailiwick.harness.Agent;
import io.bailiwick.harness.Bodies;
import io.bailiwick.harness.Clock;
import io.bailiwick.harness.Json;
import io.bailiwick.harness.Query;
import io.bailiwick.harness.Reply;
import io.bailiwick.harness.SharedServer;
import io.bailiwick.harness.Tenancy;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** listReservations, on eight reservations of which every second one is settled. */
class ReservationListIT {
  private static final Tenancy TENANCY = Tenancy.ofThreeLevels(SharedServer.operator());
  private static final Agent AGENT = TENANCY.agent();

  /** In the order in which they were made, as single answers show them. */
  private static final List<JsonNode> MADE = new ArrayList<>();

  @BeforeAll
  static void eightReservations() {
    String[] scopes = {"app:chat", "app:chat/agent:writer", "app:other", "agent:writer"};
    for (int i = 0; i < 8; i++) {
      ObjectNode body = Bodies.reserve("list-" + i, TENANCY.scope(scopes[i % 4]), 10 + i % 3);
      body.put("ttl_ms", 100_000 + 10_000 * i).set("metadata", Json.object("i", i));
      String id = AGENT.reserve(body).expect(200).reservationId();
      Clock.awaitPast(Clock.nowMs() + 2);
      if (i % 4 == 1) {
        ObjectNode commit = Bodies.commit("done", 5);
        commit.set("metadata", Json.object("done", i));
        AGENT.commit(id, commit).expect(200);
      } else if (i % 4 == 3) {
        AGENT.release(id, Bodies.release("done")).expect(200);
      }
      MADE.add(AGENT.reservation(id).expect(200).body());
    }
  }

  private static String id(JsonNode row) {
    return row.path("reservation_id").asText();
  }

  private static List<String> ids(String query) {
    return AGENT.reservations(query).stream().map(ReservationListIT::id).toList();
  }

  private static List<String> made(int... numbers) {
    List<String> ids = new ArrayList<>();
    for (int number : numbers) {
      ids.add(id(MADE.get(number)));
    }
    return ids;
  }

  private static String at(String name, JsonNode row, String member) {
    return "&" + name + "=" + Query.encode(instant(row, member).toString());
  }

  private static Instant instant(JsonNode row, String member) {
    return Instant.ofEpochMilli(row.path(member).asLong());
  }

  @Test
  void theNewestComesFirst() {
    assertThat(ids("")).isEqualTo(made(7, 6, 5, 4, 3, 2, 1, 0));
  }

  @Test
  void rowsSayWhatASingleAnswerSaysWithoutMetadata() {
    ObjectNode expected = MADE.get(1).deepCopy();
    expected.remove(List.of("metadata", "committed_metadata"));
    assertThat(AGENT.reservations("&idempotency_key=list-1")).containsExactly(expected);
  }

  @Test
  void theLongestKeyIsFoundWhateverItsCharacters() {
    // One character of Unicode, which takes two of Java's; 256 of them are a key.
    String key = "\uD83D\uDC26".repeat(256);
    Tenancy other = Tenancy.ofThreeLevels(SharedServer.operator());
    String id = other.agent().reserved(key, other.leaf(), 1);
    String query = "&idempotency_key=" + Query.encode(key);
    assertThat(other.agent().reservations(query)).extracting(row -> id(row)).containsExactly(id);
    other.agent().get("/v1/reservations?" + query + "x").refused(400, "INVALID_REQUEST");
  }

  @Test
  void includeAddsMetadata() {
    List<JsonNode> rows =
        AGENT.reservations("&idempotency_key=list-1&include=metadata,committed_metadata,other");
    assertThat(rows).containsExactly(MADE.get(1));
  }

  @ParameterizedTest
  @CsvSource({"ACTIVE, 6 4 2 0", "COMMITTED, 5 1", "RELEASED, 7 3", "EXPIRED, ''"})
  void byStatus(String status, String numbers) {
    assertThat(ids("&status=" + status)).isEqualTo(made(numbers(numbers)));
  }

  @ParameterizedTest
  @CsvSource({
    "app=chat, 5 4 1 0",
    "app=Chat, 5 4 1 0",
    "agent=writer, 7 5 3 1",
    "app=chat&agent=writer, 5 1",
    "app=cha, ''",
    "workspace=chat, ''",
    "app=other&status=ACTIVE, 6 2"
  })
  void byWholeSegmentsOfThePath(String filter, String numbers) {
    assertThat(ids("&" + filter)).isEqualTo(made(numbers(numbers)));
  }

  private static int[] numbers(String text) {
    return text.isEmpty()
        ? new int[0]
        : java.util.Arrays.stream(text.split(" ")).mapToInt(Integer::parseInt).toArray();
  }

  @Test
  void aWindowIncludesBothEnds() {
    JsonNode from = MADE.get(2);
    JsonNode to = MADE.get(4);
    assertThat(ids(at("from", from, "created_at_ms") + at("to", to, "created_at_ms")))
        .isEqualTo(made(4, 3, 2));
    assertThat(
            ids(at("expires_from", from, "expires_at_ms") + at("expires_to", to, "expires_at_ms")))
        .isEqualTo(made(4, 3, 2));
  }

  @Test
  void theFinalizedWindowOnlyFindsWhatWasSettled() {
    JsonNode from = MADE.get(1);
    JsonNode to = MADE.get(5);
    assertThat(ids(at("finalized_from", from, "finalized_at_ms"))).isEqualTo(made(7, 5, 3, 1));
    assertThat(
            ids(
                at("finalized_from", from, "finalized_at_ms")
                    + at("finalized_to", to, "finalized_at_ms")))
        .isEqualTo(made(5, 3, 1));
  }

  @Test
  void anEmptyWindowEndIsNoEnd() {
    assertThat(ids("&from=&to=")).hasSize(8);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "reservation_id",
        "tenant",
        "scope_path",
        "status",
        "reserved",
        "created_at_ms",
        "expires_at_ms"
      })
  void everyOrderIsTheSameInPagesOfThree(String field) {
    for (String direction : List.of("asc", "desc")) {
      String order = "&sort_by=" + field + "&sort_dir=" + direction;
      List<JsonNode> whole = AGENT.reservations(order);
      List<String> values = whole.stream().map(row -> sortValue(field, row)).toList();
      List<String> sorted = new ArrayList<>(values);
      Collections.sort(sorted);
      if (direction.equals("desc")) {
        Collections.reverse(sorted);
      }
      assertThat(values).as(order).isEqualTo(sorted);
      assertThat(pagesOf(3, order)).isEqualTo(whole);
    }
  }

  /** Numbers with leading zeros, so that they sort as texts do. */
  private static String sortValue(String field, JsonNode row) {
    return switch (field) {
      case "tenant" -> "";
      case "reserved" -> "%019d".formatted(row.path("reserved").path("amount").asLong());
      case "created_at_ms", "expires_at_ms" -> "%019d".formatted(row.path(field).asLong());
      default -> row.path(field).asText();
    };
  }

  private static List<JsonNode> pagesOf(int limit, String query) {
    List<JsonNode> rows = new ArrayList<>();
    String cursor = "";
    do {
      Reply page = AGENT.get("/v1/reservations?limit=" + limit + query + cursor).expect(200);
      assertThat(page.body().path("reservations").size()).isBetween(1, limit);
      assertThat(page.body().path("has_more").asBoolean()).isEqualTo(page.has("next_cursor"));
      page.body().path("reservations").forEach(rows::add);
      cursor = page.has("next_cursor") ? "&cursor=" + Query.encode(page.text("next_cursor")) : "";
    } while (!cursor.isEmpty());
    return rows;
  }

  @Test
  void orderNamesAreTakenInAnyCase() {
    assertThat(ids("&sort_by=Created_At_Ms&sort_dir=ASC")).isEqualTo(made(0, 1, 2, 3, 4, 5, 6, 7));
  }

  @Test
  void aCursorBelongsToItsFiltersAndItsOrder() {
    String cursor =
        "&cursor=" + Query.encode(AGENT.get("/v1/reservations?limit=2").text("next_cursor"));
    for (String other :
        List.of("&status=ACTIVE", "&sort_dir=asc", "&sort_by=status", "&app=chat")) {
      AGENT.get("/v1/reservations?limit=2" + other + cursor).refused(400, "INVALID_REQUEST");
    }
    AGENT.get("/v1/reservations?limit=2&include=metadata" + cursor).expect(200);
    AGENT.get("/v1/reservations?limit=1" + cursor).expect(200);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "status=DONE",
        "sort_by=name",
        "sort_dir=up",
        "from=yesterday",
        "expires_to=2026-13-01T00:00:00Z",
        "finalized_from=1",
        "from=2026-02-01T00:00:00Z&to=2026-01-01T00:00:00Z",
        "limit=0",
        "limit=-1",
        "limit=many",
        "cursor=nonsense",
        "cursor=eyJ2IjoxfQ",
        "idempotency_key="
      })
  void whatIsNotAFilterIsRefused(String query) {
    AGENT.get("/v1/reservations?" + query).refused(400, "INVALID_REQUEST");
  }

  @Test
  void aLimitThatIsTooHighIsCut() {
    AGENT.get("/v1/reservations?limit=100000").expect(200);
  }

  @Test
  void unknownParametersAreIgnored() {
    assertThat(ids("&colour=red")).hasSize(8);
  }

  @Test
  void anotherTenantSeesNothingOfIt() {
    Tenancy other = Tenancy.ofThreeLevels(SharedServer.operator());
    assertThat(other.agent().reservations("")).isEmpty();
    assertThat(other.agent().reservations("&idempotency_key=list-1")).isEmpty();
  }

  @Test
  void anOperatorNamesTheTenant() {
    assertThat(SharedServer.operator().get("/v1/reservations").refused(400, "INVALID_REQUEST"))
        .satisfies(
            reply ->
                assertThat(reply.text("message"))
                    .isEqualTo(
                        "tenant query parameter is required when using admin key authentication"));
    Reply page = SharedServer.operator().get("/v1/reservations?tenant=" + TENANCY.id()).expect(200);
    assertThat(page.body().path("reservations")).hasSize(8);
    assertThat(page.header("X-Cycles-Tenant")).isEmpty();
  }
}
