package io.bailiwick.policy;

import io.bailiwick.amount.OveragePolicy;

/**
 * What a policy lays down. A null says nothing, so that what comes after a policy decides: the
 * ledgers, the tenant, the server.
 *
 * @param caps sent with what is allowed
 * @param overagePolicy of reservations and events that name none
 */
public record PolicyTerms(
    Caps caps, OveragePolicy overagePolicy, TtlOverride ttl, RateLimits rates) {

  /** That lay down nothing. */
  public static final PolicyTerms NONE = new PolicyTerms(null, null, null, null);

  public PolicyTerms {
    caps = Caps.NONE.equals(caps) ? null : caps;
    ttl = TtlOverride.NONE.equals(ttl) ? null : ttl;
    rates = RateLimits.NONE.equals(rates) ? null : rates;
  }
}
