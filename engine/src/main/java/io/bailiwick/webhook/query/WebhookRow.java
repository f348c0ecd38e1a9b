package io.bailiwick.webhook.query;

import io.bailiwick.query.Columns;
import io.bailiwick.record.EventCategory;
import io.bailiwick.record.EventType;
import io.bailiwick.tenant.TenantId;
import io.bailiwick.tenant.TenantStatus;
import io.bailiwick.webhook.EventSelection;
import io.bailiwick.webhook.RetryPolicy;
import io.bailiwick.webhook.WebhookHealth;
import io.bailiwick.webhook.WebhookOwner;
import io.bailiwick.webhook.WebhookRules;
import io.bailiwick.webhook.WebhookStatus;
import io.bailiwick.webhook.WebhookSubscription;
import io.bailiwick.webhook.WebhookTerms;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * A subscription as it is stored, and its tenant's status.
 *
 * @param version that a change of it must name
 * @param changes marks of the latest changes, the last one first
 * @param replayId of the last replay, or null
 * @param tenantStatus null for the operators'
 */
record WebhookRow(
    WebhookSubscription subscription,
    SealedCredentials credentials,
    long version,
    String changes,
    String replayId,
    TenantStatus tenantStatus) {

  static final String COLUMNS =
      "subscription_id, tenant, name, description, url, event_types, event_categories,"
          + " scope_filter, thresholds, signing_secret, headers, status, max_retries,"
          + " initial_delay_ms, backoff_multiplier, max_delay_ms, disable_after_failures,"
          + " consecutive_failures, metadata, created_at_ms, updated_at_ms, last_triggered_at_ms,"
          + " last_success_at_ms, last_failure_at_ms";

  private static final String SELECT =
      "SELECT "
          + COLUMNS
          + ", version, changes, replay_id, (SELECT status FROM tenant WHERE tenant.tenant ="
          + " webhook.tenant) AS tenant_status FROM webhook WHERE ";

  private static final String SELECT_ONE = SELECT + "subscription_id = ?";

  private static final String SELECT_LIVE_OF_CLOSED =
      SELECT
          + "tenant = ? AND status <> 'DISABLED'"
          + WebhookWrites.OF_A_CLOSED_TENANT
          + " LIMIT ?";

  static Optional<WebhookRow> byId(Connection connection, String id) throws SQLException {
    if (!Columns.canHold(id)) {
      return Optional.empty();
    }
    try (PreparedStatement select = connection.prepareStatement(SELECT_ONE)) {
      select.setString(1, id);
      try (ResultSet row = select.executeQuery()) {
        return row.next() ? Optional.of(whole(row)) : Optional.empty();
      }
    }
  }

  private static WebhookRow whole(ResultSet row) throws SQLException {
    return new WebhookRow(
        read(row),
        credentials(row),
        row.getLong("version"),
        row.getString("changes"),
        row.getString("replay_id"),
        Columns.constantOrNull(row, "tenant_status", TenantStatus.class));
  }

  /** Those of a tenant that is closed which are not DISABLED. */
  static List<WebhookRow> liveOfClosed(Connection connection, TenantId tenant, int limit)
      throws SQLException {
    try (PreparedStatement select = connection.prepareStatement(SELECT_LIVE_OF_CLOSED)) {
      select.setString(1, tenant.value());
      select.setInt(2, limit);
      try (ResultSet row = select.executeQuery()) {
        List<WebhookRow> live = new ArrayList<>();
        while (row.next()) {
          live.add(whole(row));
        }
        return List.copyOf(live);
      }
    }
  }

  boolean isOfClosedTenant() {
    return tenantStatus == TenantStatus.CLOSED;
  }

  /** Whether the change with that mark is one of those that made the row what it is. */
  boolean has(String mark) {
    for (int at = 0; at < changes.length(); at += WebhookIds.MARK_LENGTH) {
      if (changes.startsWith(mark, at)) {
        return true;
      }
    }
    return false;
  }

  private static SealedCredentials credentials(ResultSet row) throws SQLException {
    return new SealedCredentials(row.getString("signing_secret"), row.getString("headers"));
  }

  static WebhookSubscription read(ResultSet row) throws SQLException {
    return new WebhookSubscription(
        row.getString("subscription_id"),
        new WebhookOwner(row.getString("tenant")),
        new WebhookTerms(
            row.getString("name"),
            row.getString("description"),
            row.getString("url"),
            new EventSelection(
                words(row.getString("event_types")).stream()
                    .map(EventType::of)
                    .flatMap(Optional::stream)
                    .toList(),
                words(row.getString("event_categories")).stream()
                    .map(EventCategory::of)
                    .flatMap(Optional::stream)
                    .toList()),
            WebhookRules.pattern(row.getString("scope_filter")),
            row.getString("thresholds"),
            new RetryPolicy(
                row.getInt("max_retries"),
                row.getLong("initial_delay_ms"),
                new BigDecimal(row.getString("backoff_multiplier")),
                row.getLong("max_delay_ms")),
            row.getInt("disable_after_failures"),
            row.getString("metadata")),
        credentials(row).headerNames(),
        WebhookStatus.valueOf(row.getString("status")),
        new WebhookHealth(
            row.getInt("consecutive_failures"),
            Columns.longOrNull(row, "last_triggered_at_ms"),
            Columns.longOrNull(row, "last_success_at_ms"),
            Columns.longOrNull(row, "last_failure_at_ms")),
        row.getLong("created_at_ms"),
        row.getLong("updated_at_ms"));
  }

  private static List<String> words(String joined) {
    return joined.isEmpty() ? List.of() : Arrays.asList(joined.split(" "));
  }
}
