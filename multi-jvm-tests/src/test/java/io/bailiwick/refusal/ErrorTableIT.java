package io.bailiwick.refusal;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bailiwick.harness.Agent;
import io.bailiwick.harness.Bodies;
import io.bailiwick.harness.Clock;
import io.bailiwick.harness.Json;
import io.bailiwick.harness.Operator;
import io.bailiwick.harness.Reply;
import io.bailiwick.harness.Request;
import io.bailiwick.harness.SharedServer;
import io.bailiwick.harness.Tenancy;
import org.junit.jupiter.api.Test;

/**
 * The error table, line by line. Not to be had over HTTP: BUDGET_CLOSED, because ledgers are only
 * closed with their tenant, whose guard comes first; and DEBT_OUTSTANDING, because a debtor whose
 * limit is taken away is over its limit, which comes first too.
 */
class ErrorTableIT {
  private final Tenancy tenancy = Tenancy.ofThreeLevels(SharedServer.operator());
  private final Operator operator = tenancy.operator();
  private final Agent agent = tenancy.agent();
  private final String leaf = tenancy.leaf();

  private static JsonNode details(Reply reply) {
    return reply.body().path("details");
  }

  @Test
  void invalidRequestNamesFieldValueAndBound() {
    ObjectNode body = Bodies.reserve("k", leaf, 1).put("ttl_ms", 10);
    Reply reply = agent.reserve(body).refused(400, "INVALID_REQUEST");
    assertThat(reply.text("message")).contains("ttl_ms", "1000", "86400000", "10");
  }

  @Test
  void unitMismatchNamesTheUnitsThereAre() {
    operator.openBudget(Operator.budget(leaf, "CREDITS", 5)).expect(201);
    ObjectNode body = Bodies.reserve("k", leaf, 1);
    body.set("estimate", Json.amount("RISK_POINTS", 1));
    Reply reply = agent.reserve(body).refused(400, "UNIT_MISMATCH");
    assertThat(details(reply).path("scope").asText()).isEqualTo(tenancy.scope(""));
    assertThat(details(reply).path("requested_unit").asText()).isEqualTo("RISK_POINTS");
    assertThat(details(reply).path("expected_units")).hasSize(1);
    assertThat(details(reply).path("expected_units").path(0).asText()).isEqualTo("TOKENS");
    agent.decide(body).refused(400, "UNIT_MISMATCH");
    agent.reserve(body.put("dry_run", true)).refused(400, "UNIT_MISMATCH");

    ObjectNode event = Bodies.event("k", leaf, 1);
    event.set("actual", Json.amount("RISK_POINTS", 1));
    agent.event(event).refused(400, "UNIT_MISMATCH");
  }

  @Test
  void unitMismatchOfACommit() {
    String id = agent.reserved("held", leaf, 10);
    ObjectNode body = Bodies.commit("c", 1);
    body.set("actual", Json.amount("CREDITS", 1));
    Reply reply = agent.commit(id, body).refused(400, "UNIT_MISMATCH");
    assertThat(details(reply).path("scope").asText()).isEqualTo(leaf);
    assertThat(details(reply).path("requested_unit").asText()).isEqualTo("CREDITS");
    assertThat(details(reply).path("expected_units").path(0).asText()).isEqualTo("TOKENS");
  }

  @Test
  void unauthorizedWithoutAKeyOrWithABadOne() {
    Request request = Request.get("/v1/reservations");
    operator.client().send(request).refused(401, "UNAUTHORIZED");
    for (String bad : new String[] {"x", "cyc_live_" + "a".repeat(32), agent.secret() + "a"}) {
      new Agent(operator.client(), tenancy.id(), bad)
          .get("/v1/reservations")
          .refused(401, "UNAUTHORIZED");
    }
  }

