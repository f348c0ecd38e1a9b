package io.bailiwick.scope;

import io.bailiwick.amount.Unit;
import java.util.ArrayList;
import java.util.List;

/**
 * What is watched of the ledgers of a scope, beyond their figures.
 *
 * @param thresholds that utilization is told to cross, ascending; null for those of the protocol
 * @param burns of ledgers that anything was ever spent of
 */
public record Alarms(List<Integer> thresholds, List<Burn> burns) {

  static final Alarms NONE = new Alarms(null, List.of());

  /** See {@link Utilization}. */
  public List<Integer> utilizations() {
    return thresholds == null ? Utilization.THRESHOLDS : thresholds;
  }

  /** How fast the ledger in {@code unit} is spent, or null when nothing was. */
  public Burn burn(Unit unit) {
    for (Burn burn : burns) {
      if (burn.unit() == unit) {
        return burn;
      }
    }
    return null;
  }

  Alarms with(List<Integer> utilizations) {
    return new Alarms(utilizations, burns);
  }

  /** With {@code amount} spent of the ledger in {@code unit}. */
  Alarms spent(Unit unit, long amount, long atMs) {
    Burn before = burn(unit);
    Burn after = before == null ? Burn.first(unit, amount, atMs) : before.with(amount, atMs);
    if (before != null && burns.size() == 1) {
      return new Alarms(thresholds, List.of(after));
    }
    List<Burn> all = new ArrayList<>(burns);
    all.remove(before);
    all.add(after);
    return new Alarms(thresholds, List.copyOf(all));
  }
}
