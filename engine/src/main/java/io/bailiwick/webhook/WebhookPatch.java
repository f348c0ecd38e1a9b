package io.bailiwick.webhook;

import io.bailiwick.record.EventCategory;
import io.bailiwick.record.EventType;
import java.util.List;
import java.util.SortedMap;

/**
 * A change of what is not null; what is there replaces the whole of it. Does not print secrets.
 *
 * @param scopeFilter blank for none
 * @param status ACTIVE or PAUSED
 */
public record WebhookPatch(
    String name,
    String description,
    String url,
    List<EventType> types,
    List<EventCategory> categories,
    String scopeFilter,
    String thresholds,
    String signingSecret,
    SortedMap<String, String> headers,
    RetryPolicy retryPolicy,
    Integer disableAfterFailures,
    WebhookStatus status,
    String metadata) {

  /** Another status, and nothing else. */
  public static WebhookPatch ofStatus(WebhookStatus status) {
    return new WebhookPatch(
        null, null, null, null, null, null, null, null, null, null, null, status, null);
  }

  @Override
  public String toString() {
    return "WebhookPatch[url=" + url + ", status=" + status + ", …]";
  }
}
