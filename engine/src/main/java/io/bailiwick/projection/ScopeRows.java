package io.bailiwick.projection;

import io.bailiwick.amount.Unit;
import io.bailiwick.record.RecordPlace;
import io.bailiwick.record.ScopeRecords;
import io.bailiwick.scope.Figures;
import io.bailiwick.scope.Ledger;
import io.bailiwick.scope.LedgerTerms;
import io.bailiwick.scope.ScopeEvent;
import io.bailiwick.scope.ScopeState;
import io.bailiwick.tenant.Tenant;
import io.bailiwick.tenant.TenantSettings;

/**
 * The rows that follow from the events of a scope node: a ledger's whole row whenever it moves, of
 * which a transaction executes only the last one.
 */
public final class ScopeRows {

  private static final SqlStatement LEDGER =
      SqlStatement.wholeRow(
          TableRanks.LEDGER,
          2,
          "INSERT INTO ledger (scope, unit, tenant, ledger_id, status, allocated, spent, reserved,"
              + " debt, overdraft_limit, over_limit, overage_policy, rollover_policy,"
              + " period_start_ms, period_end_ms, metadata, created_at_ms, updated_at_ms,"
              + " closed_at_ms) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON"
              + " CONFLICT (scope, unit) DO UPDATE SET status = excluded.status, allocated ="
              + " excluded.allocated, spent = excluded.spent, reserved = excluded.reserved, debt ="
              + " excluded.debt, overdraft_limit = excluded.overdraft_limit, over_limit ="
              + " excluded.over_limit, overage_policy = excluded.overage_policy, rollover_policy ="
              + " excluded.rollover_policy, period_start_ms = excluded.period_start_ms,"
              + " period_end_ms = excluded.period_end_ms, metadata = excluded.metadata,"
              + " updated_at_ms = excluded.updated_at_ms, closed_at_ms = excluded.closed_at_ms");

  private static final SqlStatement TENANT =
      SqlStatement.wholeRow(
          TableRanks.TENANT,
          1,
          "INSERT INTO tenant (tenant, name, status, parent_tenant, overage_policy,"
              + " reservation_ttl_ms, reservation_ttl_max_ms, reservation_extensions_max,"
              + " reservation_expiry_policy, metadata, created_at_ms, updated_at_ms,"
              + " suspended_at_ms, closed_at_ms, close_complete) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?,"
              + " ?, ?, ?, ?, ?, ?) ON CONFLICT (tenant) DO UPDATE SET name = excluded.name, status"
              + " = excluded.status, parent_tenant = excluded.parent_tenant, overage_policy ="
              + " excluded.overage_policy, reservation_ttl_ms = excluded.reservation_ttl_ms,"
              + " reservation_ttl_max_ms = excluded.reservation_ttl_max_ms,"
              + " reservation_extensions_max = excluded.reservation_extensions_max,"
              + " reservation_expiry_policy = excluded.reservation_expiry_policy, metadata ="
              + " excluded.metadata, updated_at_ms = excluded.updated_at_ms, suspended_at_ms ="
              + " excluded.suspended_at_ms, closed_at_ms = excluded.closed_at_ms, close_complete ="
              + " excluded.close_complete");

  private ScopeRows() {}

  /**
   * Adds the writes that follow from one event. Call it for every event, in their order.
   *
   * @param before the state that the event was applied to
   * @param after the state with it, and with nothing later
   * @param place where in the journal the event will be
   */
  public static void add(
      ScopeEvent event, ScopeState before, ScopeState after, RecordPlace place, TableWrites out) {
    ScopeRecords.add(event, before, after, place, new RecordRows(out));
    switch (event) {
      case ScopeEvent.TenantSet e -> tenant(after, out);
      case ScopeEvent.CloseCompleted e -> tenant(after, out);
      case ScopeEvent.PolicySet e -> PolicyRows.add(after.path().tenant(), e.policy(), out);
      case ScopeEvent.ThresholdsSet e -> {}
      case ScopeEvent.BurnTermsSet e -> {}
      case ScopeEvent.ChildAdded e -> {}
      case ScopeEvent.LedgerOpened e -> ledger(e.ledger(), out);
      case ScopeEvent.LedgerChanged e -> ledger(e.ledger(), out);
      case ScopeEvent.Funded e -> funded(e, after, out);
      case ScopeEvent.NodeClosed e -> after.ledgers().forEach(ledger -> ledger(ledger, out));
      case ScopeEvent.Held e -> ledger(after.ledger(e.unit()), out);
      case ScopeEvent.Settled e -> ledger(after.ledger(e.unit()), out);
      case ScopeEvent.TakenBack e -> takenBack(e.unit(), after, out);
    }
  }

  private static void funded(ScopeEvent.Funded funded, ScopeState after, TableWrites out) {
    ledger(after.ledger(funded.unit()), out);
    if (funded.idempotencyKey() != null) {
      AnswerRows.add(after.path(), funded, out);
    }
  }

  private static void takenBack(Unit unit, ScopeState after, TableWrites out) {
    if (unit != null) {
      ledger(after.ledger(unit), out);
    }
  }

  private static void ledger(Ledger ledger, TableWrites out) {
    Figures figures = ledger.figures();
    LedgerTerms terms = ledger.terms();
    out.add(
        LEDGER,
        ledger.scope().text(),
        ledger.unit().name(),
        ledger.scope().tenant().value(),
        ledger.ledgerId(),
        ledger.status().name(),
        figures.allocated(),
        figures.spent(),
        figures.reserved(),
        figures.debt(),
        figures.overdraftLimit(),
        figures.overLimit(),
        name(terms.overagePolicy()),
        terms.rolloverPolicy(),
        terms.periodStartMs(),
        terms.periodEndMs(),
        terms.metadata(),
        ledger.createdAtMs(),
        ledger.updatedAtMs(),
        ledger.closedAtMs());
  }

  private static void tenant(ScopeState root, TableWrites out) {
    Tenant tenant = root.tenant();
    TenantSettings settings = tenant.settings();
    out.add(
        TENANT,
        tenant.id().value(),
        tenant.name(),
        tenant.status().name(),
        tenant.parent() == null ? null : tenant.parent().value(),
        name(settings.overagePolicy()),
        settings.defaultTtlMs(),
        settings.maxTtlMs(),
        settings.maxExtensions(),
        name(tenant.expiryPolicy()),
        tenant.metadata(),
        tenant.createdAtMs(),
        tenant.updatedAtMs(),
        tenant.suspendedAtMs(),
        tenant.closedAtMs(),
        root.isCloseComplete());
  }

  private static String name(Enum<?> constant) {
    return constant == null ? null : constant.name();
  }
}
