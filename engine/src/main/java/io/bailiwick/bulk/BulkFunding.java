package io.bailiwick.bulk;

import io.bailiwick.amount.Amount;
import io.bailiwick.tenant.TenantId;

/**
 * What a bulk action on ledgers needs beyond its name.
 *
 * @param tenant whose ledgers they are
 * @param spent for RESET_SPENT what counts as spent afterwards, in the unit of the amount, 0 if
 *     null; null for every other action
 */
public record BulkFunding(TenantId tenant, Amount amount, Long spent) {}
