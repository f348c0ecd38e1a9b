package io.bailiwick.policy;

/**
 * How many there were at one scope in the last minute, to the second: what is a minute old is still
 * counted to the end of its second, so that no minute ever has more than a limit lets through. In
 * memory only. Used by one thread.
 */
final class RateWindow {

  private static final long SECOND_MS = 1_000;

  /** The seconds of a minute, and the one that has begun. */
  private static final int SECONDS = 61;

  private final int[] counts = new int[SECONDS];
  private long second = Long.MIN_VALUE;
  private long total;

  /** One more, now; {@code nowMs} is elapsed time and never goes back. */
  void count(long nowMs) {
    forgetBefore(nowMs);
    counts[slot(second)]++;
    total++;
  }

  /** How long it takes until one more is within {@code limit}; 0 if it is now. */
  long waitMs(int limit, long nowMs) {
    forgetBefore(nowMs);
    long left = total;
    for (long old = second - SECONDS + 1; left >= limit; old++) {
      left -= counts[slot(old)];
      if (left < limit) {
        return (old + SECONDS) * SECOND_MS - nowMs;
      }
    }
    return 0;
  }

  private void forgetBefore(long nowMs) {
    long now = Math.floorDiv(nowMs, SECOND_MS);
    if (second == Long.MIN_VALUE) {
      second = now;
    }
    for (long next = Math.max(second + 1, now - SECONDS + 1); next <= now; next++) {
      total -= counts[slot(next)];
      counts[slot(next)] = 0;
    }
    second = now;
  }

  private static int slot(long second) {
    return (int) Math.floorMod(second, (long) SECONDS);
  }
}
