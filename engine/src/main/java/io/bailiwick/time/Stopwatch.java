package io.bailiwick.time;

/**
 * Measures how long something takes, for metrics, logs, and pauses that must not depend on the
 * date, of which it says nothing.
 */
public final class Stopwatch {

  private final long startedNanos;

  private Stopwatch(long startedNanos) {
    this.startedNanos = startedNanos;
  }

  public static Stopwatch start() {
    return new Stopwatch(System.nanoTime());
  }

  /**
   * Nanoseconds since the start, never negative; may be asked any number of times, from any thread.
   */
  public long elapsedNanos() {
    return System.nanoTime() - startedNanos;
  }
}
