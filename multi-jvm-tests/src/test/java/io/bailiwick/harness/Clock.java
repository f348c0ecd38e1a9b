package io.bailiwick.harness;

import static org.awaitility.Awaitility.await;

import java.time.Duration;

/** The time of this machine, which is the servers' as well. */
public final class Clock {
  private Clock() {}

  public static long nowMs() {
    return System.currentTimeMillis();
  }

  /** Waits until it is later than {@code ms}. */
  public static void awaitPast(long ms) {
    await()
        .atMost(Duration.ofMillis(Math.max(0, ms - nowMs())).plusSeconds(5))
        .pollDelay(Duration.ZERO)
        .pollInterval(Duration.ofMillis(5))
        .until(() -> nowMs() > ms);
  }
}
