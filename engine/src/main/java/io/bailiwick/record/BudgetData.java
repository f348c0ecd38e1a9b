package io.bailiwick.record;

import io.bailiwick.amount.OveragePolicy;
import io.bailiwick.reservation.ReservationId;
import io.bailiwick.scope.Burn;
import io.bailiwick.scope.BurnTerms;
import io.bailiwick.scope.Figures;
import io.bailiwick.scope.Ledger;
import io.bailiwick.scope.Utilization;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Map;

/** What events of ledgers say. */
public sealed interface BudgetData extends EventData {

  /**
   * A ledger was opened, changed, or funded.
   *
   * @param before null for one that is new
   * @param operation a funding operation, STATUS_CHANGE, CREATE or UPDATE
   * @param spentOverrideProvided of a RESET_SPENT, else null
   */
  record BudgetLifecycle(
      Ledger before, Ledger after, String operation, Boolean spentOverrideProvided, String reason)
      implements BudgetData {

    static final String UPDATE = "UPDATE";

    @Override
    public Map<String, Object> members() {
      return Present.members(
          "ledger_id",
          after.ledgerId(),
          "scope",
          after.scope().text(),
          "unit",
          after.unit().name(),
          "operation",
          operation,
          "previous_state",
          before == null ? null : state(before),
          "new_state",
          state(after),
          "spent_override_provided",
          spentOverrideProvided,
          "reason",
          reason);
    }

    /** Its figures; where something else was changed, what that can have been as well. */
    private Map<String, Object> state(Ledger ledger) {
      Figures figures = ledger.figures();
      boolean isUpdate = operation.equals(UPDATE);
      return Present.members(
          "allocated",
          figures.allocated(),
          "remaining",
          figures.remaining(),
          "debt",
          figures.debt(),
          "spent",
          figures.spent(),
          "reserved",
          figures.reserved(),
          "status",
          ledger.status().name(),
          "overdraft_limit",
          isUpdate ? figures.overdraftLimit() : null,
          "commit_overage_policy",
          isUpdate ? Present.name(ledger.terms().overagePolicy()) : null);
    }
  }

  /** Nothing is left of a ledger that had something left. */
  record BudgetExhausted(Ledger after) implements BudgetData {
    @Override
    public Map<String, Object> members() {
      Figures figures = after.figures();
      BigDecimal used =
          BigDecimal.valueOf(figures.spent()).add(BigDecimal.valueOf(figures.reserved()));
      return Present.members(
          "scope", after.scope().text(),
          "unit", after.unit().name(),
          "threshold", Present.fraction(Utilization.ONE),
          "utilization", ratio(used, figures.allocated()),
          "allocated", figures.allocated(),
          "remaining", figures.remaining(),
          "spent", figures.spent(),
          "reserved", figures.reserved(),
          "direction", "rising");
    }
  }

  /**
   * As much of a ledger is in use as somebody wants to be told of, or no longer.
   *
   * @param threshold in millionths of the allocation
   */
  record BudgetThreshold(Ledger after, int threshold, boolean isRising) implements BudgetData {
    @Override
    public Map<String, Object> members() {
      Figures figures = after.figures();
      BigDecimal used = BigDecimal.valueOf(figures.spent() + figures.reserved());
      return Present.members(
          "scope", after.scope().text(),
          "unit", after.unit().name(),
          "threshold", Present.fraction(threshold),
          "utilization", ratio(used, figures.allocated()),
          "allocated", figures.allocated(),
          "remaining", figures.remaining(),
          "spent", figures.spent(),
          "reserved", figures.reserved(),
          "direction", isRising ? "rising" : "falling");
    }
  }

  /** More was spent in a window than usual. */
  record BurnRateAnomaly(Ledger after, Burn burn) implements BudgetData {

    /** Under which the metadata says what multiplier was reached, if not that of the protocol. */
    public static final String MULTIPLIER = "burn_rate_multiplier";

    private static final BigDecimal MINUTE_S = BigDecimal.valueOf(60);

    /** What the event says of its terms beside its data, which has no place for it. */
    public static Map<String, Object> metadata(BurnTerms terms) {
      return terms.multiplier() == BurnTerms.PROTOCOL.multiplier()
          ? Map.of()
          : Present.members(MULTIPLIER, Present.decimal(terms.multiplier(), 3));
    }

    @Override
    public Map<String, Object> members() {
      BigDecimal windowS = BigDecimal.valueOf(burn.terms().windowS());
      BigDecimal spent = BigDecimal.valueOf(burn.spent());
      BigDecimal usual =
          BigDecimal.valueOf(burn.earlier())
              .divide(BigDecimal.valueOf(burn.windows()), 4, RoundingMode.HALF_EVEN);
      BigDecimal left = BigDecimal.valueOf(after.figures().available());
      return Present.members(
          "scope", after.scope().text(),
          "unit", after.unit().name(),
          "current_rate", perMinute(spent, windowS),
          "baseline_rate", perMinute(usual, windowS),
          "multiplier", usual.signum() == 0 ? null : spent.divide(usual, 4, RoundingMode.HALF_EVEN),
          "window_seconds", (long) burn.terms().windowS(),
          "projected_exhaustion_minutes",
              left.multiply(windowS).divide(spent.multiply(MINUTE_S), 4, RoundingMode.HALF_EVEN));
    }

    private static BigDecimal perMinute(BigDecimal amount, BigDecimal windowS) {
      return amount.multiply(MINUTE_S).divide(windowS, 4, RoundingMode.HALF_EVEN);
    }
  }

  /** A ledger is over its limit, or no longer. */
  record BudgetOverLimit(Ledger after) implements BudgetData {
    @Override
    public Map<String, Object> members() {
      Figures figures = after.figures();
      return Present.members(
          "scope", after.scope().text(),
          "unit", after.unit().name(),
          "debt", figures.debt(),
          "overdraft_limit", figures.overdraftLimit(),
          "is_over_limit", figures.overLimit(),
          "debt_utilization", ratio(BigDecimal.valueOf(figures.debt()), figures.overdraftLimit()));
    }
  }

  /** A commit or an event was charged as debt. */
  record BudgetDebtIncurred(Ledger after, ReservationId reservation, long incurred)
      implements BudgetData {
    @Override
    public Map<String, Object> members() {
      return Present.members(
          "scope", after.scope().text(),
          "unit", after.unit().name(),
          "reservation_id", reservation.text(),
          "debt_incurred", incurred,
          "total_debt", after.figures().debt(),
          "overdraft_limit", after.figures().overdraftLimit(),
          "overage_policy", OveragePolicy.ALLOW_WITH_OVERDRAFT.name());
    }
  }

  /** Decimals, as many as anybody looks at; null where the whole is nothing. */
  private static BigDecimal ratio(BigDecimal part, long whole) {
    return whole == 0 ? null : part.divide(BigDecimal.valueOf(whole), 4, RoundingMode.HALF_EVEN);
  }
}
