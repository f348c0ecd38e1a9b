package io.bailiwick.scope;

import io.bailiwick.collection.TrieMap;

/**
 * The fundings of a scope that were done under a key, the most recent ones. Older keys are in the
 * tables, which are asked before a funding gets here.
 *
 * @param byKey under {@link #key}
 * @param order the keys by number, oldest first
 * @param first number of the oldest one
 * @param next number of the next one
 */
public record FundingLog(
    TrieMap<String, ScopeEvent.Funded> byKey, TrieMap<Long, String> order, long first, long next) {

  /** More than can be under way between the look at the tables and the arrival here. */
  static final int KEPT_MAX = 256;

  public static final FundingLog EMPTY = new FundingLog(TrieMap.empty(), TrieMap.empty(), 0, 0);

  /** The funding of that key on the ledger in that unit, or null. */
  public ScopeEvent.Funded find(BudgetCommand.Fund command) {
    return command.idempotencyKey() == null
        ? null
        : byKey.find(key(command.unit().name(), command.idempotencyKey()));
  }

  FundingLog with(ScopeEvent.Funded funded) {
    if (funded.idempotencyKey() == null) {
      return this;
    }
    String key = key(funded.unit().name(), funded.idempotencyKey());
    FundingLog added =
        new FundingLog(byKey.with(key, funded), order.with(next, key), first, next + 1);
    return added.byKey.size() > KEPT_MAX ? added.withoutFirst() : added;
  }

  private FundingLog withoutFirst() {
    return new FundingLog(byKey.without(order.find(first)), order.without(first), first + 1, next);
  }

  private static String key(String unit, String idempotencyKey) {
    return unit + ' ' + idempotencyKey;
  }
}
