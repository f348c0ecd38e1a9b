package io.bailiwick.webhook;

import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What a receiver knows a subscription's calls by. Kept encrypted, shown to nobody; does not print
 * itself.
 *
 * @param signingSecret of the HMAC over each body
 * @param headers that each call carries, by name
 */
public record WebhookCredentials(String signingSecret, SortedMap<String, String> headers) {

  public WebhookCredentials {
    headers = Collections.unmodifiableSortedMap(new TreeMap<>(headers));
  }

  @Override
  public String toString() {
    return "***";
  }
}
