package io.bailiwick.webhook;

import io.bailiwick.refusal.Refusal;
import java.util.List;

/** What became of a {@link WebhookCommand}. */
public sealed interface WebhookReply {

  /** It is there. This is the only time that the secret is told. */
  record Created(WebhookSubscription subscription, String signingSecret) implements WebhookReply {
    @Override
    public String toString() {
      return "Created[" + subscription.id() + ']';
    }
  }

  /**
   * @param changedFields by their names on the wire, the status among them; none when everything
   *     was as wanted
   */
  record Updated(WebhookSubscription before, WebhookSubscription after, List<String> changedFields)
      implements WebhookReply {}

  /** It is gone. */
  record Deleted(WebhookSubscription before) implements WebhookReply {}

  /** The probe was sent, or could not be. */
  record Tested(String eventId, CallResult result) implements WebhookReply {}

  /**
   * @param queued deliveries that wait now; 0 where the subscription is not ACTIVE
   */
  record Replayed(String replayId, int queued) implements WebhookReply {}

  /**
   * INVALID_REQUEST, FORBIDDEN, TENANT_NOT_FOUND, TENANT_CLOSED, TENANT_SUSPENDED,
   * WEBHOOK_NOT_FOUND, WEBHOOK_URL_INVALID or REPLAY_IN_PROGRESS.
   */
  record Refused(Refusal refusal) implements WebhookReply {}

  /** Others have changed it again and again meanwhile; nothing was done. */
  record Unavailable(String reason) implements WebhookReply {}
}
