package io.bailiwick.scope;

import io.bailiwick.amount.Unit;
import java.util.ArrayList;
import java.util.List;

/**
 * What is watched of the ledgers of a scope, beyond their figures.
 *
 * @param thresholds that utilization is told to cross, ascending; null for those of the protocol
 * @param burns of ledgers that anything was ever spent of, one for each of the terms
 * @param ownTerms that ledgers are told to be spent too fast by; null for those of the protocol
 */
public record Alarms(List<Integer> thresholds, List<Burn> burns, List<BurnTerms> ownTerms) {

  static final Alarms NONE = new Alarms(null, List.of(), null);

  /** See {@link Utilization}. */
  public List<Integer> utilizations() {
    return thresholds == null ? Utilization.THRESHOLDS : thresholds;
  }

  /** See {@link Burn}. */
  public List<BurnTerms> terms() {
    return ownTerms == null ? BurnTerms.OF_ALL : ownTerms;
  }

  /** How fast the ledger in {@code unit} is spent by these terms, or null when nothing was. */
  public Burn burn(Unit unit, BurnTerms terms) {
    for (Burn burn : burns) {
      if (burn.unit() == unit && burn.terms().equals(terms)) {
        return burn;
      }
    }
    return null;
  }

  Alarms with(List<Integer> utilizations) {
    return new Alarms(utilizations, burns, ownTerms);
  }

  /** By other terms: those that are new begin with what is spent next. */
  Alarms by(List<BurnTerms> terms) {
    return new Alarms(
        thresholds,
        burns.stream().filter(burn -> terms.contains(burn.terms())).toList(),
        terms.equals(BurnTerms.OF_ALL) ? null : List.copyOf(terms));
  }

  /** With {@code amount} spent of the ledger in {@code unit}. */
  Alarms spent(Unit unit, long amount, long atMs) {
    if (ownTerms == null && burns.size() == 1 && burns.getFirst().unit() == unit) {
      return new Alarms(thresholds, List.of(burns.getFirst().with(amount, atMs)), null);
    }
    List<Burn> all = new ArrayList<>(burns);
    for (BurnTerms terms : terms()) {
      Burn before = burn(unit, terms);
      all.remove(before);
      all.add(before == null ? Burn.first(unit, terms, amount, atMs) : before.with(amount, atMs));
    }
    return new Alarms(thresholds, List.copyOf(all), ownTerms);
  }
}
