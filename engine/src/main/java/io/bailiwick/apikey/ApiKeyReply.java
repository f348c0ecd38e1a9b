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

  /** From now on it authenticates nobody, on any node. */
  record Revoked(ApiKey key) implements ApiKeyReply {}

  /**
   * The key has ended, and ended keys do not change.
   *
   * @param status REVOKED or EXPIRED
   */
  record Ended(ApiKey key, KeyStatus status) implements ApiKeyReply {}

  /** NOT_FOUND for a key, TENANT_NOT_FOUND, TENANT_CLOSED, or INVALID_REQUEST. */
  record Refused(Refusal refusal) implements ApiKeyReply {}
}
