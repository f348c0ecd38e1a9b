package io.bailiwick.webhook.query;

import io.bailiwick.projection.SqlStatement;
import io.bailiwick.projection.TableRanks;
import io.bailiwick.projection.TableWrite;
import io.bailiwick.record.EventCategory;
import io.bailiwick.record.EventType;
import io.bailiwick.webhook.WebhookOwner;
import io.bailiwick.webhook.WebhookSubscription;
import io.bailiwick.webhook.WebhookTerms;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The statements that change subscriptions. Each asks for the tenant's status in its own
 * transaction, so none changes anything after a close that it can see; who lost the race against a
 * close finds out by reading afterwards.
 *
 * <p>A change is one list of writes. The first one names the version that the change was decided on
 * and leaves the change's mark; all others are conditions on that mark, so that they are done by
 * the winner and by nobody else. {@link #WON} is that condition for further rows of a change.
 */
final class WebhookWrites {

  /** Marks that a row keeps: more changes than can come between a write and the look after it. */
  private static final int MARKS_MAX = 40;

  private static final String MARK =
      "changes = substr(? || changes, 1, " + MARKS_MAX * WebhookIds.MARK_LENGTH + ")";

  /** Holds for a row of {@code webhook} whose last change has this mark. */
  static final String WON = "substr(webhook.changes, 1, " + WebhookIds.MARK_LENGTH + ") = ?";

  static final String OF_NO_CLOSED_TENANT =
      " AND NOT EXISTS (SELECT 1 FROM tenant WHERE tenant.tenant = webhook.tenant AND"
          + " tenant.status = 'CLOSED')";

  static final String OF_A_CLOSED_TENANT =
      " AND EXISTS (SELECT 1 FROM tenant WHERE tenant.tenant = webhook.tenant AND tenant.status ="
          + " 'CLOSED')";

  private static final String INSERT_INTO =
      "INSERT INTO webhook (subscription_id, tenant, version, changes, name, description, url,"
          + " event_types, event_categories, scope_filter, thresholds, signing_secret, headers,"
          + " status, max_retries, initial_delay_ms, backoff_multiplier, max_delay_ms,"
          + " disable_after_failures, consecutive_failures, metadata, created_at_ms,"
          + " updated_at_ms, replay_queued) ";

  private static final String VALUES =
      "?, ?, 1, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 0, ?, ?, ?, FALSE";

  private static final SqlStatement INSERT_FOR_OPERATORS =
      SqlStatement.every(TableRanks.WEBHOOK_INSERT, INSERT_INTO + "VALUES (" + VALUES + ")");

  private static final SqlStatement INSERT_FOR_TENANT =
      SqlStatement.every(
          TableRanks.WEBHOOK_INSERT,
          INSERT_INTO
              + "SELECT "
              + VALUES
              + " FROM tenant WHERE tenant = ? AND status <> 'CLOSED'");

  private static final SqlStatement UPDATE =
      SqlStatement.every(
          TableRanks.WEBHOOK_UPDATE,
          "UPDATE webhook SET name = ?, description = ?, url = ?, event_types = ?,"
              + " event_categories = ?, scope_filter = ?, thresholds = ?, signing_secret = ?,"
              + " headers = ?, status = ?, max_retries = ?, initial_delay_ms = ?,"
              + " backoff_multiplier = ?, max_delay_ms = ?, disable_after_failures = ?,"
              + " consecutive_failures = CASE WHEN ? THEN 0 ELSE consecutive_failures END,"
              + " metadata = ?, updated_at_ms = ?, version = version + 1, "
              + MARK
              + " WHERE subscription_id = ? AND version = ?"
              + OF_NO_CLOSED_TENANT);

  private static final SqlStatement CLAIM =
      SqlStatement.every(
          TableRanks.WEBHOOK_CLAIM,
          "UPDATE webhook SET version = version + 1, "
              + MARK
              + " WHERE subscription_id = ? AND version = ?"
              + OF_NO_CLOSED_TENANT);

  private static final SqlStatement DISABLE =
      SqlStatement.every(
          TableRanks.WEBHOOK_DISABLE,
          "UPDATE webhook SET status = 'DISABLED', updated_at_ms = ?, version = version + 1, "
              + MARK
              + " WHERE subscription_id = ? AND version = ?"
              + OF_A_CLOSED_TENANT);

  private static final SqlStatement DELETE_TYPES =
      SqlStatement.every(
          TableRanks.EVENT_TYPES_DELETE,
          "DELETE FROM webhook_event_type WHERE subscription_id = ? AND EXISTS (SELECT 1 FROM"
              + " webhook WHERE webhook.subscription_id = webhook_event_type.subscription_id AND "
              + WON
              + ")");

  private static final SqlStatement INSERT_TYPE =
      SqlStatement.every(
          TableRanks.EVENT_TYPE_INSERT,
          "INSERT INTO webhook_event_type (subscription_id, event_type) SELECT subscription_id, ?"
              + " FROM webhook WHERE subscription_id = ? AND "
              + WON);

  private static final SqlStatement DELETE =
      SqlStatement.every(
          TableRanks.WEBHOOK_DELETE, "DELETE FROM webhook WHERE subscription_id = ? AND " + WON);

  private WebhookWrites() {}

  static List<TableWrite> insert(
      WebhookSubscription subscription, SealedCredentials credentials, String mark) {
    List<Object> arguments = new ArrayList<>();
    arguments.add(subscription.id());
    arguments.add(subscription.owner().text());
    arguments.add(mark);
    addTerms(subscription, credentials, arguments);
    arguments.add(subscription.terms().metadata());
    arguments.add(subscription.createdAtMs());
    arguments.add(subscription.updatedAtMs());
    WebhookOwner owner = subscription.owner();
    owner.tenant().ifPresent(tenant -> arguments.add(tenant.value()));
    SqlStatement insert = owner.tenant().isPresent() ? INSERT_FOR_TENANT : INSERT_FOR_OPERATORS;
    List<TableWrite> writes = new ArrayList<>();
    writes.add(new TableWrite(insert, arguments));
    addTypes(subscription, mark, writes);
    return writes;
  }

  /**
   * @param version that the change was decided on
   */
  static List<TableWrite> update(
      WebhookSubscription after,
      SealedCredentials credentials,
      boolean isForgiven,
      long version,
      String mark) {
    List<Object> arguments = new ArrayList<>();
    addTerms(after, credentials, arguments);
    arguments.add(isForgiven);
    arguments.add(after.terms().metadata());
    arguments.add(after.updatedAtMs());
    arguments.add(mark);
    arguments.add(after.id());
    arguments.add(version);
    List<TableWrite> writes = new ArrayList<>();
    writes.add(new TableWrite(UPDATE, arguments));
    writes.add(TableWrite.of(DELETE_TYPES, after.id(), mark));
    addTypes(after, mark, writes);
    return writes;
  }

  static List<TableWrite> delete(
      WebhookSubscription before, long version, String mark, long nowMs) {
    List<TableWrite> writes = new ArrayList<>();
    writes.add(TableWrite.of(CLAIM, mark, before.id(), version));
    writes.add(TableWrite.of(DELETE_TYPES, before.id(), mark));
    writes.add(DeliveryWrites.cancel(before.id(), mark, nowMs));
    writes.add(TableWrite.of(DELETE, before.id(), mark));
    return writes;
  }

  /** As the close of its tenant leaves it. */
  static TableWrite disable(WebhookSubscription before, long version, String mark, long nowMs) {
    return TableWrite.of(DISABLE, nowMs, mark, before.id(), version);
  }

  /** From the name to the number of failures, in the order that both statements have. */
  private static void addTerms(
      WebhookSubscription subscription, SealedCredentials credentials, List<Object> arguments) {
    WebhookTerms terms = subscription.terms();
    arguments.add(terms.name());
    arguments.add(terms.description());
    arguments.add(terms.url());
    arguments.add(
        terms.selection().types().stream().map(EventType::text).collect(Collectors.joining(" ")));
    arguments.add(
        terms.selection().categories().stream()
            .map(EventCategory::text)
            .collect(Collectors.joining(" ")));
    arguments.add(terms.scopePattern() == null ? null : terms.scopePattern().text());
    arguments.add(terms.thresholds());
    arguments.add(credentials.signingSecret());
    arguments.add(credentials.headers());
    arguments.add(subscription.status().name());
    arguments.add(terms.retryPolicy().maxRetries());
    arguments.add(terms.retryPolicy().initialDelayMs());
    arguments.add(terms.retryPolicy().backoffMultiplier().toPlainString());
    arguments.add(terms.retryPolicy().maxDelayMs());
    arguments.add(terms.disableAfterFailures());
  }

  private static void addTypes(
      WebhookSubscription subscription, String mark, List<TableWrite> writes) {
    for (EventType type : subscription.terms().selection().types()) {
      writes.add(TableWrite.of(INSERT_TYPE, type.text(), subscription.id(), mark));
    }
  }
}
