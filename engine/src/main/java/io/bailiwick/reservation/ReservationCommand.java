package io.bailiwick.reservation;

import io.bailiwick.amount.Amount;
import io.bailiwick.amount.OveragePolicy;
import io.bailiwick.scope.ScopePath;
import io.bailiwick.tenant.TenantId;
import io.bailiwick.text.Spread;

/**
 * What a client may ask of a book. Well-formed: what can be wrong with a field has been checked.
 */
public sealed interface ReservationCommand {

  /** Whose book is asked. */
  TenantId tenant();

  RequestKey key();

  /** The number of the book that has it, given how many books a tenant has. */
  default int book(int books) {
    return Spread.over(key().text(), books);
  }

  /** Asks without holding anything: a {@code POST /v1/decide}. */
  record Decide(RequestKey key, ScopePath scope, Amount estimate) implements ReservationCommand {
    @Override
    public TenantId tenant() {
      return scope.tenant();
    }
  }

  /**
   * Holds an amount on every budgeted scope of a path, or on none.
   *
   * @param ttlMs as asked for, or null
   * @param graceMs 0 to 60,000
   * @param overagePolicy as asked for, or null
   * @param dryRun judges as if it held, and holds nothing
   */
  record Reserve(
      RequestKey key,
      ScopePath scope,
      Amount estimate,
      Long ttlMs,
      long graceMs,
      OveragePolicy overagePolicy,
      boolean dryRun,
      Purpose purpose)
      implements ReservationCommand {
    @Override
    public TenantId tenant() {
      return scope.tenant();
    }
  }

  /**
   * Debits without a reservation: a {@code POST /v1/events}.
   *
   * @param overagePolicy as asked for, or null
   */
  record Debit(
      RequestKey key, ScopePath scope, Amount actual, OveragePolicy overagePolicy, Purpose purpose)
      implements ReservationCommand {
    @Override
    public TenantId tenant() {
      return scope.tenant();
    }
  }

  /** A command for a reservation that exists, or did. */
  sealed interface OfReservation extends ReservationCommand {
    ReservationId reservation();

    @Override
    default TenantId tenant() {
      return reservation().tenant();
    }

    @Override
    default int book(int books) {
      return reservation().book();
    }
  }

  /**
   * Charges what was really used and lets the rest go.
   *
   * @param metadata canonical JSON of metrics and metadata of the commit, or null
   */
  record Commit(RequestKey key, ReservationId reservation, Amount actual, String metadata)
      implements OfReservation {}

  /**
   * Lets all of it go.
   *
   * @param reason of the client, or null
   */
  record Release(RequestKey key, ReservationId reservation, String reason)
      implements OfReservation {}

  /**
   * Moves the end of the lease.
   *
   * @param byMs 1 to 86,400,000, added to the present end
   */
  record Extend(RequestKey key, ReservationId reservation, long byMs) implements OfReservation {}
}
