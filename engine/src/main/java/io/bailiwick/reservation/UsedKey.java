package io.bailiwick.reservation;

/**
 * An idempotency key that has an answer.
 *
 * @param endpoint its namespace, see {@link Endpoint}
 */
public record UsedKey(String endpoint, String key) {}
