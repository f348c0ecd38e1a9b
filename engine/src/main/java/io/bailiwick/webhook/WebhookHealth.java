package io.bailiwick.webhook;

/**
 * How deliveries went.
 *
 * @param consecutiveFailures deliveries that were given up, one after the other; a success makes it
 *     0
 * @param lastTriggeredAtMs when an event was last queued, or null
 * @param lastSuccessAtMs or null
 * @param lastFailureAtMs or null
 */
public record WebhookHealth(
    int consecutiveFailures, Long lastTriggeredAtMs, Long lastSuccessAtMs, Long lastFailureAtMs) {

  /** Of one that was never used. */
  public static final WebhookHealth NEW = new WebhookHealth(0, null, null, null);

  /** The same with nothing against it. */
  WebhookHealth forgiven() {
    return new WebhookHealth(0, lastTriggeredAtMs, lastSuccessAtMs, lastFailureAtMs);
  }
}
