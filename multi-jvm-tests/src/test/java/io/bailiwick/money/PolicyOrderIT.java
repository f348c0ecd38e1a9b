package io.bailiwick.money;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bailiwick.harness.Bodies;
import io.bailiwick.harness.Json;
import io.bailiwick.harness.Operator;
import io.bailiwick.harness.Reply;
import io.bailiwick.harness.SharedServer;
import io.bailiwick.harness.Tenancy;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Whose overage policy counts: the request's, the ledger's, the tenant's, ALLOW_IF_AVAILABLE. */
class PolicyOrderIT {
  private final Tenancy tenancy = Tenancy.empty(SharedServer.operator());

  @BeforeEach
  void aTenantThatRejects() {
    tenancy
        .operator()
        .updateTenant(tenancy.id(), Json.object("default_commit_overage_policy", "REJECT"))
        .expect(200);
  }

  private void ledgerThatMayOwe() {
    ObjectNode budget = Operator.budget(tenancy.scope(""), Bodies.UNIT, 100);
    budget.set("overdraft_limit", Json.amount(Bodies.UNIT, 50));
    tenancy
        .operator()
        .openBudget(budget.put("commit_overage_policy", "ALLOW_WITH_OVERDRAFT"))
        .expect(201);
  }

  private Reply event(long amount, String policy) {
    ObjectNode body = Bodies.event("e-" + amount + policy, tenancy.scope(""), amount);
    return tenancy.agent().event(policy == null ? body : body.put("overage_policy", policy));
  }

  @Test
  void theTenantsCountsWhereNobodyElseSays() {
    tenancy.budget("", 100);
    event(120, null).refused(409, "BUDGET_EXCEEDED");
  }

  @Test
  void theLedgersCountsBeforeTheTenants() {
    ledgerThatMayOwe();
    event(120, null).expect(201);
    assertThat(tenancy.balance("").debt()).isEqualTo(20);
  }

  @Test
  void theRequestsCountsBeforeTheLedgers() {
    ledgerThatMayOwe();
    Reply reply = event(120, "ALLOW_IF_AVAILABLE").expect(201);
    assertThat(reply.amount("charged")).isEqualTo(100);
    assertThat(tenancy.balance("").debt()).isZero();
  }

  @Test
  void aReservationKeepsTheOneItWasMadeUnder() {
    ledgerThatMayOwe();
    String id = tenancy.agent().reserved("owes", tenancy.scope(""), 100);
    Reply reply = tenancy.agent().commit(id, Bodies.commit("owes", 130)).expect(200);
    assertThat(reply.amount("charged")).isEqualTo(130);
    assertThat(tenancy.balance("").debt()).isEqualTo(30);
  }

  @Test
  void withoutAnyItIsWhatIsAvailable() {
    Tenancy plain = Tenancy.empty(SharedServer.operator()).budget("", 100);
    Reply reply = plain.agent().event(Bodies.event("plain", plain.scope(""), 120)).expect(201);
    assertThat(reply.amount("charged")).isEqualTo(100);
  }
}
