package io.bailiwick.scope;

import static io.bailiwick.scope.FundingOperation.CREDIT;
import static io.bailiwick.scope.FundingOperation.DEBIT;
import static io.bailiwick.scope.FundingOperation.REPAY_DEBT;
import static io.bailiwick.scope.FundingOperation.RESET;
import static io.bailiwick.scope.FundingOperation.RESET_SPENT;
import static org.assertj.core.api.Assertions.assertThat;

import io.bailiwick.amount.Unit;
import io.bailiwick.refusal.RefusalCode;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class FundingRulesTest {

  private static final Figures START = new Figures(1_000, 300, 100, 50, 80, true);

  static Stream<Arguments> effects() {
    return Stream.of(
        Arguments.of(CREDIT, 500L, null, new Figures(1_500, 300, 100, 50, 80, false)),
        Arguments.of(CREDIT, 0L, null, new Figures(1_000, 300, 100, 50, 80, false)),
        Arguments.of(DEBIT, 550L, null, new Figures(450, 300, 100, 50, 80, false)),
        Arguments.of(RESET, 200L, null, new Figures(200, 300, 100, 50, 80, false)),
        Arguments.of(RESET_SPENT, null, null, new Figures(1_000, 0, 100, 50, 80, false)),
        Arguments.of(RESET_SPENT, 700L, 20L, new Figures(700, 20, 100, 50, 80, false)),
        Arguments.of(REPAY_DEBT, 30L, null, new Figures(1_000, 300, 100, 20, 80, false)),
        Arguments.of(REPAY_DEBT, 70L, null, new Figures(1_020, 300, 100, 0, 80, false)));
  }

  @ParameterizedTest
  @MethodSource("effects")
  void movesExactly(FundingOperation operation, Long amount, Long spent, Figures expected) {
    BudgetReply.Funded reply =
        (BudgetReply.Funded) decide(START, operation, amount, Unit.TOKENS, spent);

    assertThat(reply.before()).isEqualTo(START);
    assertThat(reply.after()).isEqualTo(expected);
  }

  @Test
  void refusesToDebitMoreThanRemains() {
    assertThat(refusal(decide(START, DEBIT, 551L, Unit.TOKENS, null)))
        .isEqualTo(RefusalCode.BUDGET_EXCEEDED);
  }

  @Test
  void refusesAnotherUnit() {
    assertThat(refusal(decide(START, CREDIT, 1L, Unit.CREDITS, null)))
        .isEqualTo(RefusalCode.UNIT_MISMATCH);
  }

  @Test
  void refusesWhatDoesNotFitInALong() {
    assertThat(refusal(decide(START, CREDIT, Long.MAX_VALUE, Unit.TOKENS, null)))
        .isEqualTo(RefusalCode.INVALID_REQUEST);
    assertThat(refusal(decide(START, RESET_SPENT, null, Unit.TOKENS, Long.MAX_VALUE)))
        .isEqualTo(RefusalCode.INVALID_REQUEST);
  }

  @Test
  void keepsTheFlagWhileTheDebtIsAboveTheLimit() {
    Figures indebted = new Figures(100, 100, 0, 50, 0, true);

    assertThat(after(decide(indebted, CREDIT, 10L, Unit.TOKENS, null)).overLimit()).isTrue();
    assertThat(after(decide(indebted, REPAY_DEBT, 50L, Unit.TOKENS, null)).overLimit()).isFalse();
  }

  @Test
  void addsNothingWhereNothingIsOwedToWhatOnlyRepays() {
    Figures free = new Figures(100, 50, 0, 0, 0, false);

    assertThat(refusal(decide(free, REPAY_DEBT, 10L, Unit.TOKENS, null, true)))
        .isEqualTo(RefusalCode.STATUS_UNCHANGED);
    assertThat(after(decide(free, REPAY_DEBT, 10L, Unit.TOKENS, null)).allocated()).isEqualTo(110);
    assertThat(after(decide(START, REPAY_DEBT, 30L, Unit.TOKENS, null, true)).debt()).isEqualTo(20);
  }

  private static BudgetReply decide(
      Figures figures, FundingOperation operation, Long amount, Unit amountUnit, Long spent) {
    return decide(figures, operation, amount, amountUnit, spent, null);
  }

  private static BudgetReply decide(
      Figures figures,
      FundingOperation operation,
      Long amount,
      Unit amountUnit,
      Long spent,
      Boolean needsDebt) {
    ScopePath scope = new ScopePath("tenant:acme");
    Ledger ledger =
        new Ledger(
            scope,
            Unit.TOKENS,
            "ledger",
            new LedgerTerms(null, "NONE", null, null, null),
            LedgerStatus.ACTIVE,
            figures,
            0,
            0,
            null);
    BudgetCommand.Fund fund =
        new BudgetCommand.Fund(
            scope, Unit.TOKENS, operation, amount, amountUnit, spent, null, "hash", needsDebt);
    return FundingRules.decide(ledger, fund, null, 1).reply();
  }

  private static Figures after(BudgetReply reply) {
    return ((BudgetReply.Funded) reply).after();
  }

  private static RefusalCode refusal(BudgetReply reply) {
    return ((BudgetReply.Refused) reply).refusal().code();
  }
}
