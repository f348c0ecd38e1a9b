package io.bailiwick.scope;

import io.bailiwick.amount.Unit;
import io.bailiwick.record.Origin;
import io.bailiwick.refusal.Refusal;
import io.bailiwick.refusal.RefusalCode;

/** What an operator's command does to a ledger of a scope. Pure. */
final class BudgetRules {

  /**
   * @param event null when nothing changes
   */
  record Decision(ScopeEvent event, BudgetReply reply) {}

  private BudgetRules() {}

  /**
   * @param origin of the command, or null
   */
  static Decision decide(ScopeState state, BudgetCommand command, Origin origin, long atMs) {
    Ledger ledger = state.ledger(command.unit());
    if (command instanceof BudgetCommand.Open open) {
      return ledger == null ? open(open, origin, atMs) : refused(duplicate(ledger));
    }
    if (ledger == null) {
      return refused(notFound(command.scope(), command.unit()));
    }
    if (command instanceof BudgetCommand.Fund fund) {
      ScopeEvent.Funded earlier = state.fundings().find(fund);
      if (earlier != null) {
        return repeated(earlier, fund);
      }
    }
    if (ledger.status() == LedgerStatus.CLOSED) {
      return refused(LedgerRules.inactive(ledger));
    }
    return switch (command) {
      case BudgetCommand.Open ignored -> throw new IllegalStateException("handled above");
      case BudgetCommand.Freeze ignored -> status(ledger, LedgerStatus.FROZEN, origin, atMs);
      case BudgetCommand.Unfreeze ignored -> status(ledger, LedgerStatus.ACTIVE, origin, atMs);
      case BudgetCommand.Update update -> update(ledger, update, origin, atMs);
      case BudgetCommand.Fund fund -> FundingRules.decide(ledger, fund, origin, atMs);
    };
  }

  /** There is no such ledger. */
  static Refusal notFound(ScopePath scope, Unit unit) {
    return Refusal.of(RefusalCode.BUDGET_NOT_FOUND, "No budget in %s at: %s".formatted(unit, scope))
        .with("scope", scope.text())
        .with("unit", unit.name());
  }

  private static Decision open(BudgetCommand.Open open, Origin origin, long atMs) {
    Figures figures = new Figures(open.allocated(), 0, 0, 0, open.overdraftLimit(), false);
    Ledger ledger =
        new Ledger(
            open.scope(),
            open.unit(),
            open.ledgerId(),
            open.terms(),
            LedgerStatus.ACTIVE,
            figures,
            atMs,
            atMs,
            null);
    return new Decision(
        new ScopeEvent.LedgerOpened(ledger, origin, atMs), new BudgetReply.Opened(ledger));
  }

  private static Decision status(Ledger ledger, LedgerStatus wanted, Origin origin, long atMs) {
    if (ledger.status() == wanted) {
      return refused(
          Refusal.of(
              RefusalCode.STATUS_UNCHANGED,
              "Budget is already %s: %s".formatted(wanted, ledger.scope())));
    }
    return changed(ledger.with(wanted, atMs), origin, atMs);
  }

  private static Decision update(
      Ledger ledger, BudgetCommand.Update update, Origin origin, long atMs) {
    LedgerTerms terms = ledger.terms();
    LedgerTerms newTerms =
        new LedgerTerms(
            update.overagePolicy() == null ? terms.overagePolicy() : update.overagePolicy(),
            terms.rolloverPolicy(),
            terms.periodStartMs(),
            terms.periodEndMs(),
            update.metadata() == null ? terms.metadata() : update.metadata());
    Figures figures = ledger.figures();
    Figures newFigures =
        update.overdraftLimit() == null
            ? figures
            : figures.funded(
                figures.allocated(), figures.spent(), figures.debt(), update.overdraftLimit());
    return changed(ledger.with(newTerms, atMs).with(newFigures, atMs), origin, atMs);
  }

  private static Decision changed(Ledger ledger, Origin origin, long atMs) {
    return new Decision(
        new ScopeEvent.LedgerChanged(ledger, origin, atMs), new BudgetReply.Changed(ledger));
  }

  private static Decision repeated(ScopeEvent.Funded earlier, BudgetCommand.Fund fund) {
    if (!earlier.payloadHash().equals(fund.payloadHash())) {
      return refused(
          Refusal.of(
              RefusalCode.IDEMPOTENCY_MISMATCH,
              "Idempotency key %s was used with another request".formatted(fund.idempotencyKey())));
    }
    return new Decision(
        null,
        new BudgetReply.Funded(
            earlier.operation(), earlier.before(), earlier.after(), earlier.atMs()));
  }

  private static Refusal duplicate(Ledger ledger) {
    return Refusal.of(
        RefusalCode.DUPLICATE_RESOURCE,
        "A budget in %s exists at: %s".formatted(ledger.unit(), ledger.scope()));
  }

  private static Decision refused(Refusal refusal) {
    return new Decision(null, new BudgetReply.Refused(refusal));
  }
}
