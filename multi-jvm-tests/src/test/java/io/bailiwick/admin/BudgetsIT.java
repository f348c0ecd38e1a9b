package io.bailiwick.admin;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bailiwick.harness.Balance;
import io.bailiwick.harness.Bodies;
import io.bailiwick.harness.Json;
import io.bailiwick.harness.Operator;
import io.bailiwick.harness.Query;
import io.bailiwick.harness.Reply;
import io.bailiwick.harness.Request;
import io.bailiwick.harness.SharedServer;
import io.bailiwick.harness.Tenancy;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Ledgers: open, look up, change, freeze. */
class BudgetsIT {
  private final Operator operator = SharedServer.operator();
  private final Tenancy tenancy = Tenancy.empty(operator);

  @Test
  void everythingThatIsSaidIsKept() {
    ObjectNode body = Operator.budget(tenancy.scope("app:chat"), "CREDITS", 100);
    body.set("overdraft_limit", Json.amount("CREDITS", 7));
    body.put("commit_overage_policy", "ALLOW_WITH_OVERDRAFT").put("rollover_policy", "NONE");
    body.put("period_start", "2026-01-01T00:00:00Z").put("period_end", "2026-02-01T00:00:00Z");
    body.set("metadata", Json.object("cost_center", 42));
    Reply made = operator.openBudget(body).expect(201);
    assertThat(made.text("tenant_id")).isEqualTo(tenancy.id());
    assertThat(made.text("scope")).isEqualTo(tenancy.scope("app:chat"));
    assertThat(made.text("scope_path")).isEqualTo(tenancy.scope("app:chat"));
    assertThat(made.text("unit")).isEqualTo("CREDITS");
    assertThat(made.text("status")).isEqualTo("ACTIVE");
    assertThat(made.text("commit_overage_policy")).isEqualTo("ALLOW_WITH_OVERDRAFT");
    assertThat(made.text("period_start")).isEqualTo("2026-01-01T00:00:00Z");
    assertThat(made.text("period_end")).isEqualTo("2026-02-01T00:00:00Z");
    assertThat(Balance.of(made.body())).isEqualTo(new Balance(100, 100, 0, 0, 0, 7, false));
    Reply found =
        operator.get(
            Query.of(
                "/v1/admin/budgets/lookup", "scope", tenancy.scope("app:chat"), "unit", "CREDITS"));
    assertThat(found.expect(200).body()).isEqualTo(made.body());
  }

  @Test
  void aLimitOfNothingIsShown() {
    Reply made = operator.openBudget(tenancy.scope(""), 5).expect(201);
    assertThat(made.amount("overdraft_limit")).isZero();
  }

  @Test
  void scopesAreMadeLowerCase() {
    Reply made = operator.openBudget(tenancy.scope("app:Chat"), 5).expect(201);
    assertThat(made.text("scope")).isEqualTo(tenancy.scope("app:chat"));
    operator.lookup(tenancy.scope("app:CHAT")).expect(200);
  }

