package io.bailiwick.bulk;

import static io.bailiwick.bulk.BulkCalls.funding;
import static io.bailiwick.bulk.BulkCalls.ids;
import static io.bailiwick.bulk.BulkCalls.succeeded;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bailiwick.harness.Bodies;
import io.bailiwick.harness.Json;
import io.bailiwick.harness.Operator;
import io.bailiwick.harness.Query;
import io.bailiwick.harness.Reply;
import io.bailiwick.harness.SharedServer;
import io.bailiwick.harness.Tenancy;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Fundings of many ledgers of a tenant at once. */
class BulkBudgetsIT {
  private final Operator operator = SharedServer.operator();
  private final BulkCalls bulk = new BulkCalls(operator);

  private static ObjectNode of(Tenancy tenancy) {
    return Json.object("tenant_id", tenancy.id());
  }

  private String ledgerId(Tenancy tenancy, String below) {
    return operator.lookup(tenancy.scope(below)).expect(200).text("ledger_id");
  }

  @Test
  void aPrefixMeansWholeSegmentsAsInTheList() {
    Tenancy acme =
        Tenancy.with(
            operator,
            Map.of(
                "workspace:eng", 100L,
                "workspace:eng/app:chat", 100L,
                "workspace:eng2", 100L,
                "workspace:en", 100L));
    ObjectNode filter = of(acme).put("scope_prefix", acme.scope("workspace:eng"));

    Reply reply = bulk.budgets(filter, "CREDIT", 7).expect(200);

    assertThat(succeeded(reply))
        .containsExactly(ledgerId(acme, "workspace:eng"), ledgerId(acme, "workspace:eng/app:chat"));
    assertThat(acme.balance("workspace:eng").allocated()).isEqualTo(107);
    assertThat(acme.balance("workspace:eng/app:chat").allocated()).isEqualTo(107);
    assertThat(acme.balance("workspace:eng2").allocated()).isEqualTo(100);
    assertThat(acme.balance("workspace:en").allocated()).isEqualTo(100);
    assertThat(bulk.events("budget_bulk_action:credit", reply))
        .hasSize(2)
        .allMatch(event -> event.path("event_type").asText().equals("budget.funded"))
        .allMatch(event -> event.path("tenant_id").asText().equals(acme.id()));
  }

  @Test
  void everyLedgerFailsOrIsSkippedForAReasonOfItsOwn() {
    Tenancy acme =
        Tenancy.with(operator, Map.of("app:rich", 100L, "app:poor", 5L, "app:frozen", 100L));
    operator.freeze(acme.scope("app:frozen")).expect(200);
    operator.openBudget(Operator.budget(acme.scope("app:rich"), "CREDITS", 100)).expect(201);

    Reply reply = bulk.budgets(of(acme), "DEBIT", 50).expect(200);

    assertThat(reply.body().path("total_matched").asInt()).isEqualTo(4);
    assertThat(succeeded(reply)).containsExactly(ledgerId(acme, "app:rich"));
    assertThat(codes(reply))
        .containsExactlyInAnyOrder("BUDGET_EXCEEDED", "INVALID_TRANSITION", "INVALID_TRANSITION");
    assertThat(reply.body().path("failed"))
        .allMatch(row -> !row.path("message").asText().isEmpty() && !row.has("reason"));
    assertThat(bulk.events("budget_bulk_action:debit", reply))
        .singleElement()
        .matches(event -> event.path("event_type").asText().equals("budget.debited"));
  }

  @Test
  void debtIsRepaidAndNothingIsAddedWhereNoneIs() {
    Tenancy acme = Tenancy.empty(operator);
    acme.budget("app:owes", 10, 100).budget("app:free", 10, 100);
    ObjectNode event = Bodies.event("e", acme.scope("app:owes"), 40);
    acme.agent().event(event.put("overage_policy", "ALLOW_WITH_OVERDRAFT")).expect(201);

    Reply reply = bulk.budgets(of(acme), "REPAY_DEBT", 20).expect(200);

    assertThat(succeeded(reply)).containsExactly(ledgerId(acme, "app:owes"));
    assertThat(ids(reply, "skipped")).containsExactly(ledgerId(acme, "app:free"));
    assertThat(reply.body().path("skipped").get(0).path("reason").asText())
        .isEqualTo("ALREADY_IN_TARGET_STATE");
    assertThat(acme.balance("app:owes").debt()).isEqualTo(10);
    assertThat(acme.balance("app:free").allocated()).isEqualTo(10);
  }

