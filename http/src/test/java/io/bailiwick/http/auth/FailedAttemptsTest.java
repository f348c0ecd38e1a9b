package io.bailiwick.http.auth;

import static org.assertj.core.api.Assertions.assertThat;

import io.bailiwick.http.error.BadKey;
import io.bailiwick.http.error.ErrorCode;
import io.bailiwick.http.error.Problem;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class FailedAttemptsTest {

  private static final Problem WRONG =
      Problem.of(ErrorCode.UNAUTHORIZED, "wrong").withBadKey(new BadKey(null, "KEY_NOT_FOUND"));

  private final AtomicLong nowMs = new AtomicLong(5_000);
  private final FailedAttempts attempts = new FailedAttempts(3, nowMs::get);

  @Test
  void whoFailsTooOftenWithinAMinuteIsToldToWaitForItsEnd() {
    for (int i = 0; i < 3; i++) {
      assertThat(attempts.judged("10.0.0.1", WRONG)).isSameAs(WRONG);
      nowMs.addAndGet(100);
    }

    Problem problem = attempts.judged("10.0.0.1", WRONG);
    assertThat(problem.status()).isEqualTo(429);
    assertThat(problem.code()).isEqualTo(ErrorCode.LIMIT_EXCEEDED);
    assertThat(problem.headers()).containsEntry("Retry-After", "60");
    assertThat(problem.badKey()).as("it is recorded as what it was").isEqualTo(WRONG.badKey());
    nowMs.set(5_000 + 58_500);
    assertThat(attempts.judged("10.0.0.1", WRONG).headers()).containsEntry("Retry-After", "2");

    nowMs.set(5_000 + 60_000);
    assertThat(attempts.judged("10.0.0.1", WRONG)).as("a new minute").isSameAs(WRONG);
  }

  @Test
  void addressesAreCountedApartAndNetworksOfSixAreOne() {
    for (int i = 0; i < 4; i++) {
      attempts.judged("10.0.0.1", WRONG);
      attempts.judged("2001:db8:0:1::" + i, WRONG);
    }
    assertThat(attempts.judged("10.0.0.2", WRONG)).isSameAs(WRONG);
    assertThat(attempts.judged("2001:db8:0:1:ff::9%eth0", WRONG).status()).isEqualTo(429);
    assertThat(attempts.judged("2001:db8:0:2::1", WRONG)).isSameAs(WRONG);
  }

  @Test
  void manyAddressesFillNoMemory() {
    for (int i = 0; i < FailedAttempts.SOURCES_MAX + 500; i++) {
      attempts.judged("host" + i, WRONG);
    }
    assertThat(attempts.size()).isEqualTo(FailedAttempts.SOURCES_MAX);
  }

  @Test
  void zeroTellsEverybodyWhatWasWrong() {
    FailedAttempts off = new FailedAttempts(0, nowMs::get);
    for (int i = 0; i < 1_000; i++) {
      assertThat(off.judged("10.0.0.1", WRONG)).isSameAs(WRONG);
    }
  }
}
