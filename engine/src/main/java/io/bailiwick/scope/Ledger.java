package io.bailiwick.scope;

import io.bailiwick.amount.Unit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;

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

  /** {@code ledgers}, which are in the order of their units, with this one as that of its unit. */
  List<Ledger> among(List<Ledger> ledgers) {
    List<Ledger> all = new ArrayList<>(ledgers);
    int at = Collections.binarySearch(ledgers, this, Comparator.comparing(Ledger::unit));
    if (at >= 0) {
      all.set(at, this);
    } else {
      all.add(-at - 1, this);
    }
    return List.copyOf(all);
  }

  /** As clients see it. */
  public Balance balance() {
    return new Balance(scope, unit, figures);
  }
}
