package io.bailiwick.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RatesTest {

  private static final String SCOPE = "tenant:acme";

  private final Rates rates = new Rates();

  @Test
  void lessThanTheLimitHasNotToWait() {
    assertThat(rates.waitMs(SCOPE, 1, 0)).isZero();
    rates.count(SCOPE, 0);
    assertThat(rates.waitMs(SCOPE, 2, 0)).isZero();
    assertThat(rates.waitMs("tenant:acme/app:chat", 1, 0)).isZero();
  }

  @Test
  void whoHasWaitedAsToldIsWithinTheLimit() {
    rates.count(SCOPE, 1_500);
    rates.count(SCOPE, 30_000);
    long waitMs = rates.waitMs(SCOPE, 2, 45_000);

    assertThat(waitMs).isBetween(16_500L, 17_500L);
    assertThat(rates.waitMs(SCOPE, 2, 45_000 + waitMs - 1)).isEqualTo(1);
    assertThat(rates.waitMs(SCOPE, 2, 45_000 + waitMs)).isZero();
  }

  @Test
  void waitsForAsManyAsALowerLimitWants() {
    rates.count(SCOPE, 0);
    rates.count(SCOPE, 10_000);
    rates.count(SCOPE, 20_000);

    assertThat(rates.waitMs(SCOPE, 1, 20_000)).isBetween(60_000L, 61_000L);
  }

  @Test
  void noMinuteEverHasMoreThanTheLimit() {
    Random random = new Random(7);
    Deque<Long> lastMinute = new ArrayDeque<>();
    long nowMs = 0;
    int passed = 0;
    for (int i = 0; i < 20_000; i++) {
      nowMs += random.nextInt(4_000);
      if (rates.waitMs(SCOPE, 10, nowMs) == 0) {
        rates.count(SCOPE, nowMs);
        lastMinute.add(nowMs);
        passed++;
      }
      while (!lastMinute.isEmpty() && lastMinute.peek() <= nowMs - 60_000) {
        lastMinute.poll();
      }
      assertThat(lastMinute.size()).isLessThanOrEqualTo(10);
    }
    long minutes = nowMs / 60_000;
    assertThat(passed).isGreaterThan((int) (minutes * 9));
  }

  @Test
  void remembersSoManyScopesAndForgetsTheQuietest() {
    rates.count(SCOPE, 0);
    rates.count("tenant:busy", 0);
    for (int i = 0; i < Rates.SCOPES_MAX - 1; i++) {
      rates.count("tenant:busy", 0);
      rates.count("tenant:other" + i, 0);
    }

    assertThat(rates.waitMs(SCOPE, 1, 0)).isZero();
    assertThat(rates.waitMs("tenant:busy", 1, 0)).isPositive();
  }
}
