package io.bailiwick.scope;

import io.bailiwick.protocol.Effects;
import io.bailiwick.protocol.EntityId;
import io.bailiwick.protocol.EntityMessage;
import io.bailiwick.protocol.Moment;
import io.bailiwick.protocol.Participant;
import io.bailiwick.protocol.ScopeMessage;
import io.bailiwick.refusal.Refusal;
import io.bailiwick.tenant.TenantRules;
import java.util.List;

/**
 * One scope of the tree: serializes everything that touches its ledgers. It takes part in the three
 * steps of each operation on its path ({@link ProposalDesk}, {@link ApplyDesk}), carries out an
 * operator's commands, and if it is a root it is the tenant's guard, has its policies ({@link
 * PolicyDesk}) and closes the tree ({@link CloseCascade}).
 *
 * <p>Fed by its host, one message at a time. What is set aside is in memory only: safety rests on
 * the check at the apply, never on what a scope remembers.
 */
public final class ScopeNode implements Participant<ScopeEvent, ScopeState> {

  private final NodeCore core;
  private final ProposalDesk proposals;
  private final ApplyDesk applies;
  private final CloseCascade cascade;
  private final PolicyDesk policies;

  /** A node as it was after the last event of its journal. */
  public ScopeNode(ScopeState recovered, ScopeLimits limits) {
    this.core = new NodeCore(recovered, limits);
    this.policies = new PolicyDesk(core);
    this.proposals = new ProposalDesk(core, policies);
    this.applies = new ApplyDesk(core, proposals);
    this.cascade = new CloseCascade(core);
  }

  @Override
  public void started(Moment now, Effects<ScopeEvent> effects) {
    core.begin(now, effects);
    cascade.resume();
  }

  @Override
  public void receive(EntityMessage message, Moment now, Effects<ScopeEvent> effects) {
    core.begin(now, effects);
    if (!(message instanceof ScopeMessage toScope)) {
      throw new IllegalArgumentException("not for a scope: " + message);
    }
    switch (toScope) {
      case ScopeMessage.Propose propose -> proposals.propose(propose);
      case ScopeMessage.Withdraw withdraw -> proposals.withdraw(withdraw.operation());
      case ScopeMessage.Apply apply -> applies.apply(apply);
      case ScopeMessage.Undo undo -> applies.undo(undo);
      case ScopeMessage.Budget budget -> budget(budget);
      case ScopeMessage.OfTenant ofTenant -> cascade.command(ofTenant);
      case ScopeMessage.OfPolicy ofPolicy -> policies.command(ofPolicy);
      case ScopeMessage.CloseSubtree close -> cascade.closeSubtree(close.origin());
      case ScopeMessage.SubtreeClosed closed -> cascade.subtreeClosed(closed);
      case ScopeMessage.OwnedEnded ended -> cascade.ownedEnded(ended);
      case ScopeMessage.BookClosed closed -> cascade.bookClosed(closed);
      case ScopeMessage.Expect ignored -> {}
      case ScopeMessage.Wake ignored -> cascade.wake();
    }
  }

  @Override
  public void tick(Moment now, Effects<ScopeEvent> effects) {
    core.begin(now, effects);
    proposals.tick();
    cascade.tick();
  }

  @Override
  public long nextTickMs() {
    return Math.min(proposals.nextTickMs(), cascade.nextTickMs());
  }

  @Override
  public ScopeState state() {
    return core.state();
  }

  /** How many proposals are undecided or wait here; for metrics. */
  public int undecidedCount() {
    return proposals.count();
  }

  private void budget(ScopeMessage.Budget message) {
    BudgetCommand command = message.command();
    Refusal guarded = guard(command);
    if (guarded != null) {
      core.effects().replyWhenCurrent(message.caller(), new BudgetReply.Refused(guarded));
      return;
    }
    List<ScopePath> chain = command.scope().chain();
    if (message.position() < chain.size() - 1) {
      passOn(message, chain.get(message.position() + 1));
      return;
    }
    BudgetRules.Decision decision =
        BudgetRules.decide(core.state(), command, message.origin(), core.atMs());
    if (decision.event() != null) {
      core.move(decision.event());
      proposals.figuresMoved();
    }
    core.effects().replyWhenCurrent(message.caller(), decision.reply());
  }

  private Refusal guard(BudgetCommand command) {
    ScopeState state = core.state();
    if (state.path().isRoot() && state.tenant() == null) {
      return TenantRules.notFound(state.path().tenant());
    }
    boolean isClosed = state.isClosed() || (state.path().isRoot() && core.isTenantClosed());
    return isClosed && !isRepeatedFunding(command)
        ? TenantRules.closed(state.path().tenant())
        : null;
  }

  private boolean isRepeatedFunding(BudgetCommand command) {
    // A key that has had its effect gets its answer again, also after the close.
    return command instanceof BudgetCommand.Fund fund
        && fund.scope().equals(core.state().path())
        && core.state().fundings().find(fund) != null;
  }

  private void passOn(ScopeMessage.Budget message, ScopePath child) {
    BudgetCommand command = message.command();
    if (!core.state().knowsChild(child)) {
      if (!(command instanceof BudgetCommand.Open)) {
        core.effects()
            .replyWhenCurrent(
                message.caller(),
                new BudgetReply.Refused(BudgetRules.notFound(command.scope(), command.unit())));
        return;
      }
      core.emit(new ScopeEvent.ChildAdded(child, core.atMs()));
    }
    // Durable first: once a ledger is there, its parent must know the way.
    core.effects()
        .sendWhenDurable(
            new EntityId.OfScope(child),
            new ScopeMessage.Budget(
                command, message.origin(), message.position() + 1, message.caller()));
  }
}
