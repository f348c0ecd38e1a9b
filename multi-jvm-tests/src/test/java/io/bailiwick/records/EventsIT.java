package io.bailiwick.records;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.bailiwick.harness.Agent;
import io.bailiwick.harness.Bodies;
import io.bailiwick.harness.Json;
import io.bailiwick.harness.Operator;
import io.bailiwick.harness.Query;
import io.bailiwick.harness.Reply;
import io.bailiwick.harness.Request;
import io.bailiwick.harness.SharedServer;
import io.bailiwick.harness.Tenancy;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Canonical events: what causes one, who sees it, and how it is found. */
class EventsIT {
  private final Operator operator = SharedServer.operator();
  private final Tenancy acme = Tenancy.empty(operator);
  private final Records records = new Records(operator, acme.id());

  @Test
  void eachChangeOfATenantIsOneEventAndNoChangeIsNone() {
    operator.createTenant(acme.id()).expect(200);
    operator.updateTenant(acme.id(), Json.object("name", "Tenant " + acme.id())).expect(200);
    operator.updateTenant(acme.id(), Json.object("name", "Other")).expect(200);
    operator.updateTenant(acme.id(), Json.object("max_reservation_extensions", 3)).expect(200);
    operator.updateTenant(acme.id(), Json.object("status", "SUSPENDED")).expect(200);
    operator.updateTenant(acme.id(), Json.object("status", "SUSPENDED")).expect(200);
    operator.updateTenant(acme.id(), Json.object("status", "ACTIVE")).expect(200);

    assertThat(records.eventTypes("&category=tenant"))
        .containsExactly(
            "tenant.created",
            "tenant.updated",
            "tenant.settings_changed",
            "tenant.suspended",
            "tenant.reactivated");
    assertThat(records.last("tenant.updated").path("data").path("changed_fields"))
        .isEqualTo(Json.parse("[\"name\"]"));
  }

  @Test
  void eachChangeOfABudgetIsOneEventWithTheFiguresBeforeAndAfter() {
    acme.budget("", 1_000, 50);
    String scope = acme.scope("");
    operator.fund(scope, "CREDIT", 500).expect(200);
    operator.fund(scope, "DEBIT", 200).expect(200);
    operator.fund(scope, "RESET", 900).expect(200);
    var reset =
        Json.object(
            "operation",
            "RESET_SPENT",
            "amount",
            Json.amount(Bodies.UNIT, 800),
            "reason",
            "a new month",
            "idempotency_key",
            "month-1");
    operator.fund(scope, reset).expect(200);
    operator.fund(scope, reset).expect(200);
    operator.freeze(scope).expect(200);
    operator.freeze(scope).refused(409, "INVALID_REQUEST");
    operator.unfreeze(scope).expect(200);
    operator.limit(scope, 70).expect(200);
    operator.limit(scope, 70).expect(200);
    operator.fund(scope, "REPAY_DEBT", 10).expect(200);

    assertThat(records.eventTypes("&category=budget"))
        .containsExactly(
            "budget.created",
            "budget.funded",
            "budget.debited",
            "budget.reset",
            "budget.reset_spent",
            "budget.frozen",
            "budget.unfrozen",
            "budget.updated",
            "budget.debt_repaid");
    JsonNode data = records.last("budget.reset_spent").path("data");
    assertThat(data.path("previous_state").path("allocated").asLong()).isEqualTo(900);
    assertThat(data.path("new_state").path("allocated").asLong()).isEqualTo(800);
    assertThat(data.path("spent_override_provided").asBoolean(true)).isFalse();
    assertThat(data.path("reason").asText()).isEqualTo("a new month");
  }

