package io.bailiwick.record.query;

import io.bailiwick.query.Reads;
import io.bailiwick.record.Actor;
import io.bailiwick.record.Cascade;
import io.bailiwick.record.EventType;
import io.bailiwick.record.Origin;
import io.bailiwick.scope.CloseCounts;
import io.bailiwick.tenant.TenantId;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/** What the events say of the close of a tenant. Thread-safe; never blocks. */
public final class CloseRecords {

  private static final String ORIGIN =
      "SELECT actor_type, key_id, source_ip, request_id, trace_id FROM event WHERE tenant = ? AND"
          + " event_type || '' = ? ORDER BY event_id DESC LIMIT 1";

  private static final String TOLD =
      "SELECT event_type, count(*) FROM event WHERE correlation_id = ? GROUP BY event_type";

  private final Reads reads;

  public CloseRecords(Reads reads) {
    this.reads = reads;
  }

  /**
   * Of a close that is complete, as far as its event says who it was: what is found and ended later
   * is told as a part of it. Empty before, and when the event is no longer kept.
   */
  public CompletionStage<Optional<Origin>> origin(TenantId tenant) {
    return reads.ask(connection -> origin(connection, tenant));
  }

  /** The same, with what else is read. */
  public static Optional<Origin> origin(Connection connection, TenantId tenant)
      throws SQLException {
    try (PreparedStatement select = connection.prepareStatement(ORIGIN)) {
      select.setString(1, tenant.value());
      select.setString(2, EventType.TENANT_CLOSED.text());
      try (ResultSet row = select.executeQuery()) {
        return row.next() ? Optional.of(origin(row)) : Optional.empty();
      }
    }
  }

  private static Origin origin(ResultSet row) throws SQLException {
    String actor = row.getString("actor_type");
    return new Origin(
        actor == null ? Actor.SYSTEM : Actor.valueOf(actor.toUpperCase(Locale.ROOT)),
        row.getString("key_id"),
        row.getString("source_ip"),
        null,
        row.getString("request_id"),
        row.getString("trace_id"),
        null,
        null,
        null,
        null);
  }

  /**
   * How much of what the tenant owned the close has told to have ended: exactly as much, however
   * often it was interrupted.
   *
   * @param origin of the close, or null
   */
  public CompletionStage<CloseCounts> told(TenantId tenant, Origin origin) {
    return reads.ask(connection -> told(connection, Cascade.correlationId(tenant, origin)));
  }

  private static CloseCounts told(Connection connection, String correlationId) throws SQLException {
    long budgets = 0;
    long webhooks = 0;
    long keys = 0;
    try (PreparedStatement select = connection.prepareStatement(TOLD)) {
      select.setString(1, correlationId);
      try (ResultSet row = select.executeQuery()) {
        while (row.next()) {
          String type = row.getString(1);
          long count = row.getLong(2);
          if (type.equals(EventType.BUDGET_CLOSED_VIA_TENANT_CASCADE.text())) {
            budgets = count;
          } else if (type.equals(EventType.WEBHOOK_DISABLED_VIA_TENANT_CASCADE.text())) {
            webhooks = count;
          } else if (type.equals(EventType.API_KEY_REVOKED_VIA_TENANT_CASCADE.text())) {
            keys = count;
          }
        }
      }
    }
    return new CloseCounts(budgets, webhooks, keys, null);
  }
}
