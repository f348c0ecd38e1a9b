package io.bailiwick.webhook;

import io.bailiwick.record.EventType;
import io.bailiwick.refusal.Refusal;
import io.bailiwick.refusal.RefusalCode;
import io.bailiwick.webhook.EventHistory.PastEvent;
import io.bailiwick.webhook.EventHistory.Wanted;
import java.util.List;
import java.util.stream.Stream;

/**
 * Which events of the past a replay delivers: all that the subscription would get, or none and a
 * refusal (governance, replayEvents, COMPLETENESS). Pure.
 */
public final class ReplayRules {

  /** Events that are looked at: more would keep one request busy for seconds. */
  public static final int SCANNED_MAX = 20_000;

  private ReplayRules() {}

  /** What is to be queued, or why nothing is. */
  public sealed interface Selection {

    record Selected(List<PastEvent> events) implements Selection {}

    record Refused(Refusal refusal) implements Selection {}
  }

  /** What a replay has to look at: all that the subscription can get of what is asked for. */
  public static Wanted wanted(WebhookSubscription subscription, WebhookCommand.Replay replay) {
    List<EventType> types =
        Stream.of(EventType.values())
            .filter(type -> replay.types() == null || replay.types().contains(type))
            .filter(type -> isDelivered(subscription, type))
            .toList();
    return new Wanted(
        subscription.owner(),
        types,
        subscription.terms().scopePattern(),
        replay.fromMs(),
        replay.toMs());
  }

  /**
   * @param wishes of the subscription
   * @param candidates all that are {@link #wanted}, or one more than {@link #SCANNED_MAX}
   */
  public static Selection select(
      WebhookSubscription subscription,
      AlarmWishes wishes,
      WebhookCommand.Replay replay,
      List<PastEvent> candidates) {
    if (candidates.size() > SCANNED_MAX) {
      return refused(
          "from and to hold more than " + SCANNED_MAX + " events; choose a shorter time");
    }
    List<PastEvent> events =
        candidates.stream()
            .filter(event -> replay.types() == null || replay.types().contains(event.type()))
            .filter(event -> isDelivered(subscription, wishes, event))
            .toList();
    return events.size() > replay.eventsMax()
        ? refused(
            "from and to hold %d events for this webhook, more than max_events %d"
                .formatted(events.size(), replay.eventsMax()))
        : new Selection.Selected(events);
  }

  /**
   * Whether a subscription gets an event of its owner. What only operators may see never goes to a
   * tenant, whatever is stored. Alarms are told once for everybody who watches: each gets those
   * that it has asked for.
   */
  static boolean isDelivered(
      WebhookSubscription subscription, AlarmWishes wishes, PastEvent event) {
    ScopePattern pattern = subscription.terms().scopePattern();
    return isDelivered(subscription, event.type())
        && wishes.want(event.type(), event.figure())
        && (pattern == null || pattern.matches(event.scope()));
  }

  private static boolean isDelivered(WebhookSubscription subscription, EventType type) {
    return (subscription.owner().tenant().isEmpty() || type.isShownToTenants())
        && subscription.terms().selection().selects(type);
  }

  private static Selection refused(String message) {
    return new Selection.Refused(Refusal.of(RefusalCode.INVALID_REQUEST, message));
  }
}
