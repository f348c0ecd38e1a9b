package io.bailiwick.entity;

import io.bailiwick.protocol.Moment;
import io.bailiwick.tenant.TenantId;
import io.bailiwick.time.Stopwatch;
import java.time.InstantSource;
import java.util.concurrent.TimeUnit;

/**
 * What one entity goes by besides its messages: first of all its clocks, from its recovery until it
 * leaves memory: the date of the machine, which somebody can set, and what has elapsed, which the
 * virtual machine measures. Read by the host's thread.
 */
final class EntityClock {

  private final WatchedAlarms watched;
  private final LiveReservations live;
  private final TenantId tenant;
  private final InstantSource date;
  private final Stopwatch elapsed = Stopwatch.start();

  /**
   * @param tenant whose entity it is
   */
  EntityClock(InstantSource date, WatchedAlarms watched, LiveReservations live, TenantId tenant) {
    this.date = date;
    this.watched = watched;
    this.live = live;
    this.tenant = tenant;
  }

  Moment now() {
    return new Moment(
        date.millis(),
        elapsedMs(),
        watched.utilizations(tenant),
        watched.burns(tenant),
        live.isFull(tenant));
  }

  long elapsedMs() {
    return TimeUnit.NANOSECONDS.toMillis(elapsed.elapsedNanos());
  }
}