  @Test
  void runtimeEventsNameTheKeyAndTheRequestThatCausedThem() {
    acme.budget("", 1_000, 100);
    Agent agent = acme.agent();
    String held = agent.reserved("h", acme.scope(""), 1_000);
    var more = Json.object("idempotency_key", "c", "actual", Json.amount(Bodies.UNIT, 1_080));
    Reply commit = agent.commit(held, more).expect(200);
    assertThat(records.eventTypes("&category=reservation"))
        .containsExactly("reservation.commit_overage");
    var debit = Bodies.event("e", acme.scope(""), 50);
    debit.put("overage_policy", "ALLOW_WITH_OVERDRAFT");
    Reply event = agent.event(debit).expect(201);

    assertThat(
            records.eventTypes("&category=budget").stream()
                .filter(type -> !type.equals("budget.threshold_crossed")))
        .containsExactly(
            "budget.created",
            "budget.exhausted",
            "budget.over_limit_entered",
            "budget.debt_incurred");
    List<JsonNode> crossings = records.events("&event_type=budget.threshold_crossed");
    assertThat(crossings)
        .extracting(crossing -> crossing.path("data").path("threshold").asDouble())
        .containsExactlyInAnyOrder(0.8, 0.95, 1.0);
    assertThat(crossings)
        .allMatch(crossing -> crossing.path("data").path("direction").asText().equals("rising"))
        .allMatch(crossing -> crossing.path("actor").path("key_id").asText().startsWith("key_"));
    JsonNode overage = records.last("reservation.commit_overage");
    assertThat(overage.path("request_id").asText()).isEqualTo(commit.header("X-Request-Id"));
    assertThat(overage.path("trace_id").asText()).isEqualTo(commit.header("X-Cycles-Trace-Id"));
    assertThat(overage.path("data").path("overage").asLong()).isEqualTo(80);
    JsonNode debt = records.last("budget.debt_incurred");
    assertThat(debt.path("request_id").asText()).isEqualTo(event.header("X-Request-Id"));
    assertThat(debt.path("actor").path("type").asText()).isEqualTo("api_key");
    assertThat(debt.path("actor").path("key_id").asText()).startsWith("key_");
    assertThat(debt.path("actor").path("source_ip").asText()).isEqualTo("127.0.0.1");
    assertThat(debt.path("data").path("total_debt").asLong()).isEqualTo(50);
    assertThat(records.last("budget.exhausted").path("actor").path("key_id").asText())
        .startsWith("key_");
  }

  @Test
  void expiryIsTold() {
    acme.budget("", 1_000);
    var reserve = Bodies.reserve("x", acme.scope(""), 10);
    reserve.put("ttl_ms", 1_000).put("grace_period_ms", 0);
    String id = acme.agent().reserve(reserve).expect(200).reservationId();

    await()
        .atMost(Duration.ofSeconds(20))
        .until(() -> records.eventTypes("&category=reservation").size() == 1);
    JsonNode expired = records.last("reservation.expired");
    assertThat(expired.path("data").path("reservation_id").asText()).isEqualTo(id);
    assertThat(expired.path("actor").path("type").asText()).isEqualTo("system");
    assertThat(expired.path("source").asText()).isEqualTo("expiry-sweeper");
    assertThat(expired.has("request_id")).isFalse();
  }

  @Test
  void keysAreToldAndAChangeOfRightsOnlyWhereTheyChange() {
    Reply made = operator.createKey(Json.object("tenant_id", acme.id(), "name", "one")).expect(201);
    String key = "/v1/admin/api-keys/" + made.text("key_id");
    operator.send(Request.of("PATCH", key, Json.object("name", "two"))).expect(200);
    var narrow = Json.object("permissions", List.of("balances:read"));
    operator.send(Request.of("PATCH", key, narrow)).expect(200);
    operator.send(Request.of("PATCH", key, narrow)).expect(200);
    operator.send(Request.of("DELETE", key + "?reason=lost", "")).expect(200);
    operator.send(Request.of("DELETE", key, "")).refused(409, "KEY_REVOKED");

    assertThat(records.eventTypes("&category=api_key"))
        .containsExactly(
            "api_key.created", "api_key.created", "api_key.permissions_changed", "api_key.revoked");
    assertThat(records.last("api_key.permissions_changed").path("data").path("permissions"))
        .isEqualTo(Json.parse("[\"balances:read\"]"));
    assertThat(records.operations("&operation=updateApiKey,revokeApiKey,createApiKey&status=200"))
        .containsExactly("updateApiKey", "updateApiKey", "revokeApiKey");
  }

