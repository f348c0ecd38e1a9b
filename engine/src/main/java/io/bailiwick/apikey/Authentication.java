package io.bailiwick.apikey;

/** What a secret turned out to be. */
public sealed interface Authentication {

  /** Good. What a suspension of the tenant still allows is decided where it is asked for. */
  record Valid(ApiKey key) implements Authentication {}

  /** Good, but the tenant is suspended. Only {@link ApiKeys#validate} makes this difference. */
  record TenantSuspended(ApiKey key) implements Authentication {}

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
