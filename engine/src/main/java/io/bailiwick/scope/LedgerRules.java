package io.bailiwick.scope;

import io.bailiwick.amount.OveragePolicy;
import io.bailiwick.protocol.Wish;
import io.bailiwick.refusal.Refusal;
import io.bailiwick.refusal.RefusalCode;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What one ledger answers to a wish: the protocol's checks of one scope, in its order. Pure; the
 * figures are given apart from the ledger, because they are judged once as they are and once as
 * they would be if every undecided proposal came true.
 */
public final class LedgerRules {

  private LedgerRules() {}

  /**
   * @param granted what the scopes above let through of a spend
   */
  static Verdict judge(Ledger ledger, Figures figures, Wish wish, long granted) {
    return switch (wish) {
      case Wish.Hold hold -> hold(ledger, figures, hold.amount());
      case Wish.Judge judge -> hold(ledger, figures, judge.amount());
      case Wish.Debit debit -> debit(ledger, figures, debit, granted);
      case Wish.Overage overage -> spend(figures, overage.wanted(), overage.policy(), granted);
      case Wish.Pass ignored -> new Verdict.Granted(granted, Long.MAX_VALUE, false, 0);
    };
  }

  private static Verdict hold(Ledger ledger, Figures figures, long amount) {
    Refusal inactive = inactive(ledger);
    if (inactive != null) {
      return new Verdict.Refused(inactive);
    }
    if (figures.overLimit()) {
      return refused(
          RefusalCode.OVERDRAFT_LIMIT_EXCEEDED, "Over its limit", ledger, figures, amount);
    }
    if (figures.debt() > 0 && figures.overdraftLimit() == 0) {
      return refused(RefusalCode.DEBT_OUTSTANDING, "Debt outstanding", ledger, figures, amount);
    }
    if (figures.remaining() < amount) {
      return refused(RefusalCode.BUDGET_EXCEEDED, "Budget exceeded", ledger, figures, amount);
    }
    return new Verdict.Granted(amount, Long.MAX_VALUE, false, 0);
  }

  private static Verdict debit(Ledger ledger, Figures figures, Wish.Debit debit, long granted) {
    Refusal inactive = inactive(ledger);
    if (inactive != null) {
      return new Verdict.Refused(inactive);
    }
    if (debit.policy() == null) {
      return new Verdict.Granted(granted, Long.MAX_VALUE, false, 0);
    }
    if (debit.policy() == OveragePolicy.REJECT) {
      return figures.remaining() < debit.wanted()
          ? refused(RefusalCode.BUDGET_EXCEEDED, "Budget exceeded", ledger, figures, debit.wanted())
          : new Verdict.Granted(granted, Long.MAX_VALUE, false, 0);
    }
    return spend(figures, debit.wanted(), debit.policy(), granted);
  }

  private static Verdict spend(Figures figures, long wanted, OveragePolicy policy, long granted) {
    if (policy == OveragePolicy.ALLOW_WITH_OVERDRAFT && figures.overdraftLimit() > 0) {
      long funds = figures.available();
      // What it can cover at most, as a sum that fits in a long.
      long affordable = funds + Math.min(figures.creditLeft(), Long.MAX_VALUE - funds);
      // Debt counts too: what an undecided proposal may need must not be taken from under it.
      return new Verdict.Granted(
          granted,
          affordable >= granted ? Long.MAX_VALUE : affordable,
          false,
          Math.max(0, granted - funds));
    }
    boolean isShort = figures.remaining() < wanted;
    return new Verdict.Granted(Math.min(granted, figures.available()), Long.MAX_VALUE, isShort, 0);
  }

  /** Why nothing new can begin on a ledger of that status, or null. */
  static Refusal inactive(Ledger ledger) {
    return switch (ledger.status()) {
      case ACTIVE -> null;
      case FROZEN -> explained(RefusalCode.BUDGET_FROZEN, "Budget is frozen", ledger);
      case CLOSED -> explained(RefusalCode.BUDGET_CLOSED, "Budget is closed", ledger);
    };
  }

  /** A commit or an event that would owe more than {@code balance}'s overdraft lets it. */
  public static Refusal overdraft(Balance balance, long wanted) {
    return figures(
        Refusal.of(
            RefusalCode.OVERDRAFT_LIMIT_EXCEEDED,
            "Overdraft limit exceeded for: %s".formatted(balance.scope())),
        balance,
        balance.figures(),
        wanted);
  }

  private static Verdict refused(
      RefusalCode code, String what, Ledger ledger, Figures figures, long requested) {
    Refusal refusal = Refusal.of(code, "%s for: %s".formatted(what, ledger.scope()));
    return new Verdict.Refused(figures(refusal, ledger.balance(), figures, requested));
  }

  private static Refusal explained(RefusalCode code, String what, Ledger ledger) {
    return Refusal.of(code, "%s: %s".formatted(what, ledger.scope()))
        .with("scope", ledger.scope().text())
        .with("unit", ledger.unit().name());
  }

  private static Refusal figures(
      Refusal refusal, Balance balance, Figures figures, long requested) {
    Map<String, Object> shown = new LinkedHashMap<>();
    shown.put("scope", balance.scope().text());
    shown.put("unit", balance.unit().name());
    shown.put("requested", requested);
    shown.put("remaining", figures.remaining());
    shown.put("reserved", figures.reserved());
    shown.put("spent", figures.spent());
    shown.put("allocated", figures.allocated());
    shown.put("debt", figures.debt());
    shown.put("overdraft_limit", figures.overdraftLimit());
    return refusal.with(shown);
  }
}