  @Test
  void forbiddenForAnotherTenants() {
    Tenancy other = Tenancy.ofThreeLevels(operator);
    agent.reserve(Bodies.reserve("k", other.leaf(), 1)).refused(403, "FORBIDDEN");
    agent.decide(Bodies.reserve("k", other.leaf(), 1)).refused(403, "FORBIDDEN");
    agent.event(Bodies.event("k", other.leaf(), 1)).refused(403, "FORBIDDEN");
    agent.get("/v1/balances?tenant=" + other.id()).refused(403, "FORBIDDEN");
    agent.get("/v1/reservations?tenant=" + other.id()).refused(403, "FORBIDDEN");

    String foreign = other.agent().reserved("theirs", other.leaf(), 1);
    agent.reservation(foreign).refused(403, "FORBIDDEN");
    agent.commit(foreign, Bodies.commit("k", 1)).refused(403, "FORBIDDEN");
    agent.release(foreign, Bodies.release("k")).refused(403, "FORBIDDEN");
    agent.extend(foreign, Bodies.extend("k", 1)).refused(403, "FORBIDDEN");
  }

  @Test
  void forbiddenForANameThatNoTenantCanHave() {
    for (String name : new String[] {"t2", "other_tenant", "someone.else"}) {
      agent.get("/v1/balances?tenant=" + name).refused(403, "FORBIDDEN");
      agent.get("/v1/reservations?tenant=" + name).refused(403, "FORBIDDEN");
      agent.decide(Bodies.reserve("k", "tenant:" + name, 1)).refused(403, "FORBIDDEN");
    }
  }

  @Test
  void invalidRequestForAReservationIdThatIsTooLong() {
    String id = "x".repeat(129);
    agent.reservation(id).refused(400, "INVALID_REQUEST");
    agent.commit(id, Bodies.commit("k", 1)).refused(400, "INVALID_REQUEST");
    agent.release(id, Bodies.release("k")).refused(400, "INVALID_REQUEST");
    agent.extend(id, Bodies.extend("k", 1)).refused(400, "INVALID_REQUEST");
  }

  @Test
  void notFoundForAReservationThatIsNotThere() {
    for (String id : new String[] {"unknown", tenancy.id() + ".0.1.zzzz", "x".repeat(128)}) {
      agent.reservation(id).refused(404, "NOT_FOUND");
      agent.commit(id, Bodies.commit("k", 1)).refused(404, "NOT_FOUND");
      agent.release(id, Bodies.release("k")).refused(404, "NOT_FOUND");
      agent.extend(id, Bodies.extend("k", 1)).refused(404, "NOT_FOUND");
    }
  }

  @Test
  void notFoundWhereNothingIsBudgeted() {
    Tenancy bare = Tenancy.empty(operator);
    Reply reply = bare.agent().reserve(Bodies.reserve("k", bare.leaf(), 1));
    reply.refused(404, "NOT_FOUND");
    assertThat(reply.text("message"))
        .startsWith("Budget not found for provided scope: " + bare.leaf());
    bare.agent().event(Bodies.event("k", bare.leaf(), 1)).refused(404, "NOT_FOUND");
    assertThat(bare.agent().decide(Bodies.reserve("k", bare.leaf(), 1)).text("reason_code"))
        .isEqualTo("BUDGET_NOT_FOUND");
    assertThat(
            bare.agent()
                .reserve(Bodies.reserve("dry", bare.leaf(), 1).put("dry_run", true))
                .text("reason_code"))
        .isEqualTo("BUDGET_NOT_FOUND");
  }

  @Test
  void budgetExceededHasTheFigures() {
    Reply reply = agent.reserve(Bodies.reserve("k", leaf, 50_001)).refused(409, "BUDGET_EXCEEDED");
    assertThat(details(reply).path("scope").asText()).isEqualTo(leaf);
    assertThat(details(reply).path("unit").asText()).isEqualTo("TOKENS");
    assertThat(details(reply).path("requested").asLong()).isEqualTo(50_001);
    assertThat(details(reply).path("remaining").asLong()).isEqualTo(50_000);
    assertThat(agent.balances().get(leaf).reserved()).isZero();
    assertThat(agent.balances().get(tenancy.scope("")).reserved()).isZero();
  }

