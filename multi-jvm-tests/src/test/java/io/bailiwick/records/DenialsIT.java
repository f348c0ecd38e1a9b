package io.bailiwick.records;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.bailiwick.harness.Agent;
import io.bailiwick.harness.Bodies;
import io.bailiwick.harness.Json;
import io.bailiwick.harness.Operator;
import io.bailiwick.harness.Reply;
import io.bailiwick.harness.Request;
import io.bailiwick.harness.SharedServer;
import io.bailiwick.harness.Tenancy;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What agents are denied is told: which, by whom, why, and how often. */
class DenialsIT {
  private static final Duration SOON = Duration.ofSeconds(20);

  private final Operator operator = SharedServer.operator();
  private final Tenancy acme = Tenancy.empty(operator).budget("", 100);
  private final Records records = new Records(operator, acme.id());
  private final Agent agent = acme.agent();

  @Test
  void aDeniedReserveIsToldWithWhatWasAskedForAndWhatIsLeft() {
    Reply denied =
        agent.reserve(Bodies.reserve("r", acme.scope(""), 500)).refused(409, "BUDGET_EXCEEDED");

    await().atMost(SOON).until(() -> denials() == 1);
    JsonNode event = records.last("reservation.denied");
    JsonNode data = event.path("data");
    assertThat(data.path("reason_code").asText()).isEqualTo("BUDGET_EXCEEDED");
    assertThat(data.path("requested_amount").asLong()).isEqualTo(500);
    assertThat(data.path("remaining").asLong()).isEqualTo(100);
    assertThat(data.path("subject").path("tenant").asText()).isEqualTo(acme.id());
    assertThat(data.path("action")).isEqualTo(Bodies.action());
    assertThat(event.path("scope").asText()).isEqualTo(acme.scope(""));
    assertThat(event.path("request_id").asText()).isEqualTo(denied.header("X-Request-Id"));
    JsonNode entry = records.audits("&error_code=BUDGET_EXCEEDED").getFirst();
    assertThat(entry.path("operation").asText()).isEqualTo("createReservation");
    assertThat(entry.path("key_id")).isEqualTo(event.path("actor").path("key_id"));
    assertThat(entry.path("amount").path("amount").asLong()).isEqualTo(500);
    assertThat(entry.path("amount").path("unit").asText()).isEqualTo(Bodies.UNIT);
    assertThat(entry.path("action")).isEqualTo(Bodies.action());
  }

  @Test
  void whatIsRefusedToReservesAndEventsIsADenial() {
    acme.budget("app:x", 50);
    String held = agent.reserved("h", acme.scope(""), 10);
    operator.freeze(acme.scope("")).expect(200);
    agent.event(Bodies.event("e", acme.scope(""), 1)).refused(409, "BUDGET_FROZEN");
    agent.reserve(Bodies.reserve("f", acme.scope("app:x"), 1)).refused(409, "BUDGET_FROZEN");
    operator.unfreeze(acme.scope("")).expect(200);
    agent.commit(held, Bodies.commit("c", 10)).expect(200);
    operator.updateTenant(acme.id(), Json.object("status", "SUSPENDED")).expect(200);
    agent.reserve(Bodies.reserve("s", acme.scope(""), 1)).refused(403, "FORBIDDEN");

    await().atMost(SOON).until(() -> denials() == 3);
    assertThat(records.events("&event_type=reservation.denied"))
        .extracting(event -> event.path("data").path("reason_code").asText())
        .containsExactly("BUDGET_FROZEN", "BUDGET_FROZEN", "TENANT_SUSPENDED");
  }

  @Test
  void whatADecideOrADryRunDeniesIsAnEventAloneAndSaysThatItWasOnlyAsked() {
    agent.decide(Bodies.reserve("fits", acme.scope(""), 5)).expect(200);
    Reply decided = agent.decide(Bodies.reserve("d", acme.scope(""), 500)).expect(200);
    assertThat(decided.text("decision")).isEqualTo("DENY");
    var dryRun = Bodies.reserve("dry", acme.scope(""), 700);
    dryRun.put("dry_run", true);
    agent.reserve(dryRun).expect(200);

    await().atMost(SOON).until(() -> denials() == 2);
    List<JsonNode> events = records.events("&event_type=reservation.denied");
    JsonNode event = events.getFirst();
    assertThat(event.path("request_id").asText()).isEqualTo(decided.header("X-Request-Id"));
    assertThat(event.path("scope").asText()).isEqualTo(acme.scope(""));
    assertThat(event.path("data").path("reason_code").asText()).isEqualTo("BUDGET_EXCEEDED");
    assertThat(event.path("data").path("remaining").asLong()).isEqualTo(100);
    assertThat(event.path("data").path("action")).isEqualTo(Bodies.action());
    assertThat(events).allMatch(one -> one.path("metadata").path("asked_only").asBoolean());
    assertThat(events)
        .extracting(one -> one.path("data").path("requested_amount").asLong())
        .containsExactly(500L, 700L);
    assertThat(records.audits("&error_code=BUDGET_EXCEEDED")).isEmpty();
    assertThat(operator.get("/v1/admin/overview").expect(200).body().path("recent_denials"))
        .anyMatch(one -> one.path("event_id").equals(event.path("event_id")));
  }

