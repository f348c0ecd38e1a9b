package io.bailiwick.webhook;

import io.bailiwick.record.EventType;
import java.util.List;

/** What may be asked of subscriptions. */
public sealed interface WebhookCommand {

  WebhookCaller caller();

  /**
   * Makes one, ACTIVE.
   *
   * @param credentials whose signing secret is null for one to be made here
   */
  record Create(
      WebhookCaller caller, WebhookOwner owner, WebhookTerms terms, WebhookCredentials credentials)
      implements WebhookCommand {}

  /**
   * Changes one.
   *
   * @param from only in this status it is changed, in any other it stays as it is; null for any
   */
  record Update(WebhookCaller caller, String id, WebhookPatch patch, WebhookStatus from)
      implements WebhookCommand {

    public Update(WebhookCaller caller, String id, WebhookPatch patch) {
      this(caller, id, patch, null);
    }
  }

  /** Removes it; what is still to be delivered is given up. */
  record Delete(WebhookCaller caller, String id) implements WebhookCommand {}

  /**
   * Sends an event that means nothing and tells how that went. Neither status nor health follow
   * from it.
   *
   * @param requestId that it is told under
   * @param traceId 32 hexadecimal digits
   * @param traceFlags two of them, as the client has set them for its trace
   */
  record Test(WebhookCaller caller, String id, String requestId, String traceId, String traceFlags)
      implements WebhookCommand {}

  /**
   * Queues events of the past again.
   *
   * @param fromMs of the first event, inclusive
   * @param toMs of the last event, inclusive; not before {@code fromMs}
   * @param types of those that the subscription selects, or null for all of them
   * @param eventsMax 1 to {@link #REPLAY_EVENTS_MAX}
   */
  record Replay(
      WebhookCaller caller, String id, long fromMs, long toMs, List<EventType> types, int eventsMax)
      implements WebhookCommand {}

  /** The protocol's largest replay. */
  int REPLAY_EVENTS_MAX = 1_000;
}