  @Test
  void budgetFrozenNamesTheScope() {
    operator.freeze(tenancy.scope("app:chat")).expect(200);
    Reply reply = agent.reserve(Bodies.reserve("k", leaf, 1)).refused(409, "BUDGET_FROZEN");
    assertThat(details(reply).path("scope").asText()).isEqualTo(tenancy.scope("app:chat"));
    agent.event(Bodies.event("k", leaf, 1)).refused(409, "BUDGET_FROZEN");
    operator.unfreeze(tenancy.scope("app:chat")).expect(200);
    agent.reserve(Bodies.reserve("k", leaf, 1)).expect(200);
  }

  @Test
  void overdraftLimitExceededHasTheFigures() {
    tenancy.budget("app:poor", 10, 5);
    String poor = tenancy.scope("app:poor");
    ObjectNode event = Bodies.event("k", poor, 16).put("overage_policy", "ALLOW_WITH_OVERDRAFT");
    Reply reply = agent.event(event).refused(409, "OVERDRAFT_LIMIT_EXCEEDED");
    assertThat(details(reply).path("scope").asText()).isEqualTo(poor);
    assertThat(details(reply).path("overdraft_limit").asLong()).isEqualTo(5);
    assertThat(details(reply).path("debt").asLong()).isZero();
  }

  @Test
  void overdraftLimitExceededForAReservationOnAScopeOverItsLimit() {
    tenancy.budget("app:poor", 10);
    String poor = tenancy.scope("app:poor");
    agent.event(Bodies.event("k", poor, 20)).expect(201);
    Reply reply = agent.reserve(Bodies.reserve("k", poor, 0));
    reply.refused(409, "OVERDRAFT_LIMIT_EXCEEDED");
    assertThat(details(reply).path("scope").asText()).isEqualTo(poor);
  }

  @Test
  void reservationFinalized() {
    String id = agent.reserved("held", leaf, 10);
    agent.release(id, Bodies.release("r")).expect(200);
    agent.commit(id, Bodies.commit("c", 1)).refused(409, "RESERVATION_FINALIZED");
  }

  @Test
  void reservationExpired() {
    Reply held =
        agent.reserve(
            Bodies.reserve("held", leaf, 10).put("ttl_ms", 1_000).put("grace_period_ms", 0));
    Clock.awaitPast(held.expect(200).body().path("expires_at_ms").asLong());
    agent.reservation(held.reservationId()).refused(410, "RESERVATION_EXPIRED");
  }

  @Test
  void idempotencyMismatch() {
    agent.reserved("k", leaf, 10);
    agent.reserve(Bodies.reserve("k", leaf, 11)).refused(409, "IDEMPOTENCY_MISMATCH");
  }

  @Test
  void maxExtensionsExceeded() {
    operator.updateTenant(tenancy.id(), Json.object("max_reservation_extensions", 0)).expect(200);
    String id = agent.reserved("held", leaf, 10);
    agent.extend(id, Bodies.extend("e", 1)).refused(409, "MAX_EXTENSIONS_EXCEEDED");
  }

  @Test
  void unknownPathsAndMethodsAreErrorsOfTheSameForm() {
    agent.get("/v1/nothing-here").refused(404, "NOT_FOUND");
    agent.get("/nothing-here").refused(404, "NOT_FOUND");
    Reply reply = agent.send(new Request("DELETE", "/v1/decide", java.util.Map.of(), null));
    reply.refused(405, "INVALID_REQUEST");
    assertThat(reply.header("Allow")).contains("POST");
  }

  @Test
  void mediaTypesAreOnlyJson() {
    Request request = Request.post("/v1/reservations", Bodies.reserve("k", leaf, 1));
    agent.send(request.with("Content-Type", "text/plain")).refused(415, "INVALID_REQUEST");
    agent.send(request.with("Accept", "text/html")).refused(406, "INVALID_REQUEST");
    agent.send(request.with("Accept", "application/*")).expect(200);
    agent.send(request.with("Accept", "")).expect(200);
    agent.send(request.with("Content-Type", "application/json; charset=utf-8")).expect(200);
  }
}
