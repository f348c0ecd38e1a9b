package io.bailiwick.http;

import io.bailiwick.entity.EntityObserver;
import io.bailiwick.http.metric.Meters;
import java.util.concurrent.atomic.AtomicLong;

/** What the hosts of entities do, as metrics. Thread-safe. */
final class EntityMeters implements EntityObserver {
  private final Meters meters;
  private final AtomicLong live = new AtomicLong();
  private final AtomicLong liveMax = new AtomicLong();
  private final AtomicLong overdueBooks = new AtomicLong();
  private final AtomicLong overdueCloses = new AtomicLong();

  EntityMeters(Meters meters) {
    this.meters = meters;
    meters.gauge("bailiwick.live.reservations", "In the books of this node", live::get);
    meters.gauge(
        "bailiwick.live.reservations.max", "Beyond which no new one begins here", liveMax::get);
    meters.gauge(
        "bailiwick.overdue.books",
        "Books with recorded decisions or ended leases that should have been carried out;"
            + " known to the oldest member",
        overdueBooks::get);
    meters.gauge(
        "bailiwick.overdue.closes",
        "Closed tenants of which not everything is closed; known to the oldest member",
        overdueCloses::get);
  }

  @Override
  public void recovered(String kind, long nanos) {
    meters.time(nanos, "bailiwick.entity.recovery", "kind", kind);
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
  public void liveMoved(int by) {
    live.addAndGet(by);
  }

  @Override
  public void liveMax(long max) {
    liveMax.set(max);
  }

  @Override
  public void expired() {
    meters.count("cycles.reservations.expired");
  }

  @Override
  public void overdraftIncurred() {
    meters.count("cycles.overdraft.incurred");
  }

  @Override
  public void handedOver(long nanos) {
    meters.time(nanos, "bailiwick.cluster.handover");
  }

  @Override
  public void overdue(int books, int closes) {
    overdueBooks.set(books);
    overdueCloses.set(closes);
  }
}
