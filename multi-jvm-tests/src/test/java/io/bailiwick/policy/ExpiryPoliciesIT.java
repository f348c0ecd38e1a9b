package io.bailiwick.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.bailiwick.harness.Agent;
import io.bailiwick.harness.Bodies;
import io.bailiwick.harness.Clock;
import io.bailiwick.harness.Json;
import io.bailiwick.harness.Operator;
import io.bailiwick.harness.Reply;
import io.bailiwick.harness.SharedServer;
import io.bailiwick.harness.Tenancy;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** What becomes of reservations that nobody settles, as their tenant has it. */
class ExpiryPoliciesIT {
  private static final long GRACE_MS = 1_500;
  private static final Duration SWEPT_WITHIN = Duration.ofSeconds(3);

  private final Operator operator = SharedServer.operator();
  private final String id = Tenancy.empty(operator).id() + "-e";
  private final String scope = "tenant:" + id;
  private Agent agent;

  private void given(String policy) {
    operator
        .post(
            "/v1/admin/tenants",
            Json.object("tenant_id", id, "name", "E", "reservation_expiry_policy", policy))
        .expect(201);
    operator.openBudget(scope, 1_000).expect(201);
    agent = operator.newAgent(id);
  }

  private Reply reserve(String key) {
    return agent
        .reserve(
            Bodies.reserve(key, scope, 100).put("ttl_ms", 1_000).put("grace_period_ms", GRACE_MS))
        .expect(200);
  }

  private static long expiresAtMs(Reply reply) {
    return reply.body().path("expires_at_ms").asLong();
  }

  private long reserved() {
    return operator.balance(scope).reserved();
  }

  @Test
  void manualCleanupHoldsUntilSomebodyReleases() {
    given("MANUAL_CLEANUP");
    Reply inGrace = reserve("in-grace");
    Reply left = reserve("left");
    Reply forced = reserve("forced");
    Clock.awaitPast(expiresAtMs(forced));
    agent.commit(inGrace.reservationId(), Bodies.commit("c", 40)).expect(200);

    Clock.awaitPast(expiresAtMs(forced) + GRACE_MS);
    String leftId = left.reservationId();
    agent.commit(leftId, Bodies.commit("c", 40)).refused(410, "RESERVATION_EXPIRED");
    agent.extend(leftId, Bodies.extend("x", 1_000)).refused(410, "RESERVATION_EXPIRED");
    // Longer than a sweep would need.
    Clock.awaitPast(expiresAtMs(forced) + GRACE_MS + 2_000);
    assertThat(agent.reservation(leftId).expect(200).text("status")).isEqualTo("ACTIVE");
    assertThat(agent.reservations("&status=EXPIRED")).isEmpty();
    assertThat(agent.reservations("&status=ACTIVE")).hasSize(2);
    assertThat(reserved()).isEqualTo(200);

    agent.release(leftId, Bodies.release("r")).expect(200);
    operator
        .post("/v1/reservations/" + forced.reservationId() + "/release", Bodies.release("by-hand"))
        .expect(200);
    assertThat(agent.reservation(leftId).expect(200).text("status")).isEqualTo("RELEASED");
    assertThat(reserved()).isZero();
  }

  @Test
  void graceOnlyTakesCommitsDuringGraceAndNothingElse() {
    given("GRACE_ONLY");
    Reply committed = reserve("committed");
    Reply left = reserve("left");
    Clock.awaitPast(expiresAtMs(left));
    agent.release(left.reservationId(), Bodies.release("r")).refused(410, "RESERVATION_EXPIRED");
    agent.commit(committed.reservationId(), Bodies.commit("c", 40)).expect(200);

    Clock.awaitPast(expiresAtMs(left) + GRACE_MS);
    agent.reservation(left.reservationId()).refused(410, "RESERVATION_EXPIRED");
    await().atMost(SWEPT_WITHIN).untilAsserted(() -> assertThat(reserved()).isZero());
    assertThat(operator.balance(scope).spent()).isEqualTo(40);
  }
}
