package io.bailiwick.entity;

import io.bailiwick.protocol.Moment;
import io.bailiwick.time.Stopwatch;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * What one entity goes by besides its messages: first of all its clocks, from its recovery until it
 * leaves memory: the date of the machine, which somebody can set, and what has elapsed, which the
 * virtual machine measures. Read by the host's thread.
 */
final class EntityClock {

  private final Supplier<List<Integer>> utilizations;
  private final InstantSource date;
  private final Stopwatch elapsed = Stopwatch.start();

  /**
   * @param utilizations see {@link Moment}
   */
  EntityClock(InstantSource date, Supplier<List<Integer>> utilizations) {
    this.date = date;
    this.utilizations = utilizations;
  }

  Moment now() {
    return new Moment(date.millis(), elapsedMs(), utilizations.get());
  }

  long elapsedMs() {
    return TimeUnit.NANOSECONDS.toMillis(elapsed.elapsedNanos());
  }
}
