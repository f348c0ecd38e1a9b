package io.bailiwick.apikey;

import io.bailiwick.tenant.TenantId;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;

/** What an operator may ask of keys. */
public sealed interface ApiKeyCommand {

  /**
   * Makes a key.
   *
   * @param description or null
   * @param permissions null or empty for {@link Permission#DEFAULTS}
   * @param metadata canonical JSON object, or null
   * @param expiresAtMs null for {@link ApiKeys#DEFAULT_LIFE}
   */
  record Create(
      TenantId tenant,
      String name,
      String description,
      List<Permission> permissions,
      ScopeFilter scopeFilter,
      String metadata,
      Long expiresAtMs)
      implements ApiKeyCommand {}

  /** Changes what is not null. */
  record Update(
      String keyId,
      String name,
      String description,
      List<Permission> permissions,
      ScopeFilter scopeFilter,
      String metadata)
      implements ApiKeyCommand {

    /** The same without rights that {@code key} has: they are sets, in whatever order. */
    public Update without(ApiKey key) {
      boolean isFilterSame =
          scopeFilter != null && isSame(scopeFilter.entries(), key.scopeFilter().entries());
      boolean arePermissionsSame = permissions != null && isSame(permissions, key.permissions());
      return new Update(
          keyId,
          name,
          description,
          arePermissionsSame ? null : permissions,
          isFilterSame ? null : scopeFilter,
          metadata);
    }

    private static boolean isSame(Collection<?> some, Collection<?> others) {
      return new HashSet<>(some).equals(new HashSet<>(others));
    }
  }

  /**
   * Makes a key that takes the place of one that goes on for a while and then expires. It may do
   * the same at the same places, and lives as long as the other was meant to. A key has one
   * successor for ever.
   *
   * @param overlapMs how long the other one goes on, 0 or more, or null for what the settings say;
   *     never longer than without this
   * @param idempotencyKey what a repetition is known by, or null
   */
  record Rotate(String keyId, Long overlapMs, String idempotencyKey) implements ApiKeyCommand {}

  /**
   * Ends a key for good.
   *
   * @param reason or null
   */
  record Revoke(String keyId, String reason) implements ApiKeyCommand {}
}
