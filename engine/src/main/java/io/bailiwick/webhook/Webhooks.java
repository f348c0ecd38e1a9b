package io.bailiwick.webhook;

import io.bailiwick.record.Origin;
import io.bailiwick.tenant.TenantId;
import java.util.List;
import java.util.concurrent.CompletionStage;

/**
 * Subscriptions. Thread-safe; never blocks. A stage fails when the store does not answer, and then
 * nothing is known of what was asked.
 */
public interface Webhooks {

  /**
   * Does something with subscriptions.
   *
   * @param origin is kept with what is told of it, which is written with it; null where none is
   *     known
   */
  CompletionStage<WebhookReply> ask(WebhookCommand command, Origin origin);

  /**
   * Disables all subscriptions of a tenant that is closed; done again it disables what is left.
   * When it completes, none of them gets anything any more, and none can be made.
   *
   * @param origin of the close; null where none is known
   */
  CompletionStage<Void> disableAllOf(TenantId tenant, Origin origin);

  /**
   * Closed tenants with subscriptions that are not DISABLED: what is left for {@link
   * #disableAllOf}.
   *
   * @param after the last one of the look before, so that none keeps another from its turn; empty
   *     for the first look
   * @param limit of tenants
   */
  CompletionStage<List<TenantId>> closedWithWebhooks(String after, int limit);

  /** Where webhooks may lead, as of now. */
  CompletionStage<WebhookSecurity> security();

  /** Decides that anew, for every later check. What is subscribed already is not looked at. */
  CompletionStage<Void> secure(WebhookSecurity security, Origin origin);
}
