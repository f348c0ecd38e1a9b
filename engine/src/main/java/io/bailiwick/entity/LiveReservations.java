package io.bailiwick.entity;

import io.bailiwick.config.ReservationSettings;
import io.bailiwick.tenant.TenantId;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Counts the live reservations in the books of this node, each of which takes heap until it ends,
 * and says when there are too many for a new one. What is on its way to the disk is not counted
 * yet, so that the bound is passed by what a node has under way at most. Books that recover bring
 * what they have, whatever the bound. Thread-safe.
 */
final class LiveReservations {

  private static final Logger LOG = LoggerFactory.getLogger(LiveReservations.class);

  /** Of heap, with its holds on a path of three scopes, and what a collection needs beside it. */
  private static final long BYTES_EACH = 1_500;

  private final long perNodeMax;
  private final long perTenantMax;
  private final EntityObserver observer;
  private final AtomicLong count = new AtomicLong();
  private final Map<TenantId, Long> counts = new ConcurrentHashMap<>();

  /**
   * @param perNodeMax 1 or more
   * @param perTenantMax 1 or more
   * @param observer sees the count and the bound of the node
   */
  LiveReservations(long perNodeMax, long perTenantMax, EntityObserver observer) {
    this.perNodeMax = perNodeMax;
    this.perTenantMax = perTenantMax;
    this.observer = observer;
    observer.liveMax(perNodeMax);
  }

  /** As the settings have it, and where they leave it open as the heap does. */
  static LiveReservations of(ReservationSettings settings, EntityObserver observer) {
    LiveReservations live = of(settings, Runtime.getRuntime().maxMemory(), observer);
    LOG.info(
        "at most {} live reservations on this node, {} of one tenant",
        live.perNodeMax,
        live.perTenantMax);
    return live;
  }

  /** Half of the heap for all of them, and three quarters of that for one tenant. */
  static LiveReservations of(
      ReservationSettings settings, long heapBytes, EntityObserver observer) {
    long perNodeMax = orElse(settings.livePerNodeMax(), heapBytes / 2 / BYTES_EACH);
    return new LiveReservations(
        perNodeMax, orElse(settings.livePerTenantMax(), perNodeMax / 4 * 3), observer);
  }

  private static long orElse(long set, long otherwise) {
    return Math.max(1, set == 0 ? otherwise : set);
  }

  /** A book of the tenant has more, or fewer. */
  void moved(TenantId tenant, int by) {
    if (by != 0) {
      count.addAndGet(by);
      counts.merge(tenant, (long) by, LiveReservations::sum);
      observer.liveMoved(by);
    }
  }

  /** Null for none, so that tenants without any are not in the map. */
  private static Long sum(long before, long by) {
    return before + by == 0 ? null : Long.valueOf(before + by);
  }

  /** Whether the tenant can have no new one here. */
  boolean isFull(TenantId tenant) {
    return count.get() >= perNodeMax || counts.getOrDefault(tenant, 0L) >= perTenantMax;
  }
}
