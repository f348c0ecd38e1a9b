package io.bailiwick.journal;

/**
 * Bounds of the write path.
 *
 * @param batchRowsMax a transaction takes no further request once it has this many rows, 1 to
 *     100,000
 * @param queueMax requests that may wait; the next one is refused, 1 to 1,000,000
 * @param timeoutMs after this long without an answer the outcome of a request is unknown, 1 to
 *     600,000 ms
 */
public record WriteLimits(int batchRowsMax, int queueMax, long timeoutMs) {

  public WriteLimits {
    requireWithin("batchRowsMax", batchRowsMax, 100_000);
    requireWithin("queueMax", queueMax, 1_000_000);
    requireWithin("timeoutMs", timeoutMs, 600_000);
  }

  /** Between two looks for requests that have waited too long. */
  long deadlineCheckMs() {
    return Math.clamp(timeoutMs / 20, 1, 250);
  }

  private static void requireWithin(String name, long value, long max) {
    if (value < 1 || value > max) {
      throw new IllegalArgumentException(name + " must be in 1.." + max + ", was " + value);
    }
  }
}
