package io.bailiwick.record;

import io.bailiwick.scope.Ledger;
import io.bailiwick.scope.ScopeEvent;

/**
 * What a change of a ledger's figures means beyond the figures: nothing is left, the limit is
 * passed, the limit is kept again, or there is more debt. Pure.
 *
 * @param before the ledger that was changed
 */
record LedgerMoves(Ledger before, Ledger after, RecordPlace place) {

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
    out.event(
        new EventRecord(
            place.id(RecordIds.EVENT, atMs, type.text()),
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
