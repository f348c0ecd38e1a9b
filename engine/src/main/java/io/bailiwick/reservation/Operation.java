package io.bailiwick.reservation;

import io.bailiwick.protocol.Effect;
import io.bailiwick.record.Origin;
import io.bailiwick.scope.ScopePath;
import java.util.List;

/**
 * A recorded decision that not every scope has acknowledged yet. It is repeated until all have.
 *
 * @param number unique in the book for ever
 * @param reservation whose it is, or the event's own id
 * @param scopes the ledgers' scopes, from the root down
 * @param key of the request, or null when no client asked
 * @param origin of the request, where it was recorded; else null
 * @param undoing whether the decision was voided and is now taken back everywhere
 */
public record Operation(
    long number,
    Kind kind,
    ReservationId reservation,
    List<ScopePath> scopes,
    Effect effect,
    long atMs,
    RequestKey key,
    Origin origin,
    boolean undoing) {

  /** What was decided. */
  public enum Kind {
    RESERVE,
    COMMIT,
    RELEASE,
    EXPIRE,
    DEBIT
  }

  /** Whether the close of the tenant, and no client, lets a reservation go. */
  boolean isOfClose() {
    return kind == Kind.RELEASE && key == null;
  }

  Operation voided() {
    return new Operation(number, kind, reservation, scopes, effect, atMs, key, origin, true);
  }
}
