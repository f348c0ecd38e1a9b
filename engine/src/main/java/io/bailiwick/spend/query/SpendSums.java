package io.bailiwick.spend.query;

import io.bailiwick.amount.Unit;
import io.bailiwick.record.query.DecisionView;
import io.bailiwick.scope.ScopeLevel;
import io.bailiwick.scope.ScopePath;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Adds up charges. Used by one thread. */
final class SpendSums {

  private record Key(
      Map<ScopeLevel, String> levels,
      String keyId,
      String actionKind,
      String actionName,
      Unit unit) {}

  /** A ledger. */
  record LedgerKey(ScopePath scope, Unit unit) {}

  /**
   * Charges of one scope, alike in whatever they are told apart by.
   *
   * @param ledgers a bit for each scope of the path
   */
  record Charges(
      ScopePath scope,
      int ledgers,
      Unit unit,
      String keyId,
      String actionKind,
      String actionName,
      long count,
      long charged,
      long overage) {}

  private final Set<SpendDimension> by;
  private final Map<Key, SpendReply.Group> groups = new HashMap<>();
  private final Map<LedgerKey, Long> ledgers = new HashMap<>();

  SpendSums(Set<SpendDimension> by) {
    this.by = by;
  }

  /** Throws {@link ArithmeticException} where a sum leaves the range of 64 bits. */
  void add(Charges charges, boolean isByLedger) {
    Key key =
        new Key(
            levels(charges.scope()),
            charges.keyId(),
            charges.actionKind(),
            charges.actionName(),
            charges.unit());
    SpendReply.Group more =
        new SpendReply.Group(
            key.levels(),
            key.keyId(),
            key.actionKind(),
            key.actionName(),
            key.unit(),
            charges.count(),
            charges.charged(),
            charges.overage());
    groups.merge(key, more, SpendSums::sum);
    if (isByLedger) {
      for (ScopePath scope : DecisionView.affected(charges.scope(), charges.ledgers())) {
        ledgers.merge(new LedgerKey(scope, charges.unit()), charges.charged(), Math::addExact);
      }
    }
  }

  int groupCount() {
    return groups.size();
  }

  int ledgerCount() {
    return ledgers.size();
  }

  long chargedAt(LedgerKey ledger) {
    return ledgers.getOrDefault(ledger, 0L);
  }

  List<SpendReply.Group> groups() {
    return groups.values().stream()
        .sorted(
            Comparator.comparing(SpendReply.Group::unit)
                .thenComparing(Comparator.comparingLong(SpendReply.Group::charged).reversed())
                .thenComparing(group -> group.levels().toString())
                .thenComparing(group -> String.valueOf(group.keyId()))
                .thenComparing(group -> group.actionKind() + ' ' + group.actionName()))
        .toList();
  }

  private static SpendReply.Group sum(SpendReply.Group a, SpendReply.Group b) {
    return new SpendReply.Group(
        a.levels(),
        a.keyId(),
        a.actionKind(),
        a.actionName(),
        a.unit(),
        Math.addExact(a.charges(), b.charges()),
        Math.addExact(a.charged(), b.charged()),
        Math.addExact(a.overage(), b.overage()));
  }

  private Map<ScopeLevel, String> levels(ScopePath scope) {
    Map<ScopeLevel, String> names = new EnumMap<>(ScopeLevel.class);
    for (String segment : scope.segments()) {
      int colon = segment.indexOf(':');
      ScopeLevel level = ScopeLevel.of(segment.substring(0, colon));
      if (by.contains(dimension(level))) {
        names.put(level, segment.substring(colon + 1));
      }
    }
    return names;
  }

  private static SpendDimension dimension(ScopeLevel level) {
    return switch (level) {
      case TENANT -> SpendDimension.TENANT;
      case WORKSPACE -> SpendDimension.WORKSPACE;
      case APP -> SpendDimension.APP;
      case WORKFLOW -> SpendDimension.WORKFLOW;
      case AGENT -> SpendDimension.AGENT;
      case TOOLSET -> SpendDimension.TOOLSET;
    };
  }
}
