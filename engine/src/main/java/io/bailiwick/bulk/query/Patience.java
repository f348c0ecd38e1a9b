package io.bailiwick.bulk.query;

import io.bailiwick.time.Stopwatch;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** Until when somebody waits. */
record Patience(Stopwatch since, Duration within) {

  /** From now on. */
  Patience(Duration within) {
    this(Stopwatch.start(), within);
  }

  /** 1 or more. */
  long leftMs() {
    long elapsedMs = TimeUnit.NANOSECONDS.toMillis(since.elapsedNanos());
    return Math.max(1, within.toMillis() - elapsedMs);
  }
}
