package io.bailiwick.bulk;

import io.bailiwick.amount.Unit;
import io.bailiwick.scope.ScopePath;
import io.bailiwick.tenant.TenantId;

/**
 * One of those that a filter has selected.
 *
 * @param id of the tenant, the ledger or the subscription
 * @param scope of a ledger, else null
 * @param unit of a ledger, else null
 */
public record BulkRow(String id, ScopePath scope, Unit unit) {

  public static BulkRow of(TenantId tenant) {
    return new BulkRow(tenant.value(), null, null);
  }

  /** A subscription. */
  public static BulkRow of(String subscriptionId) {
    return new BulkRow(subscriptionId, null, null);
  }
}
