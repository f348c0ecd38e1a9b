package io.bailiwick.reservation;

/**
 * Bounds of a book, and what all nodes must agree on. From the settings.
 *
 * @param defaultTtlMs life of a reservation that asks for none and whose tenant has no default
 * @param maxTtlMs longest life that anybody gets
 * @param inFlightMax operations under way; further new work is refused with LIMIT_EXCEEDED. Not
 *     counted is who waits for the outcome of a key or reservation that is under way already
 * @param operationMaxMs after this long without a decision the client is told Unavailable
 * @param redeliveryMs how often what scopes have not acknowledged is said again
 * @param recent how much of what is over is remembered
 */
public record BookLimits(
    long defaultTtlMs,
    long maxTtlMs,
    int inFlightMax,
    long operationMaxMs,
    long redeliveryMs,
    Recent.Bounds recent) {

  /** Longest life for tenants that have not decided (governance, Tenant.max_reservation_ttl_ms). */
  public static final long TENANT_MAX_TTL_MS = 3_600_000;

  /**
   * Extensions for tenants that have not decided (governance, Tenant.max_reservation_extensions).
   */
  public static final int TENANT_MAX_EXTENSIONS = 10;
}
