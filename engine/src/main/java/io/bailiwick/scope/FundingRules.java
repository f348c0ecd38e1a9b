package io.bailiwick.scope;

import io.bailiwick.record.Origin;
import io.bailiwick.refusal.Refusal;
import io.bailiwick.refusal.RefusalCode;

/**
 * The five funding operations: exact integers, and what would not fit in a long is refused and
 * changes nothing. Pure. After each of them the flag of the limit says whether the debt is above
 * it.
 */
final class FundingRules {

  private FundingRules() {}

  /** For an open ledger whose key is new. */
  static BudgetRules.Decision decide(
      Ledger ledger, BudgetCommand.Fund fund, Origin origin, long atMs) {
    if (ledger.status() == LedgerStatus.FROZEN) {
      return refused(LedgerRules.inactive(ledger));
    }
    if (fund.amountUnit() != ledger.unit()) {
      return refused(
          Refusal.of(
                  RefusalCode.UNIT_MISMATCH,
                  "amount.unit must be %s, was %s".formatted(ledger.unit(), fund.amountUnit()))
              .with("scope", ledger.scope().text())
              .with("requested_unit", String.valueOf(fund.amountUnit()))
              .with("expected_units", java.util.List.of(ledger.unit().name())));
    }
    Figures before = ledger.figures();
    if (fund.operation() == FundingOperation.DEBIT && before.remaining() < fund.amount()) {
      return refused(
          Refusal.of(
                  RefusalCode.BUDGET_EXCEEDED,
                  "Only %d remain to debit of: %s".formatted(before.remaining(), ledger.scope()))
              .with("remaining", before.remaining())
              .with("requested", fund.amount()));
    }
    if (Boolean.TRUE.equals(fund.needsDebt()) && before.debt() == 0) {
      return refused(
          Refusal.of(
              RefusalCode.STATUS_UNCHANGED, "Nothing is owed on: %s".formatted(ledger.scope())));
    }
    try {
      Figures after = after(before, fund);
      ScopeEvent.Funded event =
          new ScopeEvent.Funded(
              ledger.unit(),
              fund.operation(),
              before,
              after,
              fund.operation() == FundingOperation.RESET_SPENT
                  ? Boolean.valueOf(fund.spent() != null)
                  : null,
              fund.idempotencyKey(),
              fund.payloadHash(),
              origin,
              atMs);
      return new BudgetRules.Decision(
          event, new BudgetReply.Funded(fund.operation(), before, after, atMs));
    } catch (ArithmeticException e) {
      return refused(
          Refusal.of(
              RefusalCode.INVALID_REQUEST,
              "%s of %s does not fit: no figure may leave the range of 64 bits"
                  .formatted(fund.operation(), fund.amount())));
    }
  }

  private static Figures after(Figures figures, BudgetCommand.Fund fund) {
    long allocated = figures.allocated();
    long spent = figures.spent();
    long debt = figures.debt();
    return switch (fund.operation()) {
      case CREDIT -> set(figures, Math.addExact(allocated, fund.amount()), spent, debt);
      case DEBIT -> set(figures, Math.subtractExact(allocated, fund.amount()), spent, debt);
      case RESET -> set(figures, fund.amount(), spent, debt);
      case RESET_SPENT ->
          set(
              figures,
              fund.amount() == null ? allocated : fund.amount(),
              fund.spent() == null ? 0 : fund.spent(),
              debt);
      case REPAY_DEBT -> {
        long paid = Math.min(debt, fund.amount());
        yield set(figures, Math.addExact(allocated, fund.amount() - paid), spent, debt - paid);
      }
    };
  }

  private static Figures set(Figures figures, long allocated, long spent, long debt) {
    return figures.funded(allocated, spent, debt, figures.overdraftLimit());
  }

  private static BudgetRules.Decision refused(Refusal refusal) {
    return new BudgetRules.Decision(null, new BudgetReply.Refused(refusal));
  }
}
