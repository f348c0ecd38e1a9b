package io.bailiwick.webhook.query;

import io.bailiwick.journal.JournalWriter;
import io.bailiwick.query.Columns;
import io.bailiwick.query.Reads;
import io.bailiwick.record.Origin;
import io.bailiwick.tenant.TenantId;
import io.bailiwick.webhook.Endpoints;
import io.bailiwick.webhook.EventHistory;
import io.bailiwick.webhook.WebhookCommand;
import io.bailiwick.webhook.WebhookReply;
import io.bailiwick.webhook.WebhookSecurity;
import io.bailiwick.webhook.Webhooks;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CompletionStage;

/** Subscriptions in the tables of this node's store. Thread-safe; never blocks. */
public final class StoredWebhooks implements Webhooks {

  /** Left behind where nobody was there to disable them, as {@code KeysLeft} of keys. */
  static final String SELECT_LEFT =
      "SELECT tenant FROM tenant WHERE status = 'CLOSED' AND close_complete AND tenant %s ? AND"
          + " EXISTS (SELECT 1 FROM webhook WHERE webhook.tenant = tenant.tenant AND webhook.status"
          + " <> 'DISABLED') ORDER BY tenant LIMIT ?";

  private final Reads reads;
  private final WebhookSecurityRow security;
  private final WebhookChanges changes;
  private final WebhookTests tests;
  private final WebhookReplays replays;
  private final WebhooksOfClosed ofClosed;

  /**
   * @param vault of what must not be read in the database
   * @param history of which replays select
   */
  public StoredWebhooks(
      Reads reads,
      JournalWriter writer,
      WebhookVault vault,
      Endpoints endpoints,
      EventHistory history,
      InstantSource clock) {
    this.reads = reads;
    this.security = new WebhookSecurityRow(reads, writer, clock);
    this.changes = new WebhookChanges(reads, writer::write, vault, security, endpoints, clock);
    this.tests = new WebhookTests(reads, writer::write, vault, security, endpoints, clock);
    this.replays = new WebhookReplays(reads, writer::write, history, clock);
    this.ofClosed = new WebhooksOfClosed(reads, writer::write, clock);
  }

  @Override
  public CompletionStage<WebhookReply> ask(WebhookCommand command, Origin origin) {
    return switch (command) {
      case WebhookCommand.Create create -> changes.create(create, origin);
      case WebhookCommand.Update update -> changes.update(update, origin);
      case WebhookCommand.Delete delete -> changes.delete(delete, origin);
      case WebhookCommand.Test test -> tests.test(test, origin);
      case WebhookCommand.Replay replay -> replays.replay(replay, origin);
    };
  }

  @Override
  public CompletionStage<Void> disableAllOf(TenantId tenant, Origin origin) {
    return ofClosed.disableAll(tenant, origin);
  }

  @Override
  public CompletionStage<List<TenantId>> closedWithWebhooks(String after, int limit) {
    return reads.ask(connection -> Columns.tenants(connection, SELECT_LEFT, after, limit));
  }

  @Override
  public CompletionStage<WebhookSecurity> security() {
    return security.read();
  }

  @Override
  public CompletionStage<Void> secure(WebhookSecurity decided, Origin origin) {
    return security.replace(decided, origin);
  }
}
