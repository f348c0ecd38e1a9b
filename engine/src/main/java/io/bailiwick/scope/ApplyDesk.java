package io.bailiwick.scope;

import io.bailiwick.protocol.BookMessage;
import io.bailiwick.protocol.Effect;
import io.bailiwick.protocol.OperationId;
import io.bailiwick.protocol.Overtaken;
import io.bailiwick.protocol.ScopeMessage;

/**
 * Step 3 at one scope. A recorded decision is applied once, however often it is said, and
 * acknowledged with the balance right after it, the same each time. Only a hold can still be
 * refused, where it does not fit: whoever set it aside here may have forgotten it, and nobody has
 * been told yes yet.
 */
final class ApplyDesk {

  private final NodeCore core;
  private final ProposalDesk proposals;

  ApplyDesk(NodeCore core, ProposalDesk proposals) {
    this.core = core;
    this.proposals = proposals;
  }

  void apply(ScopeMessage.Apply apply) {
    OperationId operation = apply.operation();
    BookResults results = core.state().resultsOf(operation.book());
    if (results.isStale(operation.number())) {
      return;
    }
    BookResults.Result known = results.of(operation.number());
    if (known != null) {
      if (known.isUndone()) {
        // The book may not have heard of it, and otherwise does not mind.
        unfit(operation);
      } else {
        acknowledge(operation, known.balance());
      }
      return;
    }
    proposals.heardOf(operation);
    Undecided.Aside aside = proposals.settle(operation);
    switch (apply.effect()) {
      case Effect.Hold hold -> hold(apply, hold);
      case Effect.Settle settle -> settle(apply, settle, aside);
    }
    proposals.figuresMoved();
  }

  void undo(ScopeMessage.Undo undo) {
    OperationId operation = undo.operation();
    BookResults results = core.state().resultsOf(operation.book());
    BookResults.Result known = results.of(operation.number());
    boolean isDone = results.isStale(operation.number()) || (known != null && known.isUndone());
    if (!isDone) {
      proposals.heardOf(operation);
      proposals.settle(operation);
      ScopeState.Hold hold = core.state().hold(undo.reservation());
      core.move(
          new ScopeEvent.TakenBack(
              step(operation, undo.completedBelow()),
              undo.reservation(),
              hold == null ? null : hold.unit(),
              hold == null ? 0 : hold.amount(),
              core.atMs()));
      proposals.figuresMoved();
    }
    core.effects()
        .sendWhenDurable(
            operation.bookId(), new BookMessage.Undone(operation, core.state().path()));
  }

  private void hold(ScopeMessage.Apply apply, Effect.Hold hold) {
    OperationId operation = apply.operation();
    Ledger ledger = core.state().ledger(hold.unit());
    boolean fits =
        ledger != null
            && ledger.status() != LedgerStatus.CLOSED
            && ledger.figures().remaining() >= hold.amount();
    if (!fits) {
      // Said only when it is durable that it will never be applied here: by a scope whose owner has
      // been overtaken it would be untrue.
      core.emit(
          new ScopeEvent.TakenBack(
              step(operation, apply.completedBelow()), apply.reservation(), null, 0, core.atMs()));
      unfit(operation);
      return;
    }
    core.move(
        new ScopeEvent.Held(
            step(operation, apply.completedBelow()),
            apply.reservation(),
            hold.unit(),
            hold.amount(),
            isTold(ledger.figures(), hold.amount()) ? apply.origin() : null,
            atMs(apply)));
    acknowledge(operation, core.state().ledger(hold.unit()).balance());
  }

  /** Whether more is told of it than the figures: with whoever has taken so much. */
  private boolean isTold(Figures before, long amount) {
    return before.remaining() == amount
        || !Utilization.crossed(before, before.hold(amount), core.thresholds()).isEmpty();
  }

  private void settle(ScopeMessage.Apply apply, Effect.Settle settle, Undecided.Aside aside) {
    Ledger ledger = core.state().ledger(settle.unit());
    if (ledger == null) {
      throw new Overtaken("no ledger in %s at %s".formatted(settle.unit(), core.state().path()));
    }
    core.move(
        Settlement.of(
            ledger,
            core.state().hold(apply.reservation()),
            apply,
            aside == null ? null : Boolean.valueOf(aside.isShort()),
            core.thresholds(),
            atMs(apply)));
    acknowledge(apply.operation(), core.state().ledger(settle.unit()).balance());
  }

  private void unfit(OperationId operation) {
    core.effects()
        .sendWhenDurable(operation.bookId(), new BookMessage.Unfit(operation, core.state().path()));
  }

  private void acknowledge(OperationId operation, Balance balance) {
    core.effects()
        .sendWhenDurable(
            operation.bookId(), new BookMessage.Applied(operation, core.state().path(), balance));
  }

  /** The book's stamp, but never before what this scope has journalled. */
  private long atMs(ScopeMessage.Apply apply) {
    return Math.max(apply.atMs(), core.state().lastAtMs());
  }

  private static ScopeEvent.Step step(OperationId operation, long completedBelow) {
    return new ScopeEvent.Step(operation.book(), operation.number(), completedBelow);
  }
}
