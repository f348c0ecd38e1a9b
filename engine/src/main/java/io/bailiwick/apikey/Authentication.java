package io.bailiwick.apikey;

import io.bailiwick.tenant.TenantStatus;

/** What a secret turned out to be. */
public sealed interface Authentication {

  /**
   * Good.
   *
   * @param tenantStatus when it was last looked up, never CLOSED
   */
  record Valid(ApiKey key, TenantStatus tenantStatus) implements Authentication {}

  /** No key begins like this. */
  record Unknown() implements Authentication {}

  /** A key begins like this, and goes on otherwise. */
  record Mismatch() implements Authentication {}

  record Revoked(ApiKey key) implements Authentication {}

  record Expired(ApiKey key) implements Authentication {}

  /** The tenant is closed, and its keys are revoked or about to be. */
  record TenantClosed(ApiKey key) implements Authentication {}

  /** Nothing is known of the key's tenant. */
  record TenantMissing(ApiKey key) implements Authentication {}
}
