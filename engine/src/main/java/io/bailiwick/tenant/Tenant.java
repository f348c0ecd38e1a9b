package io.bailiwick.tenant;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;

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

  private static final String OVERAGE_POLICY = "default_commit_overage_policy";
  private static final String DEFAULT_TTL = "default_reservation_ttl_ms";
  private static final String MAX_TTL = "max_reservation_ttl_ms";
  private static final String MAX_EXTENSIONS = "max_reservation_extensions";

  /** Those of the fields that are settings for all reservations. */
  public static final Set<String> SETTINGS_FIELDS =
      Set.of(OVERAGE_POLICY, DEFAULT_TTL, MAX_TTL, MAX_EXTENSIONS);

  /** What of it is another than in {@code other} besides its status, under the wire names. */
  public List<String> changedFields(Tenant other) {
    List<String> changed = new ArrayList<>();
    add(changed, "name", name, other.name);
    add(changed, "metadata", metadata, other.metadata);
    TenantSettings theirs = other.settings;
    add(changed, OVERAGE_POLICY, settings.overagePolicy(), theirs.overagePolicy());
    add(changed, DEFAULT_TTL, settings.defaultTtlMs(), theirs.defaultTtlMs());
    add(changed, MAX_TTL, settings.maxTtlMs(), theirs.maxTtlMs());
    add(changed, MAX_EXTENSIONS, settings.maxExtensions(), theirs.maxExtensions());
    return List.copyOf(changed);
  }

  private static void add(List<String> changed, String field, Object before, Object after) {
    if (!Objects.equals(before, after)) {
      changed.add(field);
    }
  }
}