  @Test
  void aNewPeriodBeginsForAllAndTheAuditLogSaysWhy() {
    Tenancy acme = Tenancy.with(operator, Map.of("app:a", 100L, "app:b", 200L));
    acme.agent().event(Bodies.event("e", acme.scope("app:a"), 60)).expect(201);
    ObjectNode request = funding(of(acme), "RESET_SPENT", 1_000);
    request.set("spent", Json.amount(Bodies.UNIT, 3));
    request.put("reason", "December").put("expected_count", 2);

    Reply reply = operator.post(BulkCalls.BUDGETS, request).expect(200);

    assertThat(succeeded(reply)).hasSize(2);
    for (String below : List.of("app:a", "app:b")) {
      assertThat(acme.balance(below).allocated()).isEqualTo(1_000);
      assertThat(acme.balance(below).spent()).isEqualTo(3);
    }
    assertThat(bulk.events("budget_bulk_action:reset_spent", reply))
        .hasSize(2)
        .allMatch(event -> event.path("event_type").asText().equals("budget.reset_spent"))
        .allMatch(event -> event.path("data").path("reason").asText().equals("December"))
        .allMatch(event -> event.path("data").path("spent_override_provided").asBoolean());
    List<JsonNode> audits = bulk.audits(reply.header("X-Request-Id"));
    assertThat(audits)
        .singleElement()
        .matches(entry -> entry.path("tenant_id").asText().equals(acme.id()))
        .matches(entry -> entry.path("operation").asText().equals("bulkActionBudgets"))
        .matches(entry -> entry.path("metadata").path("reason").asText().equals("December"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "{}; ",
        "{\"unit\":\"CREDITS\"}; &unit=CREDITS",
        "{\"status\":\"FROZEN\"}; &status=FROZEN",
        "{\"over_limit\":true}; &over_limit=true",
        "{\"over_limit\":false}; &over_limit=false",
        "{\"has_debt\":true}; &has_debt=true",
        "{\"has_debt\":false,\"utilization_min\":0.5}; &has_debt=false&utilization_min=0.5",
        "{\"utilization_max\":0.25}; &utilization_max=0.25",
        "{\"search\":\"CH_T\"}; &search=CH_T",
        "{\"search\":\"chat\",\"unit\":\"TOKENS\"}; &search=chat&unit=TOKENS"
      })
  void selectsWhatTheListShows(String filter, String query) {
    Tenancy acme = Tenancy.ofThreeLevels(operator);
    acme.budget("app:owes", 10, 100).budget("app:half", 100).budget("app:frozen", 1);
    operator.openBudget(Operator.budget(acme.scope("app:chat"), "CREDITS", 5)).expect(201);
    operator.freeze(acme.scope("app:frozen")).expect(200);
    acme.agent().event(Bodies.event("h", acme.scope("app:half"), 60)).expect(201);
    ObjectNode event = Bodies.event("e", acme.scope("app:owes"), 40);
    acme.agent().event(event.put("overage_policy", "ALLOW_WITH_OVERDRAFT")).expect(201);
    operator.limit(acme.scope("app:owes"), 1).expect(200);
    List<String> listed = new ArrayList<>();
    operator
        .rows(
            "/v1/admin/budgets?limit=100&tenant_id=" + acme.id() + (query == null ? "" : query),
            "ledgers")
        .forEach(ledger -> listed.add(ledger.path("ledger_id").asText()));
    ObjectNode given = (ObjectNode) Json.parse(filter);

    // A credit of nothing changes nobody's figures.
    Reply reply = bulk.budgets(given.put("tenant_id", acme.id()), "CREDIT", 0).expect(200);

    List<String> acted = new ArrayList<>(succeeded(reply));
    acted.addAll(ids(reply, "failed"));
    assertThat(acted).containsExactlyInAnyOrderElementsOf(listed);
    assertThat(reply.body().path("total_matched").asInt()).isEqualTo(listed.size());
  }

  @Test
  void whatIsMalformedIsRefusedBeforeAnythingIsLookedAt() {
    Tenancy acme = Tenancy.with(operator, Map.of("app:a", 100L));
    ObjectNode noAmount = BulkCalls.body(of(acme), "CREDIT");
    operator.post(BulkCalls.BUDGETS, noAmount).refused(400, "INVALID_REQUEST");
    ObjectNode negative = funding(of(acme), "RESET_SPENT", 1);
    negative.set("spent", Json.amount(Bodies.UNIT, -1));
    operator.post(BulkCalls.BUDGETS, negative).refused(400, "INVALID_REQUEST");
    ObjectNode ofNobody = funding(Json.object("unit", "TOKENS"), "CREDIT", 1);
    operator.post(BulkCalls.BUDGETS, ofNobody).refused(400, "INVALID_REQUEST");
    ObjectNode twisted = of(acme).put("utilization_min", 0.9).put("utilization_max", 0.1);
    bulk.budgets(twisted, "CREDIT", 1).refused(400, "INVALID_REQUEST");
    // Even where the tenant is not there, and the count is wrong.
    ObjectNode unknown = BulkCalls.body(Json.object("tenant_id", "no-such-tenant"), "CREDIT");
    operator.post(BulkCalls.BUDGETS, unknown).refused(400, "INVALID_REQUEST");
    assertThat(acme.balance("app:a").allocated()).isEqualTo(100);
  }

  @Test
  void anUnknownTenantIsNotFoundAndAClosedOneFailsRowByRow() {
    for (String nobody : List.of("no-such-tenant", "no_such_tenant")) {
      bulk.budgets(Json.object("tenant_id", nobody), "CREDIT", 1).refused(404, "TENANT_NOT_FOUND");
    }
    Tenancy acme = Tenancy.with(operator, Map.of("app:a", 100L));
    operator.close(acme.id()).expect(200);

    Reply reply = bulk.budgets(of(acme), "CREDIT", 1).expect(200);

    assertThat(codes(reply)).containsExactly("TENANT_CLOSED");
    assertThat(bulk.events("budget_bulk_action:credit", reply)).isEmpty();
  }

  @Test
  void aRepeatedKeyFundsOnceAndAnotherNumberNotAtAll() {
    Tenancy acme = Tenancy.with(operator, Map.of("app:a", 100L, "app:b", 100L));
    ObjectNode request = funding(of(acme), "CREDIT", 7);
    Reply first = operator.post(BulkCalls.BUDGETS, request).expect(200);
    Reply second = operator.post(BulkCalls.BUDGETS, request).expect(200);
    assertThat(second.answer().body()).isEqualTo(first.answer().body());
    assertThat(acme.balance("app:a").allocated()).isEqualTo(107);

    ObjectNode other = funding(of(acme), "CREDIT", 7).put("expected_count", 3);
    Reply refused = operator.post(BulkCalls.BUDGETS, other).refused(409, "COUNT_MISMATCH");
    assertThat(refused.body().path("details").path("total_matched").asInt()).isEqualTo(2);
    assertThat(acme.balance("app:a").allocated()).isEqualTo(107);
    assertThat(
            operator.rows(
                Query.of("/v1/admin/events", "tenant_id", acme.id(), "event_type", "budget.funded"),
                "events"))
        .hasSize(2);
  }

  private static List<String> codes(Reply reply) {
    List<String> codes = new ArrayList<>();
    reply.body().path("failed").forEach(row -> codes.add(row.path("error_code").asText()));
    return codes;
  }
}
