package io.bailiwick.tenant;

/**
 * A tenant as it stands.
 *
 * @param parent label of another tenant, or null; nothing follows from it
 * @param expiryPolicy AUTO_RELEASE, MANUAL_CLEANUP or GRACE_ONLY, kept for readers
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
    String expiryPolicy,
    String metadata,
    long createdAtMs,
    long updatedAtMs,
    Long suspendedAtMs,
    Long closedAtMs) {}
