package io.bailiwick.simulation.model;

import io.bailiwick.amount.OveragePolicy;
import io.bailiwick.protocol.Effect;
import io.bailiwick.reservation.ReservationId;
import io.bailiwick.scope.Figures;
import java.util.HashMap;
import java.util.Map;

/**
 * One ledger as somebody would keep it by hand: five columns, each moved by itself, the remaining
 * one too.
 */
public final class Account {

  private final Map<ReservationId, Long> holds = new HashMap<>();
  private long allocated;
  private long remaining;
  private long spent;
  private long reserved;
  private long debt;
  private long overdraftLimit;

  Account(long allocated, long overdraftLimit) {
    this.allocated = allocated;
    this.remaining = allocated;
    this.overdraftLimit = overdraftLimit;
  }

  void setOverdraftLimit(long limit) {
    overdraftLimit = limit;
  }

  /** An operator has moved the allocation. */
  void funded(Figures after) {
    allocated = after.allocated();
    spent = after.spent();
    debt = after.debt();
    remaining = allocated - spent - reserved - debt;
  }

  void hold(ReservationId id, long amount) {
    holds.put(id, amount);
    remaining -= amount;
    reserved += amount;
  }

  void letGo(ReservationId id) {
    Long amount = holds.remove(id);
    if (amount != null) {
      reserved -= amount;
      remaining += amount;
    }
  }

  void settle(ReservationId id, long chargedOfHeld, Effect.Overage overage) {
    letGo(id);
    spend(chargedOfHeld);
    if (overage == null) {
      return;
    }
    boolean mayOwe = overage.policy() == OveragePolicy.ALLOW_WITH_OVERDRAFT && overdraftLimit > 0;
    long fromFunds =
        mayOwe ? Math.min(overage.granted(), Math.max(0, remaining)) : overage.granted();
    spend(fromFunds);
    debt += overage.granted() - fromFunds;
    remaining -= overage.granted() - fromFunds;
  }

  private void spend(long amount) {
    spent += amount;
    remaining -= amount;
  }

  /** Whether the columns add up. */
  public boolean addsUp() {
    return allocated == remaining + spent + reserved + debt;
  }

  public boolean agreesWith(Figures figures) {
    return allocated == figures.allocated()
        && remaining == figures.remaining()
        && spent == figures.spent()
        && reserved == figures.reserved()
        && debt == figures.debt()
        && overdraftLimit == figures.overdraftLimit();
  }

  public long reserved() {
    return reserved;
  }

  @Override
  public String toString() {
    return "allocated %d = remaining %d + spent %d + reserved %d + debt %d, may owe %d"
        .formatted(allocated, remaining, spent, reserved, debt, overdraftLimit);
  }
}
