package io.bailiwick.record;

import io.bailiwick.scope.Alarms;
import io.bailiwick.scope.Burn;
import io.bailiwick.scope.BurnTerms;
import io.bailiwick.scope.Ledger;
import io.bailiwick.scope.ScopeEvent;
import io.bailiwick.scope.Utilization;

/**
 * What a change of a ledger's figures means beyond the figures: nothing is left, so much is used,
 * the limit is passed, the limit is kept again, there is more debt, or it is spent unusually fast.
 * Pure.
 *
 * @param before the ledger that was changed
 * @param alarms what is watched of it, before the change
 */
record LedgerMoves(Ledger before, Ledger after, Alarms alarms, RecordPlace place) {

  /**
   * Tells of each border that was crossed.
   *
   * @param source see {@link EventRecord}
   */
  void tell(String source, Origin origin, long atMs, RecordSink out) {
    boolean isOver = after.figures().overLimit();
    if (isOver != before.figures().overLimit()) {
      event(
          isOver ? EventType.BUDGET_OVER_LIMIT_ENTERED : EventType.BUDGET_OVER_LIMIT_EXITED,
          new BudgetData.BudgetOverLimit(after),
          source,
          origin,
          atMs,
          out);
    }
    if (before.figures().remaining() > 0 && after.figures().remaining() <= 0) {
      event(
          EventType.BUDGET_EXHAUSTED,
          new BudgetData.BudgetExhausted(after),
          source,
          origin,
          atMs,
          out);
    }
  }

  /** Tells of each threshold of utilization that was crossed, whichever way. */
  void tellUtilization(String source, Origin origin, long atMs, RecordSink out) {
    for (int threshold :
        Utilization.crossed(before.figures(), after.figures(), alarms.utilizations())) {
      event(
          EventType.BUDGET_THRESHOLD_CROSSED,
          new BudgetData.BudgetThreshold(
              after, threshold, Utilization.isReached(after.figures(), threshold)),
          EventType.BUDGET_THRESHOLD_CROSSED.text() + ' ' + threshold,
          source,
          origin,
          atMs,
          out);
    }
  }

  /**
   * Tells that it is spent unusually fast, by each of the terms.
   *
   * @param now what is watched of it, after the change
   */
  void tellBurn(Alarms now, long atMs, RecordSink out) {
    for (BurnTerms terms : now.terms()) {
      Burn burn = now.burn(after.unit(), terms);
      if (burn != null && burn.hasBecomeUnusual(alarms.burn(after.unit(), terms))) {
        out.event(
            new EventRecord(
                place.id(RecordIds.EVENT, atMs, identity(terms)),
                EventType.BUDGET_BURN_RATE_ANOMALY,
                after.scope().tenant().value(),
                atMs,
                EventRecord.OF_ANOMALIES,
                after.scope(),
                Origin.system(null),
                new BudgetData.BurnRateAnomaly(after, burn),
                null,
                BudgetData.BurnRateAnomaly.metadata(terms)));
      }
    }
  }

  /** Only those of the protocol may be in ids from before there were others. */
  private static String identity(BurnTerms terms) {
    String type = EventType.BUDGET_BURN_RATE_ANOMALY.text();
    return terms.equals(BurnTerms.PROTOCOL)
        ? type
        : type + ' ' + terms.windowS() + ' ' + terms.multiplier();
  }

  /** Tells that something was charged as debt. */
  void tellDebt(ScopeEvent.Settled settled, RecordSink out) {
    event(
        EventType.BUDGET_DEBT_INCURRED,
        new BudgetData.BudgetDebtIncurred(after, settled.reservation(), settled.indebted()),
        EventRecord.OF_RUNTIME,
        settled.origin(),
        settled.atMs(),
        out);
  }

  private void event(
      EventType type, EventData data, String source, Origin origin, long atMs, RecordSink out) {
    event(type, data, type.text(), source, origin, atMs, out);
  }

  private void event(
      EventType type,
      EventData data,
      String what,
      String source,
      Origin origin,
      long atMs,
      RecordSink out) {
    out.event(
        new EventRecord(
            place.id(RecordIds.EVENT, atMs, what),
            type,
            after.scope().tenant().value(),
            atMs,
            source,
            after.scope(),
            origin,
            data,
            origin == null ? null : origin.correlationId()));
  }
}
