package io.bailiwick.money;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bailiwick.harness.Agent;
import io.bailiwick.harness.Balance;
import io.bailiwick.harness.Bodies;
import io.bailiwick.harness.Json;
import io.bailiwick.harness.Operator;
import io.bailiwick.harness.Reply;
import io.bailiwick.harness.SharedServer;
import io.bailiwick.harness.Tenancy;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Which scopes a request is about, and which ledgers take part. */
class ScopesIT {
  private final Tenancy tenancy = Tenancy.empty(SharedServer.operator());
  private final Agent agent = tenancy.agent();

  private static List<String> affected(Reply reply) {
    List<String> scopes = new ArrayList<>();
    reply.body().path("affected_scopes").forEach(scope -> scopes.add(scope.asText()));
    return scopes;
  }

  @Test
  void allLevelsMakeAPathInTheirOrder() {
    tenancy.budget("", 100);
    String path = tenancy.scope("workspace:w/app:a/workflow:f/agent:g/toolset:t");
    Reply reply = agent.reserve(Bodies.reserve("all", path, 1)).expect(200);
    assertThat(reply.text("scope_path")).isEqualTo(path);
    assertThat(affected(reply))
        .containsExactly(
            tenancy.scope(""),
            tenancy.scope("workspace:w"),
            tenancy.scope("workspace:w/app:a"),
            tenancy.scope("workspace:w/app:a/workflow:f"),
            tenancy.scope("workspace:w/app:a/workflow:f/agent:g"),
            path);
  }

  @Test
  void namesAreMadeLowerCase() {
    tenancy.budget("app:chat", 100);
    Reply reply = agent.reserve(Bodies.reserve("case", tenancy.scope("app:Chat"), 1)).expect(200);
    assertThat(reply.text("scope_path")).isEqualTo(tenancy.scope("app:chat"));
  }

  @Test
  void withoutATenantItIsTheKeys() {
    tenancy.budget("agent:bot", 100);
    ObjectNode body = Bodies.reserve("no-tenant", "agent:bot", 1);
    Reply reply = agent.reserve(body).expect(200);
    assertThat(reply.text("scope_path")).isEqualTo(tenancy.scope("agent:bot"));
  }

  @Test
  void theTenantIsComparedInAnyCase() {
    tenancy.budget("", 100);
    String upper = "tenant:" + tenancy.id().toUpperCase(java.util.Locale.ROOT);
    Reply reply = agent.reserve(Bodies.reserve("upper", upper, 1)).expect(200);
    assertThat(reply.text("scope_path")).isEqualTo(tenancy.scope(""));
  }

  @Test
  void levelsWithoutALedgerAreSkipped() {
    tenancy.budget("", 100).budget("app:chat/agent:writer", 50);
    Reply reply = agent.reserve(Bodies.reserve("skip", tenancy.leaf(), 10)).expect(200);
    assertThat(reply.balances().keySet()).containsExactly(tenancy.scope(""), tenancy.leaf());
    assertThat(affected(reply)).hasSize(3);
  }

  @Test
  void aBalanceNamesItsLastSegmentAndItsPath() {
    tenancy.budget("app:chat", 100);
    Reply reply = agent.reserve(Bodies.reserve("names", tenancy.scope("app:chat"), 10));
    JsonNode balance = reply.expect(200).body().path("balances").path(0);
    assertThat(balance.path("scope").asText()).isEqualTo("app:chat");
    assertThat(balance.path("scope_path").asText()).isEqualTo(tenancy.scope("app:chat"));
    assertThat(balance.has("debt")).as("absent when 0").isFalse();
    assertThat(balance.has("overdraft_limit")).as("absent when 0").isFalse();
    assertThat(balance.has("is_over_limit")).as("absent when false").isFalse();
  }

  @Test
  void theScopesOfAReservationAreThoseOfItsBeginning() {
    tenancy.budget("", 1_000);
    String id = agent.reserved("early", tenancy.scope("app:chat"), 100);
    tenancy.budget("app:chat", 500);
    Reply reply = agent.commit(id, Bodies.commit("late", 60)).expect(200);
    assertThat(reply.balances().keySet()).containsExactly(tenancy.scope(""));
    assertThat(tenancy.balance("app:chat")).isEqualTo(Balance.untouched(500));
  }

  @Test
  void ledgersOfOtherUnitsStandAside() {
    tenancy.budget("", 1_000);
    Operator operator = tenancy.operator();
    operator.openBudget(Operator.budget(tenancy.scope("app:chat"), "CREDITS", 5)).expect(201);
    Reply reply = agent.reserve(Bodies.reserve("tokens", tenancy.scope("app:chat"), 10));
    assertThat(reply.expect(200).balances().keySet()).containsExactly(tenancy.scope(""));
  }

  @Test
  void aReservationIsShownAsItWasMade() {
    tenancy.budget("", 1_000);
    ObjectNode body = Bodies.reserve("shown", tenancy.leaf(), 10);
    ((ObjectNode) body.path("subject")).set("dimensions", Json.object("run_id", "r-1"));
    body.set("metadata", Json.object("b", 1, "a", List.of(1, 2), "c", Json.object("d", "e")));
    Reply made = agent.reserve(body).expect(200);
    Reply shown = agent.reservation(made.reservationId()).expect(200);
    assertThat(shown.text("status")).isEqualTo("ACTIVE");
    assertThat(shown.text("idempotency_key")).isEqualTo("shown");
    assertThat(shown.body().path("subject")).isEqualTo(body.path("subject"));
    assertThat(shown.body().path("action")).isEqualTo(body.path("action"));
    assertThat(shown.body().path("metadata")).isEqualTo(body.path("metadata"));
    assertThat(shown.amount("reserved")).isEqualTo(10);
    assertThat(shown.body().path("expires_at_ms").asLong())
        .isEqualTo(made.body().path("expires_at_ms").asLong())
        .isEqualTo(shown.body().path("created_at_ms").asLong() + 60_000);
    assertThat(shown.has("committed")).isFalse();
    assertThat(shown.has("finalized_at_ms")).isFalse();
  }

  @Test
  void aSettledReservationShowsWhatBecameOfIt() {
    tenancy.budget("", 1_000);
    String committed = agent.reserved("c", tenancy.leaf(), 10);
    ObjectNode commit = Bodies.commit("c", 7);
    commit.set("metadata", Json.object("note", "done"));
    commit.set("metrics", Json.object("tokens_input", 5, "model_version", "small-2"));
    agent.commit(committed, commit).expect(200);
    Reply shown = agent.reservation(committed).expect(200);
    assertThat(shown.text("status")).isEqualTo("COMMITTED");
    assertThat(shown.amount("committed")).isEqualTo(7);
    assertThat(shown.has("finalized_at_ms")).isTrue();
    assertThat(shown.body().path("committed_metadata").path("note").asText()).isEqualTo("done");

    String released = agent.reserved("r", tenancy.leaf(), 10);
    agent.release(released, Bodies.release("r").put("reason", "cancelled")).expect(200);
    Reply gone = agent.reservation(released).expect(200);
    assertThat(gone.text("status")).isEqualTo("RELEASED");
    assertThat(gone.has("committed")).isFalse();
    assertThat(gone.has("finalized_at_ms")).isTrue();
  }
}
