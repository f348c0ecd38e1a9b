package io.bailiwick.apikey;

import io.bailiwick.refusal.Refusal;

/** What became of an {@link ApiKeyCommand}. */
public sealed interface ApiKeyReply {

  /**
   * A key is there.
   *
   * @param secret kept nowhere, so this is the only time that it can be shown
   */
  record Created(ApiKey key, String secret) implements ApiKeyReply {}

  record Updated(ApiKey before, ApiKey after) implements ApiKeyReply {}

  /**
   * A key has a successor.
   *
   * @param secret of {@code key}; kept nowhere, so this is the only time that it can be shown
   * @param previous as it is from now on
   */
  record Rotated(ApiKey key, String secret, ApiKey previous) implements ApiKeyReply {}

  /** The same was asked for before, and the secret was shown then. */
  record RotatedBefore(ApiKey key, ApiKey previous) implements ApiKeyReply {}

  /** From now on it authenticates nobody, on any node. */
  record Revoked(ApiKey key) implements ApiKeyReply {}

  /**
   * The key has ended, and ended keys do not change.
   *
   * @param status REVOKED or EXPIRED
   */
  record Ended(ApiKey key, KeyStatus status) implements ApiKeyReply {}

  /**
   * NOT_FOUND for a key, TENANT_NOT_FOUND, TENANT_CLOSED, or INVALID_REQUEST; of a key that has
   * another successor STATUS_UNCHANGED, or IDEMPOTENCY_MISMATCH.
   */
  record Refused(Refusal refusal) implements ApiKeyReply {}
}