  @Test
  void thereIsOneLedgerForAScopeAndAUnit() {
    operator.openBudget(tenancy.scope(""), 5).expect(201);
    operator.openBudget(tenancy.scope(""), 9).refused(409, "DUPLICATE_RESOURCE");
    operator.openBudget(Operator.budget(tenancy.scope(""), "CREDITS", 5)).expect(201);
    assertThat(tenancy.balance("").allocated()).isEqualTo(5);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "app:chat",
        "tenant:someone-else/app:chat",
        "tenant:TENANT/chat",
        "tenant:TENANT/app:a/app:b",
        "tenant:TENANT/agent:a/app:b",
        "tenant:TENANT/team:a",
        "tenant:TENANT/app:",
        "tenant:TENANT/app:a b",
        "tenant:TENANT/",
        ""
      })
  void whatIsNotAScopeOfTheTenantIsRefused(String scope) {
    ObjectNode body =
        Json.object(
            "tenant_id", tenancy.id(),
            "scope", scope.replace("TENANT", tenancy.id()),
            "unit", Bodies.UNIT,
            "allocated", Json.amount(Bodies.UNIT, 5));
    operator.openBudget(body).refused(400, "INVALID_REQUEST");
  }

  @Test
  void amountsAreInTheUnitOfTheLedger() {
    ObjectNode body = Operator.budget(tenancy.scope(""), Bodies.UNIT, 5);
    body.set("allocated", Json.amount("CREDITS", 5));
    operator.openBudget(body).refused(400, "UNIT_MISMATCH");
    body = Operator.budget(tenancy.scope(""), Bodies.UNIT, 5);
    body.set("overdraft_limit", Json.amount("CREDITS", 5));
    operator.openBudget(body).refused(400, "UNIT_MISMATCH");
  }

  @Test
  void theTenantIsNamedByOperatorsAndOnlyByThem() {
    ObjectNode unnamed = Operator.budget(tenancy.scope(""), Bodies.UNIT, 5);
    unnamed.remove("tenant_id");
    operator.openBudget(unnamed).refused(400, "INVALID_REQUEST");
    ObjectNode named = Operator.budget(tenancy.scope(""), Bodies.UNIT, 5);
    tenancy.agent().post("/v1/admin/budgets", named).refused(400, "INVALID_REQUEST");
    tenancy.agent().post("/v1/admin/budgets", unnamed).expect(201);
    operator
        .openBudget(Operator.budget("tenant:no-such-tenant", Bodies.UNIT, 5))
        .refused(400, "TENANT_NOT_FOUND");
  }

  @Test
  void fundingNeedsItsTenantFromOperators() {
    tenancy.budget("", 5);
    String target =
        Query.of("/v1/admin/budgets/fund", "scope", tenancy.scope(""), "unit", Bodies.UNIT);
    ObjectNode body = Json.object("operation", "CREDIT", "amount", Json.amount(Bodies.UNIT, 1));
    operator.post(target, body).refused(400, "INVALID_REQUEST");
    tenancy.agent().post(target, body).expect(200);
    assertThat(tenancy.balance("").allocated()).isEqualTo(6);
  }

  @Test
  void othersLedgersAreOutOfReach() {
    Tenancy other = Tenancy.ofThreeLevels(operator);
    String query = Query.of("", "scope", other.scope(""), "unit", Bodies.UNIT);
    ObjectNode credit = Json.object("operation", "CREDIT", "amount", Json.amount(Bodies.UNIT, 1));
    tenancy.agent().get("/v1/admin/budgets/lookup" + query).refused(403, "FORBIDDEN");
    tenancy.agent().post("/v1/admin/budgets/fund" + query, credit).refused(403, "FORBIDDEN");
    ObjectNode theirs = Operator.budget(other.scope("app:mine"), Bodies.UNIT, 5);
    theirs.remove("tenant_id");
    assertThat(tenancy.agent().post("/v1/admin/budgets", theirs).status()).isIn(400, 403);
  }

  @Test
  void anUnknownLedgerIsNotFound() {
    String nowhere = tenancy.scope("app:nowhere");
    operator.lookup(nowhere).refused(404, "BUDGET_NOT_FOUND");
    operator.freeze(nowhere).refused(404, "BUDGET_NOT_FOUND");
    operator.unfreeze(nowhere).refused(404, "BUDGET_NOT_FOUND");
    operator.fund(nowhere, "CREDIT", 5).refused(404, "BUDGET_NOT_FOUND");
    operator.limit(nowhere, 5).refused(404, "BUDGET_NOT_FOUND");
    operator.get("/v1/admin/budgets/lookup").refused(400, "INVALID_REQUEST");
    // Neither is one of a tenant that nobody knows, whose own absence was not asked for.
    String nobodys = "tenant:no-such-tenant";
    operator.lookup(nobodys).refused(404, "BUDGET_NOT_FOUND");
    operator.freeze(nobodys).refused(404, "BUDGET_NOT_FOUND");
    operator.unfreeze(nobodys).refused(404, "BUDGET_NOT_FOUND");
    operator.limit(nobodys, 5).refused(404, "BUDGET_NOT_FOUND");
    operator
        .post(
            Query.of(
                "/v1/admin/budgets/fund",
                "tenant_id",
                "no-such-tenant",
                "scope",
                nobodys,
                "unit",
                Bodies.UNIT),
            Json.object("operation", "CREDIT", "amount", Json.amount(Bodies.UNIT, 1)))
        .refused(404, "BUDGET_NOT_FOUND");
  }

  @Test
  void operatorsFundTheLedgersOfTheTenantTheyName() {
    tenancy.budget("", 5);
    Tenancy other = Tenancy.empty(operator);
    operator
        .post(
            Query.of(
                "/v1/admin/budgets/fund",
                "tenant_id",
                other.id(),
                "scope",
                tenancy.scope(""),
                "unit",
                Bodies.UNIT),
            Json.object("operation", "CREDIT", "amount", Json.amount(Bodies.UNIT, 1)))
        .refused(403, "FORBIDDEN");
    assertThat(tenancy.balance("").allocated()).isEqualTo(5);
  }

  @Test
  void aSuspendedTenantGetsNoLedgersButFunds() {
    tenancy.budget("", 5);
    operator.updateTenant(tenancy.id(), Json.object("status", "SUSPENDED")).expect(200);
    operator.openBudget(tenancy.scope("app:new"), 5).refused(403, "TENANT_SUSPENDED");
    operator.fund(tenancy.scope(""), "CREDIT", 5).expect(200);
  }

  @Test
  void freezeAndUnfreezeTakeTurns() {
    tenancy.budget("", 5);
    String scope = tenancy.scope("");
    operator.unfreeze(scope).refused(409, "INVALID_REQUEST");
    assertThat(operator.freeze(scope).expect(200).text("status")).isEqualTo("FROZEN");
    operator.freeze(scope).refused(409, "INVALID_REQUEST");
    assertThat(operator.unfreeze(scope).expect(200).text("status")).isEqualTo("ACTIVE");
  }

  @Test
  void freezeTakesNoBodyAnEmptyOneAndAReason() {
    tenancy.budget("", 5);
    String query = Query.of("", "scope", tenancy.scope(""), "unit", Bodies.UNIT);
    operator
        .send(new Request("POST", "/v1/admin/budgets/freeze" + query, Map.of(), null))
        .expect(200);
    operator.unfreeze(tenancy.scope("")).expect(200);
    operator
        .post("/v1/admin/budgets/freeze" + query, Json.object("reason", "looks wrong"))
        .expect(200);
    operator
        .post("/v1/admin/budgets/unfreeze" + query, Json.object("reason", "x".repeat(513)))
        .refused(400, "INVALID_REQUEST");
    operator
        .post("/v1/admin/budgets/unfreeze" + query, Json.object("why", "x"))
        .refused(400, "INVALID_REQUEST");
  }

  @Test
  void aFrozenLedgerCanBeChanged() {
    tenancy.budget("", 5);
    operator.freeze(tenancy.scope("")).expect(200);
    ObjectNode changes =
        Json.object(
            "overdraft_limit", Json.amount(Bodies.UNIT, 9),
            "commit_overage_policy", "REJECT",
            "metadata", Json.object("a", 1));
    Reply changed = operator.updateBudget(tenancy.scope(""), changes).expect(200);
    assertThat(changed.amount("overdraft_limit")).isEqualTo(9);
    assertThat(changed.text("commit_overage_policy")).isEqualTo("REJECT");
    assertThat(changed.text("status")).isEqualTo("FROZEN");
    assertThat(changed.has("metadata")).isFalse();
    operator
        .updateBudget(tenancy.scope(""), Json.object("overdraft_limit", Json.amount("CREDITS", 9)))
        .refused(400, "UNIT_MISMATCH");
  }
}
