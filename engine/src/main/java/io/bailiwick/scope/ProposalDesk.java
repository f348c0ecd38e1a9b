package io.bailiwick.scope;

import io.bailiwick.amount.OveragePolicy;
import io.bailiwick.amount.Unit;
import io.bailiwick.protocol.BookMessage;
import io.bailiwick.protocol.EntityId;
import io.bailiwick.protocol.EntityMessage;
import io.bailiwick.protocol.Findings;
import io.bailiwick.protocol.OperationId;
import io.bailiwick.protocol.ScopeMessage.Propose;
import io.bailiwick.protocol.Wish;
import io.bailiwick.refusal.Refusal;
import io.bailiwick.tenant.TenantRules;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * Step 1 at one scope. A wish is granted if it fits even when everything undecided comes true, and
 * refused if it does not fit even when all of that is withdrawn; in between it waits, in order. So
 * no refusal is somebody else's attempt that came to nothing (I9). It waits for proposals that this
 * scope granted, which wait only further down: never in a circle.
 */
final class ProposalDesk {

  private final NodeCore core;
  private final PolicyDesk policies;
  private final Undecided undecided = new Undecided();

  ProposalDesk(NodeCore core, PolicyDesk policies) {
    this.core = core;
    this.policies = policies;
  }

  void propose(Propose proposal) {
    OperationId operation = proposal.operation();
    if (undecided.isOfEarlierLife(operation) || isKnown(operation)) {
      return;
    }
    heardOf(operation);
    if (core.state().path().isRoot() && isStopped(proposal)) {
      return;
    }
    boolean queues = undecided.hasWaiting(proposal.wish().unit());
    if (!judge(proposal, queues)) {
      queue(proposal);
    }
  }

  void withdraw(OperationId operation) {
    undecided.remove(operation);
    decideWaiting();
  }

  /** Takes notice of a book's life: what an earlier one proposed will never be decided. */
  void heardOf(OperationId operation) {
    if (undecided.heardOf(operation)) {
      decideWaiting();
    }
  }

  /** The proposal is decided. Returns what was set aside for it, or null. */
  Undecided.Aside settle(OperationId operation) {
    return undecided.remove(operation);
  }

  /** Figures are others now: those that wait may be decidable. */
  void figuresMoved() {
    decideWaiting();
  }

  void tick() {
    long nowMs = core.elapsedMs();
    List<Undecided.Waiting> late = undecided.removeWaitingSince(nowMs - core.limits().waitMaxMs());
    late.forEach(one -> busy(one.proposal(), "undecided for too long"));
    if (!late.isEmpty()) {
      decideWaiting();
    }
    undecided
        .toInquire(nowMs - core.limits().inquiryAfterMs(), nowMs)
        .forEach(
            (book, operations) ->
                core.effects()
                    .send(
                        new EntityId.OfBook(core.state().path().tenant(), book),
                        new BookMessage.Inquire(core.state().path(), operations)));
  }

  long nextTickMs() {
    return undecided.nextDueMs(core.limits().inquiryAfterMs(), core.limits().waitMaxMs());
  }

  int count() {
    return undecided.count();
  }

  private boolean isKnown(OperationId operation) {
    BookResults results = core.state().resultsOf(operation.book());
    return undecided.knows(operation)
        || results.isStale(operation.number())
        || results.of(operation.number()) != null;
  }

  /** Whether it comes no further than the root; then it has been answered. */
  private boolean isStopped(Propose proposal) {
    Refusal guarded = guard(proposal.wish());
    if (guarded != null) {
      refuse(proposal, guarded);
      return true;
    }
    Refusal tooMuch = policies.tooMuch(proposal);
    if (tooMuch != null) {
      // Says nothing that another owner could know better.
      core.effects().send(proposal.operation().bookId(), refused(proposal, tooMuch));
      return true;
    }
    return false;
  }

  private Refusal guard(Wish wish) {
    ScopeState state = core.state();
    if (state.tenant() == null) {
      return TenantRules.notFound(state.path().tenant());
    }
    if (core.isTenantClosed()) {
      return TenantRules.closed(state.path().tenant());
    }
    boolean refusesSuspended = wish.isNewWork() || core.limits().isSuspensionHard();
    return core.isTenantSuspended() && refusesSuspended
        ? TenantRules.suspended(state.path().tenant())
        : null;
  }

  private void queue(Propose proposal) {
    if (undecided.waitingCount() >= core.limits().waitingMax()) {
      busy(proposal, "too many proposals wait");
    } else {
      undecided.wait(new Undecided.Waiting(proposal, core.elapsedMs()));
    }
  }

  private void decideWaiting() {
    if (undecided.waitingCount() == 0) {
      return;
    }
    Set<Unit> blocked = EnumSet.noneOf(Unit.class);
    for (Undecided.Waiting one : undecided.waiting()) {
      Unit unit = one.unit();
      if (judge(one.proposal(), blocked.contains(unit))) {
        undecided.stopWaiting(one.proposal().operation());
      } else {
        blocked.add(unit);
      }
    }
  }

