package io.bailiwick.close;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bailiwick.harness.Bodies;
import io.bailiwick.harness.Json;
import io.bailiwick.harness.Operator;
import io.bailiwick.harness.Query;
import io.bailiwick.harness.Reply;
import io.bailiwick.harness.Request;
import io.bailiwick.harness.SharedServer;
import io.bailiwick.harness.Tenancy;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** What is said before a close is what the close then does, figure by figure. */
class ClosePreviewIT {
  private final Operator operator = SharedServer.operator();
  private final Tenancy acme = Tenancy.ofThreeLevels(operator);

  private JsonNode preview() {
    return preview(acme.id()).expect(200).body();
  }

  private Reply preview(String tenant) {
    return operator.get("/v1/x-bailiwick/tenants/" + tenant + "/close-preview");
  }

  private List<JsonNode> rows(String target, String member) {
    return operator.rows(target + "tenant_id=" + acme.id(), member);
  }

  /** Everything that a tenant can own, in each of its states. */
  private void fill() {
    String frozen = acme.scope("app:frozen");
    operator.openBudget(frozen, 500).expect(201);
    operator.openBudget(Operator.budget(acme.scope(""), "CREDITS", 70)).expect(201);
    operator.openBudget(acme.scope("app:owing"), 10, 100).expect(201);
    ObjectNode owing =
        Bodies.event("owing", acme.scope("app:owing"), 50)
            .put("overage_policy", "ALLOW_WITH_OVERDRAFT");
    acme.agent().event(owing).expect(201);
    acme.agent().reserved("a", acme.leaf(), 100);
    acme.agent().reserved("b", acme.scope("app:chat"), 50);
    acme.agent().reserved("c", frozen, 20);
    operator.freeze(frozen).expect(200);
    ObjectNode credits = Bodies.reserve("d", acme.scope(""), 7);
    credits.set("estimate", Json.amount("CREDITS", 7));
    acme.agent().reserve(credits).expect(200);
    String done = acme.agent().reserved("e", acme.leaf(), 30);
    acme.agent().commit(done, Bodies.commit("e2", 20)).expect(200);

    String revoked =
        operator
            .createKey(Json.object("tenant_id", acme.id(), "name", "gone"))
            .expect(201)
            .text("key_id");
    operator
        .send(new Request("DELETE", "/v1/admin/api-keys/" + revoked, Map.of(), null))
        .expect(200);
    operator.newAgent(acme.id());
    for (String status : List.of("ACTIVE", "PAUSED")) {
      Reply made =
          operator.post(
              Query.of("/v1/admin/webhooks", "tenant_id", acme.id()),
              Json.object(
                  "url", "https://203.0.113.7/hook", "event_types", List.of("budget.funded")));
      String id = made.expect(201).body().path("subscription").path("subscription_id").asText();
      operator
          .send(Request.of("PATCH", "/v1/admin/webhooks/" + id, Json.object("status", status)))
          .expect(200);
    }
    for (String child : List.of("-b", "-a")) {
      operator
          .post(
              "/v1/admin/tenants",
              Json.object(
                  "tenant_id", acme.id() + child, "name", "n", "parent_tenant_id", acme.id()))
          .expect(201);
    }
  }

  @Test
  void whatIsSaidIsWhatTheCloseDoes() {
    fill();
    JsonNode before = preview();
    assertThat(before.path("stage").asText()).isEqualTo("OPEN");
    assertThat(before.path("left"))
        .extracting(JsonNode::asText)
        .containsExactly("RESERVATIONS", "LEDGERS", "WEBHOOKS", "API_KEYS", "COMPLETION");
    assertThat(preview()).as("looking changes nothing").isEqualTo(before);
    List<JsonNode> childrenBefore = operator.rows(children(), "tenants");

    Reply close = operator.close(acme.id()).expect(200);

    isWhatLedgersBecame(before);
    isWhatReservationsBecame(before);
    isWhatWasTold(before, close);
    assertThat(rows("/v1/admin/api-keys?", "keys"))
        .filteredOn(key -> key.path("revoked_reason").asText().equals("tenant_closed"))
        .hasSize(before.path("api_keys").asInt());
    assertThat(rows("/v1/admin/webhooks?", "subscriptions"))
        .hasSize(2)
        .hasSize(before.path("webhooks").asInt())
        .allMatch(webhook -> webhook.path("status").asText().equals("DISABLED"));
    assertThat(before.at("/children/count").asInt()).isEqualTo(2);
    assertThat(before.at("/children/tenant_ids"))
        .extracting(JsonNode::asText)
        .containsExactly(acme.id() + "-a", acme.id() + "-b");
    assertThat(operator.rows(children(), "tenants")).isEqualTo(childrenBefore);

    JsonNode after = preview();
    assertThat(after.path("stage").asText()).isEqualTo("CLOSED");
    assertThat(after.path("left")).isEmpty();
    assertThat(after.path("reservations")).isEmpty();
    assertThat(after.path("webhooks").asInt() + after.path("api_keys").asInt()).isZero();
    assertThat(after.path("ledgers"))
        .isNotEmpty()
        .allMatch(some -> some.path("status").asText().equals("CLOSED"));
  }

