package io.bailiwick.webhook;

import java.util.List;

/**
 * A subscription, without its credentials.
 *
 * @param id {@code whsub_} and 16 characters
 * @param headerNames in alphabetical order
 * @param updatedAtMs of the last change that somebody asked for
 */
public record WebhookSubscription(
    String id,
    WebhookOwner owner,
    WebhookTerms terms,
    List<String> headerNames,
    WebhookStatus status,
    WebhookHealth health,
    long createdAtMs,
    long updatedAtMs) {

  public WebhookSubscription {
    headerNames = List.copyOf(headerNames);
  }
}
