package io.bailiwick.reservation;

/**
 * What makes a request the same as another one: the client's idempotency key, and the hash of what
 * it asks for.
 *
 * @param text 1 to 256 characters
 * @param payloadHash SHA-256 of the canonical request with its defaults filled in, as hex
 */
public record RequestKey(String text, String payloadHash) {}