  @Test
  void whatIsRefusedToACommitIsNoReservationThatWasDenied() {
    var rejecting = Bodies.reserve("h", acme.scope(""), 10);
    rejecting.put("overage_policy", "REJECT");
    String held = agent.reserve(rejecting).expect(200).text("reservation_id");
    agent.commit(held, Bodies.commit("c", 11)).refused(409, "BUDGET_EXCEEDED");
    agent.reserve(Bodies.reserve("later", acme.scope(""), 500)).refused(409, "BUDGET_EXCEEDED");

    await().atMost(SOON).until(() -> denials() == 1);
    assertThat(records.last("reservation.denied").path("data").path("requested_amount").asLong())
        .isEqualTo(500);
    JsonNode entry = records.audits("&operation=commitReservation").getFirst();
    assertThat(entry.path("error_code").asText()).isEqualTo("BUDGET_EXCEEDED");
    assertThat(entry.path("amount").path("amount").asLong()).isEqualTo(11);
  }

  @Test
  void whatAPolicysRateRefusesIsADenialThatNamesThePolicy() {
    String policy =
        operator.policy(
            acme.id(),
            acme.scope(""),
            "rate_limits",
            Json.object("max_reservations_per_minute", 1));
    agent.reserve(Bodies.reserve("first", acme.scope(""), 1)).expect(200);
    agent.reserve(Bodies.reserve("second", acme.scope(""), 7)).refused(429, "LIMIT_EXCEEDED");
    agent.decide(Bodies.reserve("asked", acme.scope(""), 7)).refused(429, "LIMIT_EXCEEDED");

    await().atMost(SOON).until(() -> denials() == 1);
    JsonNode event = records.last("reservation.denied");
    assertThat(event.path("scope").asText()).isEqualTo(acme.scope(""));
    assertThat(event.path("data").path("reason_code").asText()).isEqualTo("LIMIT_EXCEEDED");
    assertThat(event.path("data").path("policy_id").asText()).isEqualTo(policy);
    assertThat(event.path("data").path("requested_amount").asLong()).isEqualTo(7);
    JsonNode entry = records.audits("&error_code=LIMIT_EXCEEDED").getFirst();
    assertThat(entry.path("status").asInt()).isEqualTo(429);
    assertThat(entry.path("metadata").path("details").path("policy_id").asText()).isEqualTo(policy);
    JsonNode reasons =
        operator.get("/v1/admin/overview").expect(200).body().path("recent_denials_by_reason");
    assertThat(reasons.path("LIMIT_EXCEEDED").asLong()).isPositive();
  }

  @Test
  void aStormOfDenialsIsAFewEntriesWithTheExactNumber() {
    int storm = 400;
    for (int i = 0; i < storm; i++) {
      agent.reserve(Bodies.reserve("s" + i, acme.scope(""), 500)).refused(409, "BUDGET_EXCEEDED");
    }

    await().atMost(SOON).until(() -> denials() == storm);
    List<JsonNode> entries = records.audits("&error_code=BUDGET_EXCEEDED");
    assertThat(sum(entries)).isEqualTo(storm);
    assertThat(entries).hasSizeLessThan(storm / 2);
    assertThat(records.events("&event_type=reservation.denied")).hasSameSizeAs(entries);
  }

  @Test
  void whoTriesWhatItMayNotIsTold() {
    Agent reader = operator.newAgent(acme.id(), List.of("balances:read"), List.of());
    reader.reserve(Bodies.reserve("x", acme.scope(""), 1)).refused(403, "FORBIDDEN");
    Tenancy other = Tenancy.empty(operator);
    agent.reserve(Bodies.reserve("y", other.scope(""), 1)).refused(403, "FORBIDDEN");
    Reply unknown =
        agent
            .client()
            .send(
                Request.post("/v1/reservations", Bodies.reserve("z", acme.scope(""), 1))
                    .with("X-Cycles-API-Key", "cyc_live_" + "Q".repeat(32)))
            .refused(401, "UNAUTHORIZED");

    await().atMost(SOON).until(() -> records.audits("&status=403").size() == 2);
    await().atMost(SOON).until(() -> !unauthenticated(unknown.header("X-Request-Id")).isEmpty());
    JsonNode entry = unauthenticated(unknown.header("X-Request-Id")).getFirst();
    assertThat(entry.path("metadata").path("key_prefix").asText()).isEqualTo("cyc_live_QQQQQ");
    assertThat(denials()).isZero();
  }

  private List<JsonNode> unauthenticated(String requestId) {
    return operator.rows(
        "/v1/admin/audit/logs?tenant_id=__unauth__&request_id=" + requestId, "logs");
  }

  private long denials() {
    return sum(records.events("&event_type=reservation.denied"));
  }

  private static long sum(List<JsonNode> rows) {
    return rows.stream().mapToLong(row -> row.path("metadata").path("occurrences").asLong(1)).sum();
  }
}
