package io.bailiwick.record;

import io.bailiwick.scope.FundingOperation;
import io.bailiwick.scope.Ledger;
import io.bailiwick.scope.LedgerStatus;
import io.bailiwick.scope.ScopeEvent;
import io.bailiwick.scope.ScopeState;

/** What is told of operators' changes to ledgers. Pure. */
final class LedgerRecords {

  private static final int CREATED = 201;
  private static final int OK = 200;

  private LedgerRecords() {}

  static void opened(Ledger ledger, Origin origin, long atMs, RecordPlace place, RecordSink out) {
    BudgetData.BudgetLifecycle data =
        new BudgetData.BudgetLifecycle(null, ledger, "CREATE", null, reason(origin));
    tell(EventType.BUDGET_CREATED, data, CREATED, origin, atMs, place, out);
  }

  /**
   * @param state before it
   */
  static void changed(
      ScopeState state, Ledger after, Origin origin, long atMs, RecordPlace place, RecordSink out) {
    Ledger before = state.ledger(after.unit());
    boolean isStatus = before.status() != after.status();
    boolean isSame =
        !isStatus
            && before.terms().equals(after.terms())
            && before.figures().equals(after.figures());
    if (isSame) {
      return;
    }
    BudgetData.BudgetLifecycle data =
        new BudgetData.BudgetLifecycle(
            before, after, isStatus ? "STATUS_CHANGE" : "UPDATE", null, reason(origin));
    EventType type =
        !isStatus
            ? EventType.BUDGET_UPDATED
            : after.status() == LedgerStatus.FROZEN
                ? EventType.BUDGET_FROZEN
                : EventType.BUDGET_UNFROZEN;
    tell(type, data, OK, origin, atMs, place, out);
    new LedgerMoves(before, after, state.alarms(), place)
        .tell(EventRecord.OF_ADMIN, origin, atMs, out);
  }

  /**
   * @param state before it
   */
  static void funded(
      ScopeState state, Ledger after, ScopeEvent.Funded e, RecordPlace place, RecordSink out) {
    Ledger before = state.ledger(after.unit());
    BudgetData.BudgetLifecycle data =
        new BudgetData.BudgetLifecycle(
            before, after, e.operation().name(), e.isSpentGiven(), reason(e.origin()));
    tell(type(e.operation()), data, OK, e.origin(), e.atMs(), place, out);
    LedgerMoves moves = new LedgerMoves(before, after, state.alarms(), place);
    moves.tell(EventRecord.OF_ADMIN, e.origin(), e.atMs(), out);
    moves.tellUtilization(EventRecord.OF_ADMIN, e.origin(), e.atMs(), out);
  }

  private static EventType type(FundingOperation operation) {
    return switch (operation) {
      case CREDIT -> EventType.BUDGET_FUNDED;
      case DEBIT -> EventType.BUDGET_DEBITED;
      case RESET -> EventType.BUDGET_RESET;
      case RESET_SPENT -> EventType.BUDGET_RESET_SPENT;
      case REPAY_DEBT -> EventType.BUDGET_DEBT_REPAID;
    };
  }

  private static void tell(
      EventType type,
      BudgetData.BudgetLifecycle data,
      int status,
      Origin origin,
      long atMs,
      RecordPlace place,
      RecordSink out) {
    Ledger ledger = data.after();
    String tenant = ledger.scope().tenant().value();
    out.event(
        new EventRecord(
            place.id(RecordIds.EVENT, atMs, type.text()),
            type,
            tenant,
            atMs,
            EventRecord.OF_ADMIN,
            ledger.scope(),
            origin,
            data,
            origin == null ? null : origin.correlationId()));
    if (origin != null && origin.isAuditedAlone()) {
      out.audit(
          AuditEntry.ofChange(
              place.id(RecordIds.AUDIT, atMs, type.text()),
              atMs,
              tenant,
              origin,
              "budget",
              ledger.ledgerId(),
              status,
              data.members()));
    }
  }

  private static String reason(Origin origin) {
    return origin == null ? null : origin.reason();
  }
}
