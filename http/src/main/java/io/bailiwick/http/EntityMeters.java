package io.bailiwick.http;

import io.bailiwick.entity.EntityObserver;
import io.bailiwick.http.metric.Meters;
import java.util.concurrent.atomic.AtomicLong;

/** What the hosts of entities do, as metrics. Thread-safe. */
final class EntityMeters implements EntityObserver {
  private final Meters meters;
  private final AtomicLong holds = new AtomicLong();
  private final AtomicLong entities = new AtomicLong();

  EntityMeters(Meters meters) {
    this.meters = meters;
    meters.gauge(
        "cycles.active.reservations", "Reservations that hold something on this node", holds::get);
    meters.gauge("bailiwick.entities", "Entities in memory on this node", entities::get);
  }

  @Override
  public void recovered(String kind, long nanos) {
    entities.incrementAndGet();
    meters.time(nanos, "bailiwick.entity.recovery", "kind", kind);
  }

  @Override
  public void stopped(String kind) {
    entities.decrementAndGet();
  }

  @Override
  public void written(String kind, int events, int waiting, long nanos) {
    meters.time(nanos, "bailiwick.entity.write", "kind", kind);
    meters.size(events, "bailiwick.entity.batch.events", "kind", kind);
    meters.size(waiting, "bailiwick.entity.batch.waiting", "kind", kind);
  }

  @Override
  public void failed(String kind) {
    meters.count("bailiwick.entity.failed", "kind", kind);
  }

  @Override
  public void overflowed(String kind) {
    meters.count("bailiwick.entity.overflowed", "kind", kind);
  }

  @Override
  public void holdsMoved(int by) {
    holds.addAndGet(by);
  }
}
