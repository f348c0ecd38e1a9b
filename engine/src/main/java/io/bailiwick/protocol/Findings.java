package io.bailiwick.protocol;

import io.bailiwick.amount.OveragePolicy;
import io.bailiwick.amount.Unit;
import io.bailiwick.policy.PolicyTerms;
import io.bailiwick.scope.Balance;
import io.bailiwick.scope.ScopePath;
import io.bailiwick.tenant.ExpiryPolicy;
import io.bailiwick.tenant.TenantSettings;
import java.util.ArrayList;
import java.util.List;

/**
 * What a proposal has found on its way down.
 *
 * @param settings of the tenant; null before the root
 * @param balances of each ledger in the unit so far, as applied there
 * @param granted how much of a spend every scope so far can cover without debt, or lets become debt
 * @param affordable the most that the scopes with an overdraft can cover, debt included
 * @param affordableAt the first scope that can cover no more than that, or null
 * @param policy of the deepest ledger so far that names one, or null
 * @param otherUnitsAt the first scope that has ledgers, none of them in the unit, or null
 * @param otherUnits of that scope
 * @param governing terms of the policy that governs the path, or null
 * @param expiry what becomes of the tenant's reservations after their grace; null for AUTO_RELEASE
 */
public record Findings(
    TenantSettings settings,
    List<Balance> balances,
    long granted,
    long affordable,
    Balance affordableAt,
    OveragePolicy policy,
    ScopePath otherUnitsAt,
    List<Unit> otherUnits,
    PolicyTerms governing,
    ExpiryPolicy expiry) {

  /** Nothing yet, of a wish for {@code wanted}. */
  public static Findings none(long wanted) {
    return new Findings(
        null, List.of(), wanted, Long.MAX_VALUE, null, null, null, List.of(), null, null);
  }

  public Findings withSettings(TenantSettings found) {
    return new Findings(
        found,
        balances,
        granted,
        affordable,
        affordableAt,
        policy,
        otherUnitsAt,
        otherUnits,
        governing,
        expiry);
  }

  /** With what else the root says, if it says anything. */
  public Findings withRules(PolicyTerms terms, ExpiryPolicy expiryPolicy) {
    return terms == governing && expiryPolicy == expiry
        ? this
        : new Findings(
            settings,
            balances,
            granted,
            affordable,
            affordableAt,
            policy,
            otherUnitsAt,
            otherUnits,
            terms,
            expiryPolicy);
  }

  /**
   * With one more ledger on the path.
   *
   * @param ledgerPolicy null where it names none
   * @param grants how much of a spend it grants
   * @param covers the most that it can cover, debt included, if it has an overdraft; else no bound
   */
  public Findings withLedger(
      Balance balance, OveragePolicy ledgerPolicy, long grants, long covers) {
    List<Balance> more = new ArrayList<>(balances.size() + 1);
    more.addAll(balances);
    more.add(balance);
    boolean coversLess = covers < affordable;
    return new Findings(
        settings,
        List.copyOf(more),
        Math.min(granted, grants),
        coversLess ? covers : affordable,
        coversLess ? balance : affordableAt,
        ledgerPolicy == null ? policy : ledgerPolicy,
        otherUnitsAt,
        otherUnits,
        governing,
        expiry);
  }

  /** With ledgers in other units than the wished one. Only the first scope counts. */
  public Findings withOtherUnits(ScopePath scope, List<Unit> units) {
    return otherUnitsAt != null
        ? this
        : new Findings(
            settings,
            balances,
            granted,
            affordable,
            affordableAt,
            policy,
            scope,
            units,
            governing,
            expiry);
  }

  /** The scopes that have a ledger in the unit, from the root down. */
  public List<ScopePath> budgeted() {
    return balances.stream().map(Balance::scope).toList();
  }
}
