package io.bailiwick.refusal;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bailiwick.harness.Agent;
import io.bailiwick.harness.Bodies;
import io.bailiwick.harness.Json;
import io.bailiwick.harness.Operator;
import io.bailiwick.harness.Reply;
import io.bailiwick.harness.Request;
import io.bailiwick.harness.SharedServer;
import io.bailiwick.harness.Tenancy;
import org.junit.jupiter.api.Test;

/** Where several things are wrong, the one further up in the list is answered. */
class PrecedenceIT {
  private final Tenancy tenancy = Tenancy.empty(SharedServer.operator());
  private final Operator operator = tenancy.operator();
  private final Agent agent = tenancy.agent();
  private final String parent = tenancy.scope("");
  private final String child = tenancy.scope("app:chat");

  private void reserveIsRefused(long amount, String code) {
    agent.reserve(Bodies.reserve("k", child, amount)).refused(409, code);
    Reply dry = agent.reserve(Bodies.reserve("dry" + code, child, amount).put("dry_run", true));
    assertThat(dry.expect(200).text("decision")).isEqualTo("DENY");
    assertThat(dry.text("reason_code")).isEqualTo(code);
    assertThat(dry.has("balances")).isFalse();
    Reply asked = agent.decide(Bodies.reserve("ask" + code, child, amount));
    assertThat(asked.expect(200).text("reason_code")).isEqualTo(code);
  }

  @Test
  void anExhaustedParentComesBeforeAFrozenChild() {
    tenancy.budget("", 10).budget("app:chat", 100);
    operator.freeze(child).expect(200);
    reserveIsRefused(50, "BUDGET_EXCEEDED");
    reserveIsRefused(5, "BUDGET_FROZEN");
  }

  @Test
  void aFrozenParentComesBeforeAnExhaustedChild() {
    tenancy.budget("", 100).budget("app:chat", 10);
    operator.freeze(parent).expect(200);
    reserveIsRefused(50, "BUDGET_FROZEN");
  }

  @Test
  void frozenComesBeforeOverTheLimitComesBeforeExceeded() {
    tenancy.budget("app:chat", 10);
    agent.event(Bodies.event("capped", child, 20)).expect(201);
    reserveIsRefused(5, "OVERDRAFT_LIMIT_EXCEEDED");
    operator.freeze(child).expect(200);
    reserveIsRefused(5, "BUDGET_FROZEN");
  }

  @Test
  void overTheLimitComesBeforeDebt() {
    tenancy.budget("app:chat", 10, 100);
    ObjectNode event =
        Bodies.event("owes", child, 50).put("overage_policy", "ALLOW_WITH_OVERDRAFT");
    agent.event(event).expect(201);
    reserveIsRefused(1, "BUDGET_EXCEEDED");
    operator.limit(child, 0).expect(200);
    reserveIsRefused(1, "OVERDRAFT_LIMIT_EXCEEDED");
  }

  @Test
  void aFrozenLedgerDoesNotStopWhatIsHeld() {
    tenancy.budget("", 1_000).budget("app:chat", 500);
    String committed = agent.reserved("c", child, 100);
    String released = agent.reserved("r", child, 100);
    String extended = agent.reserved("e", child, 100);
    operator.freeze(parent).expect(200);
    operator.freeze(child).expect(200);
    Reply commit = agent.commit(committed, Bodies.commit("c", 120)).expect(200);
    assertThat(commit.amount("charged")).isEqualTo(120);
    agent.release(released, Bodies.release("r")).expect(200);
    agent.extend(extended, Bodies.extend("e", 1_000)).expect(200);
    assertThat(tenancy.balance("app:chat").spent()).isEqualTo(120);
    assertThat(tenancy.balance("app:chat").reserved()).isEqualTo(100);
  }

  @Test
  void identityComesBeforeTheBody() {
    Request nonsense = Request.of("POST", "/v1/reservations", "{");
    operator.client().send(nonsense).refused(401, "UNAUTHORIZED");
    agent.send(nonsense).refused(400, "INVALID_REQUEST");
  }

  @Test
  void theBodyComesBeforeTheOwner() {
    Tenancy other = Tenancy.ofThreeLevels(operator);
    agent
        .reserve(Bodies.reserve("k", other.leaf(), 1).put("ttl_ms", 1))
        .refused(400, "INVALID_REQUEST");
    agent.reserve(Bodies.reserve("k", other.leaf(), 1)).refused(403, "FORBIDDEN");
  }

  @Test
  void theOwnerComesBeforeTheKey() {
    Tenancy other = Tenancy.ofThreeLevels(operator);
    String foreign = other.agent().reserved("theirs", other.leaf(), 10);
    other.agent().commit(foreign, Bodies.commit("c", 10)).expect(200);
    agent.commit(foreign, Bodies.commit("c", 11)).refused(403, "FORBIDDEN");
  }

  @Test
  void theKeyComesBeforeTheState() {
    tenancy.budget("app:chat", 100);
    String id = agent.reserved("k", child, 10);
    agent.commit(id, Bodies.commit("c", 10)).expect(200);
    agent.commit(id, Bodies.commit("c", 11)).refused(409, "IDEMPOTENCY_MISMATCH");
    operator.freeze(child).expect(200);
    agent.reserve(Bodies.reserve("k", child, 11)).refused(409, "IDEMPOTENCY_MISMATCH");
  }

  @Test
  void aSuspensionComesBeforeTheLedgers() {
    tenancy.budget("app:chat", 100);
    operator.freeze(child).expect(200);
    operator.updateTenant(tenancy.id(), Json.object("status", "SUSPENDED")).expect(200);
    agent.reserve(Bodies.reserve("k", child, 10)).refused(403, "FORBIDDEN");
    assertThat(agent.decide(Bodies.reserve("k", child, 10)).expect(200).text("reason_code"))
        .isEqualTo("TENANT_SUSPENDED");
  }
}
