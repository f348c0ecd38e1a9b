package io.bailiwick.tenant;

/**
 * A tenant as it stands.
 *
 * @param parent label of another tenant, or null; nothing follows from it
 * @param expiryPolicy never changes; null for AUTO_RELEASE
 * @param metadata canonical JSON object of strings, or null
 * @param suspendedAtMs of the present suspension, or null
 * @param closedAtMs null while not closed
 */
public record Tenant(
    TenantId id,
    String name,
    TenantStatus status,
    TenantId parent,
    TenantSettings settings,
    ExpiryPolicy expiryPolicy,
    String metadata,
    long createdAtMs,
    long updatedAtMs,
    Long suspendedAtMs,
    Long closedAtMs) {

  /** What becomes of its reservations after their grace; null for AUTO_RELEASE. */
  public ExpiryPolicy expiryUnlessUsual() {
    return expiryPolicy == ExpiryPolicy.AUTO_RELEASE ? null : expiryPolicy;
  }
}
