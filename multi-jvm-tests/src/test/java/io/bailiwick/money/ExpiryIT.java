package io.bailiwick.money;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.bailiwick.harness.Agent;
import io.bailiwick.harness.Balance;
import io.bailiwick.harness.Bodies;
import io.bailiwick.harness.Clock;
import io.bailiwick.harness.Json;
import io.bailiwick.harness.Reply;
import io.bailiwick.harness.SharedServer;
import io.bailiwick.harness.Tenancy;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Example 14: lease, grace, and what happens at their ends; with shorter times. */
class ExpiryIT {
  private static final Duration SWEPT_WITHIN = Duration.ofSeconds(3);

  private final Tenancy tenancy = Tenancy.empty(SharedServer.operator()).budget("", 1_000);
  private final Agent agent = tenancy.agent();

  private Reply reserve(String key, long ttlMs, long graceMs) {
    return agent
        .reserve(
            Bodies.reserve(key, tenancy.scope(""), 100)
                .put("ttl_ms", ttlMs)
                .put("grace_period_ms", graceMs))
        .expect(200);
  }

  private static long expiresAtMs(Reply reply) {
    return reply.body().path("expires_at_ms").asLong();
  }

  @Test
  void inGraceItIsSettledAndNotExtendedAfterwardsNeither() {
    Reply first = reserve("first", 1_000, 3_000);
    Reply second = reserve("second", 1_000, 3_000);
    Reply third = reserve("third", 1_000, 3_000);

    Clock.awaitPast(expiresAtMs(third));
    agent
        .extend(third.reservationId(), Bodies.extend("late", 1_000))
        .refused(410, "RESERVATION_EXPIRED");
    assertThat(agent.reservation(third.reservationId()).expect(200).text("status"))
        .isEqualTo("ACTIVE");
    agent.commit(first.reservationId(), Bodies.commit("in-grace", 70)).expect(200);
    agent.release(second.reservationId(), Bodies.release("in-grace")).expect(200);

    Clock.awaitPast(expiresAtMs(third) + 3_000);
    String id = third.reservationId();
    agent.commit(id, Bodies.commit("after", 70)).refused(410, "RESERVATION_EXPIRED");
    agent.release(id, Bodies.release("after")).refused(410, "RESERVATION_EXPIRED");
    agent.extend(id, Bodies.extend("after", 1)).refused(410, "RESERVATION_EXPIRED");
    agent.reservation(id).refused(410, "RESERVATION_EXPIRED");
  }

  @Test
  void theHoldComesBackByItself() {
    Reply held = reserve("held", 1_000, 0);
    assertThat(tenancy.balance("").reserved()).isEqualTo(100);
    Clock.awaitPast(expiresAtMs(held));
    await()
        .atMost(SWEPT_WITHIN)
        .untilAsserted(() -> assertThat(tenancy.balance("")).isEqualTo(Balance.untouched(1_000)));
  }

  @Test
  void theListShowsItAsExpired() {
    Reply held = reserve("listed", 1_000, 0);
    Clock.awaitPast(expiresAtMs(held));
    List<JsonNode> rows = agent.reservations("&status=EXPIRED");
    assertThat(rows).singleElement();
    assertThat(rows.getFirst().path("reservation_id").asText()).isEqualTo(held.reservationId());
    assertThat(rows.getFirst().has("finalized_at_ms")).isFalse();
    assertThat(agent.reservations("&status=ACTIVE")).isEmpty();
  }

  @Test
  void anExtensionAddsToTheEndOfTheLease() {
    Reply held = reserve("extended", 2_000, 0);
    Reply longer = agent.extend(held.reservationId(), Bodies.extend("more", 5_000)).expect(200);
    assertThat(expiresAtMs(longer)).isEqualTo(expiresAtMs(held) + 5_000);
    assertThat(longer.body().path("remaining_ttl_ms").asLong()).isBetween(5_000L, 7_000L);
    assertThat(longer.balances().get(tenancy.scope("")).reserved()).isEqualTo(100);
    Clock.awaitPast(expiresAtMs(held));
    agent.commit(held.reservationId(), Bodies.commit("later", 100)).expect(200);
  }

  @Test
  void theRemainingTimeOfARepetitionIsCountedAnew() {
    Reply held = reserve("counted", 60_000, 0);
    assertThat(held.body().path("remaining_ttl_ms").asLong()).isBetween(59_000L, 60_000L);
    Clock.awaitPast(Clock.nowMs() + 20);
    Reply again = reserve("counted", 60_000, 0);
    assertThat(expiresAtMs(again)).isEqualTo(expiresAtMs(held));
    assertThat(again.body().path("remaining_ttl_ms").asLong())
        .isBetween(50_000L, held.body().path("remaining_ttl_ms").asLong() - 15);
    agent.release(held.reservationId(), Bodies.release("counted")).expect(200);
    assertThat(reserve("counted", 60_000, 0).body().path("remaining_ttl_ms").asLong()).isZero();
  }

  @Test
  void theRemainingTimeOfARepetitionIsOfItsOwnExpiry() {
    Reply held = reserve("later-extended", 60_000, 0);
    agent.extend(held.reservationId(), Bodies.extend("more", 600_000)).expect(200);
    Reply again = reserve("later-extended", 60_000, 0);
    assertThat(expiresAtMs(again)).isEqualTo(expiresAtMs(held));
    assertThat(again.body().path("remaining_ttl_ms").asLong()).isBetween(50_000L, 60_000L);
  }

  @Test
  void theTenantsMaximumCutsTheLease() {
    tenancy
        .operator()
        .updateTenant(
            tenancy.id(),
            Json.object("default_reservation_ttl_ms", 5_000, "max_reservation_ttl_ms", 20_000))
        .expect(200);
    Reply asked = reserve("asked", 86_400_000, 0);
    assertThat(asked.body().path("remaining_ttl_ms").asLong()).isBetween(19_000L, 20_000L);
    Reply silent = agent.reserve(Bodies.reserve("silent", tenancy.scope(""), 1)).expect(200);
    assertThat(silent.body().path("remaining_ttl_ms").asLong()).isBetween(4_000L, 5_000L);
  }

  @Test
  void extensionsAreCountedAsTheTenantSaidAtTheBeginning() {
    tenancy
        .operator()
        .updateTenant(tenancy.id(), Json.object("max_reservation_extensions", 2))
        .expect(200);
    String id = reserve("counted-extensions", 60_000, 0).reservationId();
    tenancy
        .operator()
        .updateTenant(tenancy.id(), Json.object("max_reservation_extensions", 9))
        .expect(200);
    agent.extend(id, Bodies.extend("one", 1_000)).expect(200);
    agent.extend(id, Bodies.extend("two", 1_000)).expect(200);
    agent.extend(id, Bodies.extend("three", 1_000)).refused(409, "MAX_EXTENSIONS_EXCEEDED");
    agent.extend(id, Bodies.extend("two", 1_000)).expect(200);
  }

  @Test
  void whatIsTooLateBecomesAnEvent() {
    Reply held = reserve("late", 1_000, 0);
    Clock.awaitPast(expiresAtMs(held));
    agent
        .commit(held.reservationId(), Bodies.commit("same-text", 40))
        .refused(410, "RESERVATION_EXPIRED");
    agent.event(Bodies.event("same-text", tenancy.scope(""), 40)).expect(201);
    await()
        .atMost(SWEPT_WITHIN)
        .untilAsserted(
            () ->
                assertThat(tenancy.balance(""))
                    .isEqualTo(new Balance(1_000, 960, 0, 40, 0, 0, false)));
  }
}
