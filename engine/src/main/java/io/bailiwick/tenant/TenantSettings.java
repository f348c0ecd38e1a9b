package io.bailiwick.tenant;

import io.bailiwick.amount.OveragePolicy;

/**
 * What a tenant decides for all of its reservations. A null means that the server's default holds.
 *
 * @param overagePolicy of commits and events where neither request nor ledger names one
 * @param defaultTtlMs life of a reservation that asks for none, 1,000 to 86,400,000
 * @param maxTtlMs longer requests are cut to this, 1,000 to 86,400,000
 * @param maxExtensions of one reservation, 0 or more
 */
public record TenantSettings(
    OveragePolicy overagePolicy, Long defaultTtlMs, Long maxTtlMs, Integer maxExtensions) {

  /** Nothing decided. */
  public static final TenantSettings NONE = new TenantSettings(null, null, null, null);
}
