package io.bailiwick.idempotency;

import static io.bailiwick.idempotency.RepetitionIT.withoutTtl;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bailiwick.harness.Agent;
import io.bailiwick.harness.Bodies;
import io.bailiwick.harness.Json;
import io.bailiwick.harness.Reply;
import io.bailiwick.harness.SharedServer;
import io.bailiwick.harness.Tenancy;
import org.junit.jupiter.api.Test;

/** What a key stands for, when it is taken, and what outranks what. */
class KeyIT {
  private final Tenancy tenancy = Tenancy.ofThreeLevels(SharedServer.operator());
  private final Agent agent = tenancy.agent();
  private final String leaf = tenancy.leaf();

  @Test
  void aRefusedReservationLeavesNoKeyBehind() {
    ObjectNode body = Bodies.reserve("later", leaf, 60_000);
    agent.reserve(body).refused(409, "BUDGET_EXCEEDED");
    tenancy.operator().fund(leaf, "CREDIT", 20_000).expect(200);
    agent.reserve(body).expect(200);
  }

  @Test
  void aRefusedCommitLeavesNoKeyBehind() {
    ObjectNode reserve = Bodies.reserve("held", leaf, 10).put("overage_policy", "REJECT");
    String id = agent.reserve(reserve).expect(200).reservationId();
    agent.commit(id, Bodies.commit("c", 11)).refused(409, "BUDGET_EXCEEDED");
    agent.commit(id, Bodies.commit("c", 10)).expect(200);
  }

  @Test
  void aRefusedEventLeavesNoKeyBehind() {
    ObjectNode body = Bodies.event("later", leaf, 60_000).put("overage_policy", "REJECT");
    agent.event(body).refused(409, "BUDGET_EXCEEDED");
    tenancy.operator().fund(leaf, "CREDIT", 20_000).expect(200);
    agent.event(body).expect(201);
  }

  @Test
  void defaultsThatAreSpelledOutAreTheSameRequest() {
    ObjectNode plain = Bodies.reserve("defaults", leaf, 10);
    ObjectNode spelled = plain.deepCopy().put("dry_run", false).put("grace_period_ms", 5_000);
    Reply first = agent.reserve(plain).expect(200);
    assertThat(withoutTtl(agent.reserve(spelled))).isEqualTo(withoutTtl(first));
  }

  @Test
  void theTimeThatAClientTellsDoesNotMatter() {
    ObjectNode body = Bodies.event("stamped", leaf, 10);
    Reply first = agent.event(body.put("client_time_ms", 1)).expect(201);
    Reply again = agent.event(body.put("client_time_ms", 2)).expect(201);
    assertThat(again.answer().body()).isEqualTo(first.answer().body());
  }

  @Test
  void theOrderWithinMetadataDoesNotMatter() {
    ObjectNode body = Bodies.reserve("metadata", leaf, 10);
    body.set("metadata", Json.object("a", 1, "b", Json.object("c", 2, "d", 3)));
    Reply first = agent.reserve(body).expect(200);
    body.set("metadata", Json.object("b", Json.object("d", 3, "c", 2), "a", 1));
    assertThat(withoutTtl(agent.reserve(body))).isEqualTo(withoutTtl(first));
  }

  @Test
  void liveAndDryShareTheirKeys() {
    agent.reserve(Bodies.reserve("live", leaf, 10)).expect(200);
    agent
        .reserve(Bodies.reserve("live", leaf, 10).put("dry_run", true))
        .refused(409, "IDEMPOTENCY_MISMATCH");
    agent.reserve(Bodies.reserve("dry", leaf, 10).put("dry_run", true)).expect(200);
    agent.reserve(Bodies.reserve("dry", leaf, 10)).refused(409, "IDEMPOTENCY_MISMATCH");
  }

  @Test
  void aDenialIsKeptAsWell() {
    ObjectNode body = Bodies.reserve("denied", leaf, 60_000);
    Reply first = agent.decide(body).expect(200);
    assertThat(first.text("reason_code")).isEqualTo("BUDGET_EXCEEDED");
    tenancy.operator().fund(leaf, "CREDIT", 20_000).expect(200);
    assertThat(agent.decide(body).answer().body()).isEqualTo(first.answer().body());
    assertThat(agent.decide(Bodies.reserve("anew", leaf, 60_000)).text("decision"))
        .isEqualTo("ALLOW");
  }

  @Test
  void aSettledReservationTakesNoOtherKey() {
    String committed = agent.reserved("c", leaf, 10);
    agent.commit(committed, Bodies.commit("first", 10)).expect(200);
    agent.commit(committed, Bodies.commit("second", 10)).refused(409, "RESERVATION_FINALIZED");
    agent.release(committed, Bodies.release("r")).refused(409, "RESERVATION_FINALIZED");
    agent.extend(committed, Bodies.extend("e", 1)).refused(409, "RESERVATION_FINALIZED");

    String released = agent.reserved("r", leaf, 10);
    agent.release(released, Bodies.release("first")).expect(200);
    agent.release(released, Bodies.release("second")).refused(409, "RESERVATION_FINALIZED");
    agent.commit(released, Bodies.commit("c", 10)).refused(409, "RESERVATION_FINALIZED");
  }

  @Test
  void extensionsOfReservationsHaveTheirOwnKeys() {
    String one = agent.reserved("one", leaf, 10);
    String two = agent.reserved("two", leaf, 10);
    agent.extend(one, Bodies.extend("beat", 1_000)).expect(200);
    agent.extend(two, Bodies.extend("beat", 2_000)).expect(200);
    agent.extend(one, Bodies.extend("beat", 2_000)).refused(409, "IDEMPOTENCY_MISMATCH");
  }

  @Test
  void aRepetitionOutranksWhatTheLedgersSayNow() {
    Reply first = agent.reserve(Bodies.reserve("before", leaf, 10)).expect(200);
    tenancy.operator().freeze(leaf).expect(200);
    Reply again = agent.reserve(Bodies.reserve("before", leaf, 10)).expect(200);
    assertThat(withoutTtl(again)).isEqualTo(withoutTtl(first));
    agent.reserve(Bodies.reserve("after", leaf, 10)).refused(409, "BUDGET_FROZEN");
  }

  @Test
  void aRepetitionOutranksASuspension() {
    Reply first = agent.event(Bodies.event("before", leaf, 10)).expect(201);
    tenancy.operator().updateTenant(tenancy.id(), Json.object("status", "SUSPENDED")).expect(200);
    Reply again = agent.event(Bodies.event("before", leaf, 10)).expect(201);
    assertThat(again.answer().body()).isEqualTo(first.answer().body());
  }

  @Test
  void fundingWithoutAKeyFundsAgain() {
    tenancy.operator().fund(leaf, "CREDIT", 5).expect(200);
    tenancy.operator().fund(leaf, "CREDIT", 5).expect(200);
    assertThat(tenancy.operator().balance(leaf).allocated()).isEqualTo(50_010);
  }

  @Test
  void fundingKeysBelongToTheirLedger() {
    ObjectNode body = Mutation.FUND.body(tenancy, "nov");
    tenancy.operator().fund(leaf, body).expect(200);
    tenancy.operator().fund(tenancy.scope(""), body).expect(200);
    assertThat(tenancy.balance("").allocated()).isEqualTo(1_000_010);
  }
}
