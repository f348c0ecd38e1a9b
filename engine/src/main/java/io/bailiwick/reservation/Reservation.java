package io.bailiwick.reservation;

import io.bailiwick.amount.Amount;
import io.bailiwick.amount.OveragePolicy;
import io.bailiwick.policy.Caps;
import io.bailiwick.scope.Balance;
import io.bailiwick.scope.ScopePath;
import io.bailiwick.tenant.ExpiryPolicy;
import java.util.List;

/**
 * A reservation as its book knows it.
 *
 * @param key of its creation
 * @param budgeted the scopes that hold it, fixed when it was made
 * @param overagePolicy resolved when it was made
 * @param createBalances of the first answer; null until every scope holds it
 * @param end null while it is ACTIVE
 * @param caps of the first answer, or null
 * @param expiry what becomes of it after its grace, fixed when it was made; null for AUTO_RELEASE
 */
public record Reservation(
    ReservationId id,
    RequestKey key,
    ScopePath scope,
    Amount amount,
    List<ScopePath> budgeted,
    OveragePolicy overagePolicy,
    Purpose purpose,
    long createdAtMs,
    long firstExpiresAtMs,
    long expiresAtMs,
    long graceMs,
    int extensions,
    int extensionsMax,
    List<Balance> createBalances,
    End end,
    Caps caps,
    ExpiryPolicy expiry) {

  /**
   * How it ended.
   *
   * @param key of the commit or release; null for an expiry and for the close of the tenant
   * @param charged 0 unless COMMITTED
   * @param note metadata of the commit, or reason of the release, or null
   * @param balances of the answer; null until every scope has applied it
   */
  public record End(
      ReservationStatus status,
      RequestKey key,
      long charged,
      String note,
      long atMs,
      List<Balance> balances) {}

  public ReservationStatus status() {
    return end == null ? ReservationStatus.ACTIVE : end.status();
  }

  /** From this moment on it is expired for everybody, whether or not that is recorded yet. */
  public boolean isOverdue(long nowMs) {
    return !isLeftToPeople() && isPastGrace(nowMs);
  }

  /** From this moment on it cannot be committed, whatever becomes of it. */
  boolean isPastGrace(long nowMs) {
    return end == null && nowMs > expiresAtMs + graceMs;
  }

  /** Whether it is held until somebody releases it, and never expires by itself. */
  boolean isLeftToPeople() {
    return expiry == ExpiryPolicy.MANUAL_CLEANUP;
  }

  /** Whether its grace is for commits alone. */
  boolean isGraceForCommits() {
    return expiry == ExpiryPolicy.GRACE_ONLY;
  }

  public Reservation extended(long newExpiresAtMs) {
    return new Reservation(
        id,
        key,
        scope,
        amount,
        budgeted,
        overagePolicy,
        purpose,
        createdAtMs,
        firstExpiresAtMs,
        newExpiresAtMs,
        graceMs,
        extensions + 1,
        extensionsMax,
        createBalances,
        end,
        caps,
        expiry);
  }

  public Reservation held(List<Balance> balances) {
    return new Reservation(
        id,
        key,
        scope,
        amount,
        budgeted,
        overagePolicy,
        purpose,
        createdAtMs,
        firstExpiresAtMs,
        expiresAtMs,
        graceMs,
        extensions,
        extensionsMax,
        balances,
        end,
        caps,
        expiry);
  }

  /** As its book remembers it while it lives. */
  Reservation remembered() {
    return with(purpose.withoutMetadata(), end);
  }

  /**
   * With the balances of the answer to the request that ended it, and without what only readers
   * want: that is in the tables by now.
   */
  public Reservation settled(List<Balance> balances) {
    return with(
        Purpose.FORGOTTEN,
        new End(end.status(), end.key(), end.charged(), null, end.atMs(), balances));
  }

  public Reservation ended(End newEnd) {
    return with(purpose, newEnd);
  }

  private Reservation with(Purpose newPurpose, End newEnd) {
    return new Reservation(
        id,
        key,
        scope,
        amount,
        budgeted,
        overagePolicy,
        newPurpose,
        createdAtMs,
        firstExpiresAtMs,
        expiresAtMs,
        graceMs,
        extensions,
        extensionsMax,
        createBalances,
        newEnd,
        caps,
        expiry);
  }
}
