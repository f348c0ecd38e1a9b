package io.bailiwick.apikey;

import io.bailiwick.scope.ScopePath;
import io.bailiwick.tenant.TenantId;
import java.util.List;

/**
 * A tenant's key, without its secret.
 *
 * @param keyId {@code key_} and 16 characters
 * @param prefix the first 14 characters of the secret
 * @param description or null
 * @param permissions none of them after an update that took all
 * @param metadata canonical JSON object, or null
 * @param lastUsedAtMs a little late at times, or null
 * @param revokedAtMs null while not revoked
 * @param revokedReason or null
 */
public record ApiKey(
    String keyId,
    TenantId tenant,
    String prefix,
    String name,
    String description,
    List<Permission> permissions,
    ScopeFilter scopeFilter,
    String metadata,
    long createdAtMs,
    long expiresAtMs,
    Long lastUsedAtMs,
    Long revokedAtMs,
    String revokedReason) {

  /** Whoever revokes an expired key leaves it revoked. */
  public KeyStatus status(long nowMs) {
    if (revokedAtMs != null) {
      return KeyStatus.REVOKED;
    }
    return nowMs >= expiresAtMs ? KeyStatus.EXPIRED : KeyStatus.ACTIVE;
  }

  /** As it is after {@code update}, which changes what is not null. */
  public ApiKey with(ApiKeyCommand.Update update) {
    return new ApiKey(
        keyId,
        tenant,
        prefix,
        update.name() == null ? name : update.name(),
        update.description() == null ? description : update.description(),
        update.permissions() == null ? permissions : update.permissions(),
        update.scopeFilter() == null ? scopeFilter : update.scopeFilter(),
        update.metadata() == null ? metadata : update.metadata(),
        createdAtMs,
        expiresAtMs,
        lastUsedAtMs,
        revokedAtMs,
        revokedReason);
  }

  /** As it is when it has ended for good. */
  public ApiKey revoked(String reason, long atMs) {
    return new ApiKey(
        keyId,
        tenant,
        prefix,
        name,
        description,
        permissions,
        scopeFilter,
        metadata,
        createdAtMs,
        expiresAtMs,
        lastUsedAtMs,
        atMs,
        reason);
  }

  public boolean allows(Permission permission) {
    return permission.isAllowedBy(permissions);
  }

  /** Whether {@code scope} is in the key's own tenant and passes its filter. */
  public boolean reaches(ScopePath scope) {
    return scope.tenant().equals(tenant) && scopeFilter.allows(scope);
  }
}