  @Test
  void tenantsSeeTheirOwnBudgetsReservationsAndTenantAndNothingElse() {
    Tenancy other = Tenancy.empty(operator).budget("", 5);
    acme.budget("", 100).budget("workspace:eng", 50).budget("workspace:ops", 50);
    Agent all = operator.newAgent(acme.id(), List.of("events:read"), List.of());
    Agent eng = operator.newAgent(acme.id(), List.of("events:read"), List.of("workspace:eng"));
    Agent none = operator.newAgent(acme.id(), List.of("balances:read"), List.of());

    List<String> seen = types(all.get("/v1/events?limit=100").expect(200));
    assertThat(seen)
        .containsExactlyInAnyOrder(
            "tenant.created", "budget.created", "budget.created", "budget.created");
    assertThat(all.get("/v1/events").body().findValuesAsText("tenant_id"))
        .doesNotContain(other.id());
    assertThat(types(all.get("/v1/events?category=api_key").expect(200))).isEmpty();
    assertThat(types(all.get("/v1/events?event_type=api_key.created").expect(200))).isEmpty();
    Reply ofEng = eng.get("/v1/events").expect(200);
    assertThat(types(ofEng)).containsExactly("budget.created");
    assertThat(ofEng.body().path("events").get(0).path("scope").asText())
        .isEqualTo(acme.scope("workspace:eng"));
    String foreign = Query.of("/v1/events", "scope", other.scope(""));
    assertThat(types(all.get(foreign).expect(200))).isEmpty();
    none.get("/v1/events").refused(403, "INSUFFICIENT_PERMISSIONS");
    Request named = Request.get("/v1/events").with("X-Request-Id", "audit-42");
    assertThat(all.send(named).expect(200).header("X-Request-Id")).isEqualTo("audit-42");
  }

  @Test
  void oneEventIsFoundByItsIdAndMayNotBe() {
    JsonNode event = records.events("").getFirst();
    String id = event.path("event_id").asText();
    assertThat(operator.get("/v1/admin/events/" + id).expect(200).body()).isEqualTo(event);
    operator.get("/v1/admin/events/evt_none").refused(404, "EVENT_NOT_FOUND");
    operator.get("/v1/admin/events/%00").refused(404, "EVENT_NOT_FOUND");
  }

  @Test
  void everyFilterFindsWhatItSays() {
    Instant before = Instant.now();
    acme.budget("", 100).budget("app:chat", 50).budget("app:chat2", 50);
    Reply funded = operator.fund(acme.scope("app:chat"), "CREDIT", 5).expect(200);
    String trace = funded.header("X-Cycles-Trace-Id");

    assertThat(records.eventTypes("&event_type=budget.funded")).hasSize(1);
    assertThat(records.eventTypes("&scope=" + Query.encode(acme.scope("app:chat"))))
        .containsExactly("budget.created", "budget.funded");
    assertThat(records.eventTypes("&trace_id=" + trace)).containsExactly("budget.funded");
    assertThat(records.eventTypes("&request_id=" + funded.header("X-Request-Id")))
        .containsExactly("budget.funded");
    assertThat(records.eventTypes("&search=APP:CHAT2")).containsExactly("budget.created");
    assertThat(records.eventTypes("&to=" + before.minusSeconds(3_600))).isEmpty();
    assertThat(records.eventTypes("&from=" + before.minusSeconds(3_600))).hasSize(6);
    assertThat(records.eventTypes("&correlation_id=none")).isEmpty();
    assertThat(operator.rows("/v1/admin/events?limit=100&tenant_id=__system__", "events"))
        .allMatch(event -> event.path("tenant_id").asText().equals("__system__"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"event_type", "category", "scope", "tenant_id", "timestamp"})
  void pagesOfEverySortHaveEachEventOnce(String sort) {
    acme.budget("", 100).budget("app:a", 50).budget("app:b", 50).budget("app:c", 50);
    for (String direction : List.of("asc", "desc")) {
      List<JsonNode> rows =
          operator.rows(
              "/v1/admin/events?limit=2&tenant_id=%s&sort_by=%s&sort_dir=%s"
                  .formatted(acme.id(), sort, direction),
              "events");
      assertThat(new HashSet<>(rows)).hasSize(6).hasSameSizeAs(rows);
      List<String> keys =
          rows.stream()
              .map(
                  row ->
                      sort.equals("timestamp")
                          ? row.path("event_id").asText()
                          : row.path(sort).asText() + ' ' + row.path("event_id").asText())
              .toList();
      assertThat(keys)
          .isEqualTo(
              direction.equals("asc")
                  ? keys.stream().sorted().toList()
                  : keys.stream().sorted(java.util.Comparator.reverseOrder()).toList());
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "event_type=budget.eaten",
        "category=dinner",
        "trace_id=xyz",
        "from=yesterday",
        "sort_by=colour",
        "scope=nonsense",
        "limit=0",
        "cursor=abc"
      })
  void whatCannotBeAskedIsRefused(String parameter) {
    operator.get("/v1/admin/events?" + parameter).refused(400, "INVALID_REQUEST");
  }

  private static List<String> types(Reply reply) {
    return reply.body().path("events").findValuesAsText("event_type");
  }
}
