package io.bailiwick.webhook;

import io.bailiwick.refusal.Refusal;
import io.bailiwick.refusal.RefusalCode;
import io.bailiwick.webhook.EventHistory.PastEvent;
import java.util.List;

/**
 * Which events of the past a replay delivers: all that the subscription would get, or none and a
 * refusal (governance, replayEvents, COMPLETENESS). Pure.
 */
public final class ReplayRules {

  /** Events of a time that are looked at: more would keep one request busy for seconds. */
  public static final int SCANNED_MAX = 20_000;

  private ReplayRules() {}

  /** What is to be queued, or why nothing is. */
  public sealed interface Selection {

    record Selected(List<PastEvent> events) implements Selection {}

    record Refused(Refusal refusal) implements Selection {}
  }

  /**
   * @param candidates all of the time, or one more than {@link #SCANNED_MAX}
   */
  public static Selection select(
      WebhookSubscription subscription, WebhookCommand.Replay replay, List<PastEvent> candidates) {
    if (candidates.size() > SCANNED_MAX) {
      return refused(
          "from and to hold more than " + SCANNED_MAX + " events; choose a shorter time");
    }
    List<PastEvent> events =
        candidates.stream()
            .filter(event -> replay.types() == null || replay.types().contains(event.type()))
            .filter(event -> isDelivered(subscription, event))
            .toList();
    return events.size() > replay.eventsMax()
        ? refused(
            "from and to hold %d events for this webhook, more than max_events %d"
                .formatted(events.size(), replay.eventsMax()))
        : new Selection.Selected(events);
  }

  /**
   * Whether a subscription gets an event of its owner. What only operators may see never goes to a
   * tenant, whatever is stored.
   */
  static boolean isDelivered(WebhookSubscription subscription, PastEvent event) {
    ScopePattern pattern = subscription.terms().scopePattern();
    return (subscription.owner().tenant().isEmpty() || event.type().isShownToTenants())
        && subscription.terms().selection().selects(event.type())
        && (pattern == null || pattern.matches(event.scope()));
  }

  private static Selection refused(String message) {
    return new Selection.Refused(Refusal.of(RefusalCode.INVALID_REQUEST, message));
  }
}