  /**
   * Grants or refuses if that can be said now.
   *
   * @param queues whether others wait before it, so that it can be refused but not granted
   */
  private boolean judge(Propose proposal, boolean queues) {
    Unit unit = proposal.wish().unit();
    Ledger ledger = core.state().ledger(unit);
    if (ledger == null) {
      List<Unit> others = core.state().ledgers().stream().map(Ledger::unit).toList();
      Findings findings = found(proposal);
      passOn(
          proposal,
          others.isEmpty() ? findings : findings.withOtherUnits(core.state().path(), others));
      return true;
    }
    long granted = proposal.findings().granted();
    Verdict asItIs = LedgerRules.judge(ledger, ledger.figures(), proposal.wish(), granted);
    return switch (asItIs) {
      case Verdict.Refused(var refusal) -> {
        refuse(proposal, refusal);
        yield true;
      }
      case Verdict.Granted verdict -> {
        boolean canGrant =
            proposal.wish() instanceof Wish.Pass
                || (!queues && verdict.equals(ifAllCameTrue(ledger, proposal)));
        if (canGrant) {
          grant(proposal, ledger, verdict);
        }
        yield canGrant;
      }
    };
  }

  private Verdict ifAllCameTrue(Ledger ledger, Propose proposal) {
    return LedgerRules.judge(
        ledger, undecided.ifAllCameTrue(ledger), proposal.wish(), proposal.findings().granted());
  }

  private void grant(Propose proposal, Ledger ledger, Verdict.Granted verdict) {
    Findings findings =
        found(proposal)
            .withLedger(
                ledger.balance(),
                ledger.terms().overagePolicy(),
                verdict.granted(),
                verdict.affordable());
    OperationId operation = proposal.operation();
    switch (proposal.wish()) {
      case Wish.Hold hold -> setAside(operation, hold.unit(), hold.amount(), null, verdict);
      case Wish.Debit debit -> {
        if (debit.policy() != null) {
          setAside(operation, debit.unit(), findings.granted(), debit.policy(), verdict);
        }
      }
      case Wish.Overage overage ->
          setAside(operation, overage.unit(), findings.granted(), overage.policy(), verdict);
      case Wish.Judge ignored -> {}
      case Wish.Pass ignored -> {}
    }
    passOn(proposal, findings);
  }

  private void setAside(
      OperationId operation,
      Unit unit,
      long amount,
      OveragePolicy policy,
      Verdict.Granted verdict) {
    long covered = Math.min(amount, verdict.affordable());
    undecided.setAside(
        new Undecided.Aside(operation, unit, covered, policy, verdict.isShort(), core.elapsedMs()));
  }

  private Findings found(Propose proposal) {
    return core.state().path().isRoot() ? policies.found(proposal) : proposal.findings();
  }

  private void passOn(Propose proposal, Findings findings) {
    int next = proposal.position() + 1;
    boolean isLast =
        next == proposal.path().size()
            || (proposal.discovers() && !core.state().knowsChild(proposal.path().get(next)));
    if (isLast) {
      sendOn(
          proposal.wish(),
          proposal.operation().bookId(),
          new BookMessage.Consented(proposal.operation(), findings));
    } else {
      sendOn(
          proposal.wish(),
          new EntityId.OfScope(proposal.path().get(next)),
          new Propose(
              proposal.operation(),
              proposal.wish(),
              proposal.path(),
              next,
              proposal.discovers(),
              findings));
    }
  }

  /**
   * A consent is advice and leaves at once; what is read from figures must be durable. So must the
   * ledgers that a debit finds: it is applied all the same, so they must not be gone after a crash.
   */
  private void sendOn(Wish wish, EntityId to, EntityMessage message) {
    boolean reads =
        switch (wish) {
          case Wish.Judge ignored -> true;
          case Wish.Pass pass -> pass.reads();
          case Wish.Hold ignored -> false;
          case Wish.Debit ignored -> true;
          case Wish.Overage ignored -> false;
        };
    if (reads) {
      core.effects().sendWhenDurable(to, message);
    } else {
      core.effects().send(to, message);
    }
  }

  private void refuse(Propose proposal, Refusal refusal) {
    // An owner that was overtaken would refuse for what it does not know.
    core.effects().sendWhenCurrent(proposal.operation().bookId(), refused(proposal, refusal));
  }

  private static BookMessage.Refused refused(Propose proposal, Refusal refusal) {
    return new BookMessage.Refused(proposal.operation(), refusal, proposal.findings().budgeted());
  }

  private void busy(Propose proposal, String reason) {
    core.effects()
        .send(
            proposal.operation().bookId(),
            new BookMessage.Busy(
                proposal.operation(),
                "%s at %s".formatted(reason, core.state().path()),
                proposal.findings().budgeted()));
  }
}
