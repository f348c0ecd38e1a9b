package io.bailiwick.entity;

import io.bailiwick.protocol.Moment;
import io.bailiwick.time.Stopwatch;
import java.time.InstantSource;
import java.util.concurrent.TimeUnit;

/**
 * The clocks of one entity, from its recovery until it leaves memory: the date of the machine,
 * which somebody can set, and what has elapsed, which the virtual machine measures. Read by the
 * host's thread.
 */
final class EntityClock {

  private final InstantSource date;
  private final Stopwatch elapsed = Stopwatch.start();

  EntityClock(InstantSource date) {
    this.date = date;
  }

  Moment now() {
    return new Moment(date.millis(), elapsedMs());
  }

  long elapsedMs() {
    return TimeUnit.NANOSECONDS.toMillis(elapsed.elapsedNanos());
  }
}
