package io.bailiwick.bench;

import java.util.concurrent.atomic.AtomicLong;

/**
 * When work is meant to start in an open loop: at a fixed rate, whatever the server does. Latency
 * counts from then, so that a stall is seen by all that it has held up. Thread-safe.
 */
final class Schedule {
  private static final double NS_PER_S = 1e9;

  private final long originNs;
  private final double ratePerSecond;
  private final AtomicLong next = new AtomicLong();

  /**
   * Of a rate.
   *
   * @param originNs the first start, on the scale of System.nanoTime
   * @param ratePerSecond above 0
   */
  Schedule(long originNs, double ratePerSecond) {
    if (!(ratePerSecond > 0)) {
      throw new IllegalArgumentException("a rate above 0 per second, not " + ratePerSecond);
    }
    this.originNs = originNs;
    this.ratePerSecond = ratePerSecond;
  }

  /** The next start that nobody has taken. It may be in the past. */
  long takeNs() {
    return startNs(next.getAndIncrement());
  }

  /**
   * Start number {@code n}, from 0. From the origin each time, so that rounding does not add up.
   */
  long startNs(long n) {
    return originNs + Math.round(n * NS_PER_S / ratePerSecond);
  }
}
