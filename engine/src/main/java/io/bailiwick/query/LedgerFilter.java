package io.bailiwick.query;

import io.bailiwick.amount.Unit;
import io.bailiwick.apikey.ScopeFilter;
import io.bailiwick.scope.LedgerStatus;
import io.bailiwick.scope.ScopeLevel;
import io.bailiwick.scope.ScopePath;
import io.bailiwick.tenant.TenantId;
import java.util.Map;

/**
 * Which ledgers are wanted; all that is not null must hold.
 *
 * @param tenant null for all tenants
 * @param names of levels below the tenant; each equals a whole segment, case is folded
 * @param scopePrefix the scope itself and all below it, by whole segments
 * @param hasDebt whether its debt is above 0
 * @param utilizationMin spent / allocated in billionths, 0 to 1,000,000,000; 0 where nothing is
 *     allocated
 * @param utilizationMax the same
 * @param search part of tenant or scope, whatever the case
 * @param keyScope what the caller's key reaches
 */
public record LedgerFilter(
    TenantId tenant,
    Map<ScopeLevel, String> names,
    ScopePath scopePrefix,
    Unit unit,
    LedgerStatus status,
    Boolean overLimit,
    Boolean hasDebt,
    Long utilizationMin,
    Long utilizationMax,
    String search,
    ScopeFilter keyScope) {

  /** What utilization is counted in: 1 is a billion. */
  public static final long UTILIZATION_ONE = 1_000_000_000;

  public LedgerFilter {
    // In the order of the levels, so that equal filters have equal texts on every node.
    names = SegmentNames.folded(names);
    check("utilization_min", utilizationMin);
    check("utilization_max", utilizationMax);
  }

  /** All ledgers of a tenant. */
  public static LedgerFilter of(TenantId tenant) {
    return balances(tenant, Map.of(), ScopeFilter.ALL);
  }

  /** The ledgers of a tenant in all units, at any depth, whose scope has all of these names. */
  public static LedgerFilter balances(
      TenantId tenant, Map<ScopeLevel, String> names, ScopeFilter keyScope) {
    return new LedgerFilter(
        tenant, names, null, null, null, null, null, null, null, null, keyScope);
  }

  private static void check(String name, Long share) {
    if (share != null && (share < 0 || share > UTILIZATION_ONE)) {
      throw new IllegalArgumentException(
          name + " must be 0 to " + UTILIZATION_ONE + " billionths, was " + share);
    }
  }
}
