package io.bailiwick.record;

import io.bailiwick.scope.Figures;
import io.bailiwick.scope.FundingOperation;
import io.bailiwick.scope.Ledger;
import io.bailiwick.scope.LedgerStatus;
import io.bailiwick.scope.ScopeEvent;
import io.bailiwick.scope.ScopeState;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;

/** What is told of operators' changes to ledgers. Pure. */
final class LedgerRecords {

  private static final int CREATED = 201;
  private static final int OK = 200;

  private LedgerRecords() {}

  static void opened(Ledger ledger, Origin origin, long atMs, RecordPlace place, RecordSink out) {
    BudgetData.BudgetLifecycle data =
        new BudgetData.BudgetLifecycle(null, ledger, "CREATE", null, reason(origin));
    tell(EventType.BUDGET_CREATED, data, CREATED, terms(ledger), origin, atMs, place, out);
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
            before,
            after,
            isStatus ? "STATUS_CHANGE" : BudgetData.BudgetLifecycle.UPDATE,
            null,
            reason(origin));
    EventType type =
        !isStatus
            ? EventType.BUDGET_UPDATED
            : after.status() == LedgerStatus.FROZEN
                ? EventType.BUDGET_FROZEN
                : EventType.BUDGET_UNFROZEN;
    tell(type, data, OK, isStatus ? Map.of() : changes(before, after), origin, atMs, place, out);
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
    tell(
        type(e.operation()), data, OK, funding(before, after, e), e.origin(), e.atMs(), place, out);
    LedgerMoves moves = new LedgerMoves(before, after, state.alarms(), place);
    moves.tell(EventRecord.OF_ADMIN, e.origin(), e.atMs(), out);
    moves.tellUtilization(EventRecord.OF_ADMIN, e.origin(), e.atMs(), out);
  }

  private static Map<String, Object> terms(Ledger ledger) {
    return Present.members(
        "overdraft_limit", ledger.figures().overdraftLimit(),
        "commit_overage_policy", Present.name(ledger.terms().overagePolicy()));
  }

  /** The terms as they are now, and of those that have become others what they were and are. */
  private static Map<String, Object> changes(Ledger before, Ledger after) {
    return Present.joined(
        terms(after),
        Present.members("before", changed(before, after), "after", changed(after, before)));
  }

  /** Those of a ledger's terms that are not as the other one's. */
  private static Map<String, Object> changed(Ledger of, Ledger other) {
    Map<String, Object> mine = new TreeMap<>(allTerms(of));
    mine.entrySet().removeAll(allTerms(other).entrySet());
    return mine;
  }

  private static Map<String, Object> allTerms(Ledger ledger) {
    return Present.joined(
        terms(ledger), Present.members("metadata", Json.of(ledger.terms().metadata())));
  }

  /** What was asked for, and what it made of what was spent. */
  private static Map<String, Object> funding(Ledger before, Ledger after, ScopeEvent.Funded e) {
    return Present.members(
        "funding_operation", e.operation().name(),
        "amount", amount(e.operation(), before.figures(), after.figures()),
        "idempotency_key", e.idempotencyKey(),
        "previous_spent", before.figures().spent(),
        "new_spent", after.figures().spent());
  }

  /** What was put in, taken out, repaid or made the allocation. */
  private static long amount(FundingOperation operation, Figures before, Figures after) {
    return switch (operation) {
      case CREDIT -> after.allocated() - before.allocated();
      case DEBIT -> before.allocated() - after.allocated();
      case RESET, RESET_SPENT -> after.allocated();
      // What is more than the debt is a credit.
      case REPAY_DEBT -> before.debt() - after.debt() + after.allocated() - before.allocated();
    };
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
      Map<String, Object> more,
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
              resource(data),
              status,
              Present.joined(data.members(), more)));
    }
  }

  /** What is put into a ledger is found by its scope and unit, anything else by its id. */
  private static String resource(BudgetData.BudgetLifecycle data) {
    Ledger ledger = data.after();
    boolean isFunding =
        Arrays.stream(FundingOperation.values())
            .anyMatch(operation -> operation.name().equals(data.operation()));
    return isFunding ? ledger.scope().text() + ':' + ledger.unit() : ledger.ledgerId();
  }

  private static String reason(Origin origin) {
    return origin == null ? null : origin.reason();
  }
}
