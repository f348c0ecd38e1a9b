package io.bailiwick.record;

import io.bailiwick.scope.Closing;
import io.bailiwick.scope.Ledger;
import io.bailiwick.scope.LedgerStatus;
import io.bailiwick.scope.ScopeEvent;
import io.bailiwick.scope.ScopeState;

/**
 * What is told of a scope's events: exactly one event for each transition, and none where nothing
 * has become another. A hold or a charge that leaves a ledger as usable as it was is not told of;
 * that is found out by comparing two ledgers. Pure.
 */
public final class ScopeRecords {

  private ScopeRecords() {}

  /**
   * Tells of one event. Call it for every event, in their order.
   *
   * @param before the state that the event was applied to
   * @param after the state with it, and with nothing later
   */
  public static void add(
      ScopeEvent event, ScopeState before, ScopeState after, RecordPlace place, RecordSink out) {
    switch (event) {
      case ScopeEvent.TenantSet e ->
          TenantRecords.set(before.tenant(), after.tenant(), e.origin(), e.atMs(), place, out);
      case ScopeEvent.CloseCompleted e -> TenantRecords.closed(after, e, place, out);
      case ScopeEvent.ChildAdded ignored -> {}
      case ScopeEvent.LedgerOpened e ->
          LedgerRecords.opened(e.ledger(), e.origin(), e.atMs(), place, out);
      case ScopeEvent.LedgerChanged e ->
          LedgerRecords.changed(before, e.ledger(), e.origin(), e.atMs(), place, out);
      case ScopeEvent.Funded e ->
          LedgerRecords.funded(before, after.ledger(e.unit()), e, place, out);
      case ScopeEvent.NodeClosed e -> closed(before, e, place, out);
      case ScopeEvent.Held e -> {
        LedgerMoves moves = moves(before, after, e.unit(), place);
        moves.tell(EventRecord.OF_RUNTIME, e.origin(), e.atMs(), out);
        moves.tellUtilization(EventRecord.OF_RUNTIME, e.origin(), e.atMs(), out);
      }
      case ScopeEvent.Settled e -> settled(before, after, e, place, out);
      case ScopeEvent.TakenBack e -> {
        if (e.unit() != null) {
          moves(before, after, e.unit(), place)
              .tellUtilization(EventRecord.OF_RUNTIME, null, e.atMs(), out);
        }
      }
      case ScopeEvent.ThresholdsSet ignored -> {}
      case ScopeEvent.BurnTermsSet ignored -> {}
      case ScopeEvent.PolicySet e ->
          PolicyRecords.set(
              before.policies().find(e.policy().id().text()),
              e.policy(),
              e.origin(),
              e.atMs(),
              place,
              out);
    }
  }

  private static void settled(
      ScopeState before,
      ScopeState after,
      ScopeEvent.Settled e,
      RecordPlace place,
      RecordSink out) {
    LedgerMoves moves = moves(before, after, e.unit(), place);
    if (e.indebted() > 0) {
      moves.tellDebt(e, out);
    }
    moves.tell(EventRecord.OF_RUNTIME, e.origin(), e.atMs(), out);
    // What a close releases is told as that, and the ledger ends.
    if (e.isOfClose() == null || !e.isOfClose()) {
      moves.tellUtilization(EventRecord.OF_RUNTIME, e.origin(), e.atMs(), out);
    }
    moves.tellBurn(after.alarms(), e.atMs(), out);
  }

  private static LedgerMoves moves(
      ScopeState before, ScopeState after, io.bailiwick.amount.Unit unit, RecordPlace place) {
    return new LedgerMoves(before.ledger(unit), after.ledger(unit), before.alarms(), place);
  }

  /** Of each ledger: that its holds were released, at the time of the last, and that it closed. */
  private static void closed(
      ScopeState before, ScopeEvent.NodeClosed e, RecordPlace place, RecordSink out) {
    for (Ledger ledger : before.ledgers()) {
      Closing.Drained drained =
          before.closing() == null ? null : before.closing().drained(ledger.unit());
      if (drained != null) {
        tell(
            ledger,
            EventType.RESERVATION_RELEASED_VIA_TENANT_CASCADE,
            Cascade.HOLDS,
            "reservation",
            new CascadeData.HoldsReleased(ledger, drained.amount()),
            drained.atMs(),
            e.origin(),
            place,
            out);
      }
      if (ledger.status() != LedgerStatus.CLOSED) {
        tell(
            ledger,
            EventType.BUDGET_CLOSED_VIA_TENANT_CASCADE,
            Cascade.LEDGERS,
            "budget",
            new CascadeData.LedgerClosed(ledger, drained == null ? 0 : drained.amount()),
            e.atMs(),
            e.origin(),
            place,
            out);
      }
    }
  }

  private static void tell(
      Ledger ledger,
      EventType type,
      int step,
      String resourceType,
      CascadeData data,
      long atMs,
      Origin origin,
      RecordPlace place,
      RecordSink out) {
    String what = type.text() + ' ' + ledger.unit();
    Cascade.tell(
        place.id(RecordIds.EVENT, atMs, step, what),
        place.id(RecordIds.AUDIT, atMs, step, what),
        atMs,
        ledger.scope().tenant(),
        origin,
        type,
        ledger.scope(),
        resourceType,
        ledger.ledgerId(),
        data,
        out);
  }
}
