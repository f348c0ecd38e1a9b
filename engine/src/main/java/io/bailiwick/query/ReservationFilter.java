package io.bailiwick.query;

import io.bailiwick.apikey.ScopeFilter;
import io.bailiwick.reservation.ReservationStatus;
import io.bailiwick.scope.ScopeLevel;
import io.bailiwick.tenant.TenantId;
import java.util.Map;

/**
 * Which reservations of a tenant are wanted; all that is not null must hold. Windows include both
 * of their ends.
 *
 * @param idempotencyKey of the creation
 * @param status as shown: one that is overdue counts as EXPIRED
 * @param names of levels below the tenant; each equals a whole segment, case is folded
 * @param finalized when it was committed or released; finds no others
 * @param keyScope what the caller's key reaches
 */
public record ReservationFilter(
    TenantId tenant,
    String idempotencyKey,
    ReservationStatus status,
    Map<ScopeLevel, String> names,
    Window created,
    Window expires,
    Window finalized,
    ScopeFilter keyScope) {

  public ReservationFilter {
    // In the order of the levels, so that equal filters have equal texts on every node.
    names = SegmentNames.folded(names);
  }

  /** All of a tenant. */
  public static ReservationFilter of(TenantId tenant) {
    return new ReservationFilter(
        tenant, null, null, Map.of(), Window.OPEN, Window.OPEN, Window.OPEN, ScopeFilter.ALL);
  }

  /**
   * A span of time.
   *
   * @param fromMs or null
   * @param toMs or null
   */
  public record Window(Long fromMs, Long toMs) {
    /** All time. */
    public static final Window OPEN = new Window(null, null);

    boolean isOpen() {
      return fromMs == null && toMs == null;
    }
  }
}
