package io.bailiwick.protocol;

import io.bailiwick.policy.PolicyCommand;
import io.bailiwick.record.Origin;
import io.bailiwick.reservation.ReservationId;
import io.bailiwick.scope.BudgetCommand;
import io.bailiwick.scope.CloseCounts;
import io.bailiwick.scope.ScopePath;
import io.bailiwick.tenant.TenantCommand;
import java.util.List;

/** What can be said to a scope node. */
public sealed interface ScopeMessage extends EntityMessage {

  /**
   * Step 1, on its way down. Each scope checks, sets aside in memory, and passes it on; the last
   * one answers the book.
   *
   * @param path in hierarchy order, the root first
   * @param position of the scope that is asked, in {@code path}
   * @param discovers whether the path is only what might be there: it ends at the first scope that
   *     its parent does not know
   */
  record Propose(
      OperationId operation,
      Wish wish,
      List<ScopePath> path,
      int position,
      boolean discovers,
      Findings findings)
      implements ScopeMessage {}

  /** The proposal has come to nothing. */
  record Withdraw(OperationId operation) implements ScopeMessage {}

  /**
   * Step 3: a recorded decision. Repeated until it is acknowledged, and done once.
   *
   * @param completedBelow all operations of the book with a lower number are over and will not be
   *     repeated
   * @param reservation whose hold it is about; an event's own id
   * @param isOfClose whether the close of the tenant releases it; null is no
   * @param origin of the request, where it can cause an event; null where none is known
   * @param atMs the stamp of the decision
   */
  record Apply(
      OperationId operation,
      long completedBelow,
      Effect effect,
      ReservationId reservation,
      Boolean isOfClose,
      Origin origin,
      long atMs)
      implements ScopeMessage {}

  /** A recorded hold that did not fit everywhere is taken back, wherever it is. */
  record Undo(OperationId operation, long completedBelow, ReservationId reservation, long atMs)
      implements ScopeMessage {}

  /**
   * An operator's command for one ledger, on its way down from the root.
   *
   * @param origin null when it comes from a node that knows of none
   * @param position in the chain of the command's scope, 0 for the root
   */
  record Budget(BudgetCommand command, Origin origin, int position, Caller caller)
      implements ScopeMessage {}

  /**
   * An operator's command for the tenant. Only for roots.
   *
   * @param origin null when it comes from a node that knows of none
   */
  record OfTenant(TenantCommand command, Origin origin, Caller caller) implements ScopeMessage {}

  /** A command for the policies of the tenant. Only for roots. */
  record OfPolicy(PolicyCommand command, Origin origin, Caller caller) implements ScopeMessage {}

  /**
   * Close every ledger from here down, for ever. Repeated until {@link SubtreeClosed}.
   *
   * @param origin of the close, or null
   */
  record CloseSubtree(Origin origin) implements ScopeMessage {}

  /**
   * A child and all below it are closed.
   *
   * @param atMs the latest stamp of their closes; null when it comes from a node that says none
   */
  record SubtreeClosed(ScopePath child, Long atMs) implements ScopeMessage {}

  /**
   * What the tenant owns outside its tree has ended, or could not be ended yet.
   *
   * @param isDone whether all of it has
   * @param ended what the close has ended so far, reservations aside; null when it could not be, or
   *     when it comes from a node that does not count
   * @param atMs by the clock of whoever ended it
   */
  record OwnedEnded(boolean isDone, CloseCounts ended, long atMs) implements ScopeMessage {}

  /**
   * A book of the tenant is closed: nothing of it is live, and nothing will be.
   *
   * @param released reservations that the close has released; null when it comes from a node that
   *     does not count
   */
  record BookClosed(int book, Long released) implements ScopeMessage {}

  /**
   * Something else is on its way here. To have come is all: whoever reads its journal now need not
   * when that arrives.
   */
  record Expect() implements ScopeMessage {}

  /** Look whether there is something to do; sent by the sweep. */
  record Wake() implements ScopeMessage {}
}