  private String children() {
    return "/v1/admin/tenants?sort_by=tenant_id&parent_tenant_id=" + acme.id();
  }

  /** All figures by unit: those that are closed have what the open ones had, and what was held. */
  private void isWhatLedgersBecame(JsonNode before) {
    Map<String, long[]> expected = new TreeMap<>();
    for (JsonNode some : before.path("ledgers")) {
      long[] sums = expected.computeIfAbsent(some.path("unit").asText(), unit -> new long[5]);
      sums[0] += some.path("count").asLong();
      sums[1] += some.at("/allocated/amount").asLong();
      sums[2] += some.at("/remaining/amount").asLong() + some.at("/reserved/amount").asLong();
      sums[3] += some.at("/spent/amount").asLong();
      sums[4] += some.at("/debt/amount").asLong();
    }
    Map<String, long[]> found = new TreeMap<>();
    for (JsonNode ledger : rows("/v1/admin/budgets?status=CLOSED&", "ledgers")) {
      assertThat(ledger.at("/reserved/amount").asLong()).isZero();
      long[] sums = found.computeIfAbsent(ledger.path("unit").asText(), unit -> new long[5]);
      sums[0]++;
      sums[1] += ledger.at("/allocated/amount").asLong();
      sums[2] += ledger.at("/remaining/amount").asLong();
      sums[3] += ledger.at("/spent/amount").asLong();
      sums[4] += ledger.at("/debt/amount").asLong();
    }
    assertThat(found).hasSize(2).containsOnlyKeys(expected.keySet());
    found.forEach((unit, sums) -> assertThat(sums).as(unit).isEqualTo(expected.get(unit)));
    assertThat(before.path("ledgers"))
        .extracting(some -> some.path("status").asText() + ' ' + some.path("unit").asText())
        .containsExactly("ACTIVE CREDITS", "ACTIVE TOKENS", "FROZEN TOKENS");
  }

  private void isWhatReservationsBecame(JsonNode before) {
    List<JsonNode> released =
        operator.rows("/v1/reservations?status=RELEASED&tenant=" + acme.id(), "reservations");
    Map<String, Long> amounts = new TreeMap<>();
    for (JsonNode one : released) {
      amounts.merge(
          one.at("/reserved/unit").asText(), one.at("/reserved/amount").asLong(), Long::sum);
    }
    Map<String, Long> said = new TreeMap<>();
    long count = 0;
    for (JsonNode some : before.path("reservations")) {
      said.put(some.path("unit").asText(), some.at("/reserved/amount").asLong());
      count += some.path("count").asLong();
    }
    assertThat(amounts).hasSize(2).isEqualTo(said);
    assertThat(released).hasSize((int) count);
  }

  private void isWhatWasTold(JsonNode before, Reply close) {
    String correlation =
        "tenant_close_cascade:%s:%s".formatted(acme.id(), close.header("X-Request-Id"));
    Map<String, Long> drained = new TreeMap<>();
    List<JsonNode> events =
        operator.rows(
            Query.of("/v1/admin/events", "limit", "100", "correlation_id", correlation), "events");
    for (JsonNode event : events) {
      if (event.path("event_type").asText().equals("reservation.released_via_tenant_cascade")) {
        drained.merge(
            event.at("/data/unit").asText(), event.at("/data/released_amount").asLong(), Long::sum);
      }
    }
    Map<String, Long> held = new TreeMap<>();
    for (JsonNode some : before.path("ledgers")) {
      held.merge(some.path("unit").asText(), some.at("/reserved/amount").asLong(), Long::sum);
    }
    assertThat(drained).isEqualTo(held);
  }

  @Test
  void whatIsNoTenantIsNotFound() {
    for (String id : List.of("no-such-tenant", "NO", "x".repeat(65))) {
      preview(id).refused(404, "TENANT_NOT_FOUND");
    }
    acme.agent()
        .get("/v1/x-bailiwick/tenants/" + acme.id() + "/close-preview")
        .refused(401, "UNAUTHORIZED");
  }
}
