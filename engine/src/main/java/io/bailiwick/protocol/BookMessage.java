package io.bailiwick.protocol;

import io.bailiwick.record.Origin;
import io.bailiwick.refusal.Refusal;
import io.bailiwick.reservation.KeptAnswer;
import io.bailiwick.reservation.Reservation;
import io.bailiwick.reservation.ReservationCommand;
import io.bailiwick.scope.Balance;
import io.bailiwick.scope.ScopePath;
import java.util.List;
import java.util.Optional;

/** What can be said to a reservation book. */
public sealed interface BookMessage extends EntityMessage {

  /**
   * A client's command.
   *
   * @param origin null when it comes from a node that knows of none
   */
  record Ask(ReservationCommand command, Origin origin, Caller caller) implements BookMessage {}

  /** Every scope of the path has set aside what was proposed. */
  record Consented(OperationId operation, Findings findings) implements BookMessage {}

  /**
   * A scope refuses, for a reason that no undecided proposal could take away.
   *
   * @param granted the scopes above that have set something aside
   */
  record Refused(OperationId operation, Refusal refusal, List<ScopePath> granted)
      implements BookMessage {}

  /**
   * A scope could not decide in time, or has too much waiting.
   *
   * @param granted the scopes above that have set something aside
   */
  record Busy(OperationId operation, String reason, List<ScopePath> granted)
      implements BookMessage {}

  /**
   * A decision is durable on a scope.
   *
   * @param operation as it was said, so that no other life takes it for an answer to itself
   * @param balance right after it, the same whenever it is asked for again
   */
  record Applied(OperationId operation, ScopePath scope, Balance balance) implements BookMessage {}

  /** A recorded hold does not fit: the scope has forgotten what it set aside, or never had. */
  record Unfit(OperationId operation, ScopePath scope) implements BookMessage {}

  /** Nothing of the operation is on the scope, nor ever will be. */
  record Undone(OperationId operation, ScopePath scope) implements BookMessage {}

  /** A scope has set something aside and has not heard of it since. */
  record Inquire(ScopePath scope, List<OperationId> operations) implements BookMessage {}

  /** From the book to itself: its new life is durable, so proposals may leave. */
  record Opened(long incarnation) implements BookMessage {}

  /** Take nothing new, end what is under way, release what is live. Repeated until answered. */
  record Close() implements BookMessage {}

  /** Look whether there is something to do; sent by the sweep. */
  record Wake() implements BookMessage {}

  /**
   * What the tables know of a key.
   *
   * @param number of the look-up
   */
  record KeyLookedUp(long number, Optional<KeptAnswer> found) implements BookMessage {}

  /**
   * What the tables know of a reservation.
   *
   * @param number of the look-up
   */
  record ReservationLookedUp(long number, Optional<Reservation> found) implements BookMessage {}
}
