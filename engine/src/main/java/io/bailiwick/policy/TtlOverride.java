package io.bailiwick.policy;

/**
 * What holds for the leases of reservations instead of the tenant's settings. A null leaves the
 * tenant's.
 *
 * @param defaultTtlMs life of a reservation that asks for none, 1,000 to 86,400,000
 * @param maxTtlMs longer requests are cut to this, 1,000 to 86,400,000
 * @param maxExtensions of one reservation, 0 or more
 */
public record TtlOverride(Long defaultTtlMs, Long maxTtlMs, Integer maxExtensions) {

  /** That leaves all to the tenant. */
  public static final TtlOverride NONE = new TtlOverride(null, null, null);
}
