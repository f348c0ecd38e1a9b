package io.bailiwick.scope;

import io.bailiwick.amount.Unit;

/**
 * One unit's account on one scope.
 *
 * @param ledgerId unique for ever, opaque
 * @param closedAtMs null while not closed
 */
public record Ledger(
    ScopePath scope,
    Unit unit,
    String ledgerId,
    LedgerTerms terms,
    LedgerStatus status,
    Figures figures,
    long createdAtMs,
    long updatedAtMs,
    Long closedAtMs) {

  public Ledger with(Figures newFigures, long nowMs) {
    return new Ledger(
        scope, unit, ledgerId, terms, status, newFigures, createdAtMs, nowMs, closedAtMs);
  }

  public Ledger with(LedgerStatus newStatus, long nowMs) {
    Long closedAt = newStatus == LedgerStatus.CLOSED ? Long.valueOf(nowMs) : closedAtMs;
    return new Ledger(
        scope, unit, ledgerId, terms, newStatus, figures, createdAtMs, nowMs, closedAt);
  }

  public Ledger with(LedgerTerms newTerms, long nowMs) {
    return new Ledger(
        scope, unit, ledgerId, newTerms, status, figures, createdAtMs, nowMs, closedAtMs);
  }

  /** As clients see it. */
  public Balance balance() {
    return new Balance(scope, unit, figures);
  }
}
