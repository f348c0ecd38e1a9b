package io.bailiwick.reservation;

import io.bailiwick.amount.Amount;
import io.bailiwick.protocol.Effect;
import io.bailiwick.record.Origin;
import io.bailiwick.scope.Balance;
import io.bailiwick.scope.ScopePath;
import java.util.List;

/**
 * What a reservation book has decided. A decision that changes ledgers has the number of its
 * operation.
 */
public sealed interface BookEvent {

  long atMs();

  /** By how many it makes the book's live reservations more. */
  default int liveBy() {
    return switch (this) {
      case Reserved ignored -> 1;
      case Committed ignored -> -1;
      case Released ignored -> -1;
      case Expired ignored -> -1;
      // Only a hold can be unfit, and taken back.
      case Voided ignored -> -1;
      case Started ignored -> 0;
      case Judged ignored -> 0;
      case Extended ignored -> 0;
      case Debited ignored -> 0;
      case Completed ignored -> 0;
      case Closed ignored -> 0;
      case WakeSet ignored -> 0;
    };
  }

  /**
   * The key under which the tables have an answer from the transaction of this event on; null:
   * none.
   *
   * @param before the state that the event is applied to
   */
  default UsedKey usedKey(BookState before) {
    return switch (this) {
      case Reserved e -> new UsedKey(Endpoint.RESERVE, e.reservation().key().text());
      case Judged e -> new UsedKey(e.kept().endpoint(), e.kept().key().text());
      case Extended e -> new UsedKey(Endpoint.extend(e.reservation()), e.key().text());
      // The debit may be an earlier owner's, and the answer is in the tables only now.
      case Completed e -> {
        Operation over = before.unfinished().find(e.operation());
        yield over.kind() == Operation.Kind.DEBIT && !over.undoing()
            ? new UsedKey(Endpoint.EVENT, over.key().text())
            : null;
      }
      case Debited ignored -> null;
      case Committed ignored -> null;
      case Released ignored -> null;
      case Expired ignored -> null;
      case Voided ignored -> null;
      case Started ignored -> null;
      case Closed ignored -> null;
      case WakeSet ignored -> null;
    };
  }

  /** A new life began; proposals of earlier ones are void. */
  record Started(long incarnation, long atMs) implements BookEvent {}

  /**
   * A reservation is made.
   *
   * @param origin where it may leave a ledger with nothing, which is told; else null
   */
  record Reserved(long operation, Reservation reservation, Origin origin, long atMs)
      implements BookEvent {}

  /** A dry run or a decide is answered. */
  record Judged(KeptAnswer kept, long atMs) implements BookEvent {}

  /**
   * A reservation is charged.
   *
   * @param overage beyond what was held, or null
   * @param note metadata of the commit, or null
   * @param origin where there is an overage, which is told; else null
   */
  record Committed(
      long operation,
      ReservationId reservation,
      RequestKey key,
      long charged,
      Effect.Overage overage,
      String note,
      Origin origin,
      long atMs)
      implements BookEvent {}

  /**
   * A reservation is let go.
   *
   * @param key null when the close of the tenant did it
   * @param origin where an operator did it, which is told; else null
   */
  record Released(
      long operation,
      ReservationId reservation,
      RequestKey key,
      String reason,
      Origin origin,
      long atMs)
      implements BookEvent {}

  record Expired(long operation, ReservationId reservation, long atMs) implements BookEvent {}

  record Extended(
      ReservationId reservation,
      RequestKey key,
      long expiresAtMs,
      List<Balance> balances,
      long atMs)
      implements BookEvent {}

  /**
   * An event is charged.
   *
   * @param budgeted the ledgers that are charged
   * @param overage what is charged of what was wanted
   */
  record Debited(
      long operation,
      ReservationId event,
      RequestKey key,
      Amount actual,
      Effect.Overage overage,
      ScopePath scope,
      List<ScopePath> budgeted,
      Purpose purpose,
      Origin origin,
      long atMs)
      implements BookEvent {}

  /** A reservation did not fit everywhere after all; nobody was told of it. */
  record Voided(long operation, long atMs) implements BookEvent {}

  /**
   * Every scope has applied an operation, or has taken it back.
   *
   * @param balances of the answer; empty when it was taken back
   */
  record Completed(long operation, List<Balance> balances, long atMs) implements BookEvent {}

  /** The tenant is closed: nothing new is taken. */
  record Closed(long atMs) implements BookEvent {}

  /** When the book must be woken if it is not running: {@link Long#MAX_VALUE} for never. */
  record WakeSet(long wakeAtMs, long atMs) implements BookEvent {}
}
