package io.bailiwick.webhook;

/**
 * What whoever makes a subscription says of it, but for what must not be shown.
 *
 * @param name or null
 * @param description or null
 * @param url where events go
 * @param scopePattern or null for events with and without a scope
 * @param thresholds canonical JSON object as it was given, or null
 * @param disableAfterFailures deliveries that failed one after the other, 1 or more
 * @param metadata canonical JSON object, or null
 */
public record WebhookTerms(
    String name,
    String description,
    String url,
    EventSelection selection,
    ScopePattern scopePattern,
    String thresholds,
    RetryPolicy retryPolicy,
    int disableAfterFailures,
    String metadata) {

  /** Of a subscription that names no other number. */
  public static final int DISABLE_AFTER_FAILURES = 10;
}
