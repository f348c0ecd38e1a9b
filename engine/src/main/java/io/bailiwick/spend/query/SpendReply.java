package io.bailiwick.spend.query;

import io.bailiwick.amount.Unit;
import io.bailiwick.scope.ScopeLevel;
import io.bailiwick.scope.ScopePath;
import java.util.List;
import java.util.Map;

/** Sums of charges, or why there are none. */
public sealed interface SpendReply {

  /**
   * The sums.
   *
   * @param groups those that were charged most first, of each unit
   * @param ledgers in the order of their scopes, or null where they were not asked for
   */
  record Sums(List<Group> groups, List<LedgerSpend> ledgers) implements SpendReply {}

  /**
   * Charges of one kind. Whatever they are not told apart by, or do not have, is null.
   *
   * @param levels names of the scope's levels, the tenant's included
   * @param charges how many commits and events
   * @param charged altogether
   * @param overage what of it commits have charged beyond what was held
   */
  record Group(
      Map<ScopeLevel, String> levels,
      String keyId,
      String actionKind,
      String actionName,
      Unit unit,
      long charges,
      long charged,
      long overage) {}

  /**
   * What a ledger was charged with.
   *
   * @param charged by commits and events
   * @param debtIncurred what of it became debt
   * @param adjusted by how much operators have set what counts as spent, which may be negative
   * @param spent what the ledger says, or null where only a part of the time was asked for
   */
  record LedgerSpend(
      ScopePath scope, Unit unit, long charged, long debtIncurred, long adjusted, Long spent) {

    /** What follows from the records for what counts as spent. */
    public long accounted() {
      return charged - debtIncurred + adjusted;
    }
  }

  /** There is too much to be summed up at once, as the message says. */
  record TooMuch(String message) implements SpendReply {}
}
