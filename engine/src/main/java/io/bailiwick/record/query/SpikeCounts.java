package io.bailiwick.record.query;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bailiwick.apikey.query.Authentications;
import io.bailiwick.journal.codec.StoredJson;
import io.bailiwick.record.FailedRequest;
import io.bailiwick.record.RateKind;
import io.bailiwick.record.RecordIds;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;

/**
 * How many reservations of tenants were denied, have expired, or were made in a time, and how many
 * attempts to authenticate have failed, or have not. One event can stand for several.
 */
final class SpikeCounts {

  private static final String ROWS =
      "SELECT tenant, count(*) FROM event WHERE event_type = ? AND event_id >= ? AND event_id < ?"
          + " GROUP BY tenant";

  private static final String JOINED =
      "SELECT tenant, metadata FROM event WHERE event_type = ? AND event_id >= ? AND event_id < ?"
          + " AND metadata IS NOT NULL";

  /** The empty text keeps SQLite from walking all tenants' events of the type. */
  private static final String ROWS_OF_ONE =
      "SELECT tenant, count(*) FROM event WHERE event_type || '' = ? AND event_id >= ? AND event_id"
          + " < ? AND tenant = ? GROUP BY tenant";

  private static final String MADE =
      "SELECT count(*) FROM (SELECT 1 FROM reservation WHERE tenant = ? AND created_at_ms >= ? AND"
          + " created_at_ms < ? LIMIT ?) AS made";

  static final String AUTHENTICATED =
      "SELECT coalesce(sum(attempts), 0) FROM authentication WHERE tenant = ? AND minute_ms >= ?"
          + " AND minute_ms <= ?";

  /** When the table came to be, or 0 in a database that has never been without it. */
  static final String COUNTED_SINCE =
      "SELECT CASE WHEN came.applied_at_ms - began.applied_at_ms < 60000 THEN 0 ELSE"
          + " came.applied_at_ms END FROM schema_migration came, schema_migration began WHERE"
          + " came.version = 16 AND began.version = 1";

  private static final long MINUTE_MS = 60_000;

  /** A failure that is told with others of its minute is told so much later, at most. */
  private static final long TOLD_WITHIN_MS = 61_000;

  private SpikeCounts() {}

  /**
   * A time.
   *
   * @param fromMs inclusive
   * @param untilMs exclusive
   */
  record Span(long fromMs, long untilMs) {

    String firstId() {
      return RecordIds.beginning(RecordIds.EVENT, fromMs);
    }

    String endId() {
      return RecordIds.beginning(RecordIds.EVENT, untilMs);
    }
  }

  /** Of all tenants that have as many as that, by tenant. */
  static Map<String, Long> many(Connection connection, RateKind kind, Span span, long min)
      throws SQLException {
    Map<String, Long> counts = new HashMap<>();
    try (PreparedStatement select = connection.prepareStatement(ROWS)) {
      begin(select, kind, span);
      addRows(select, counts);
    }
    try (PreparedStatement select = connection.prepareStatement(JOINED)) {
      begin(select, kind, span);
      addJoined(select, counts);
    }
    counts.values().removeIf(count -> count < min);
    return counts;
  }

  /** Of one tenant. */
  static long of(Connection connection, RateKind kind, String tenant, Span span)
      throws SQLException {
    Map<String, Long> counts = new HashMap<>();
    try (PreparedStatement select = connection.prepareStatement(ROWS_OF_ONE)) {
      begin(select, kind, span);
      select.setString(4, tenant);
      addRows(select, counts);
    }
    try (PreparedStatement select = connection.prepareStatement(JOINED + " AND tenant = ?")) {
      begin(select, kind, span);
      select.setString(4, tenant);
      addJoined(select, counts);
    }
    return counts.getOrDefault(tenant, 0L);
  }

  /**
   * What one tenant has had beside what {@code kind} counts: reservations, or attempts that
   * succeed.
   *
   * @param max more reservations than that are {@code max + 1}
   */
  static long made(Connection connection, RateKind kind, String tenant, Span span, long max)
      throws SQLException {
    return switch (kind) {
      case DENIAL, EXPIRY -> reserved(connection, tenant, span, max);
      case AUTH_FAILURE -> authenticated(connection, tenant, span);
    };
  }

  /**
   * Of all tenants together where nobody's key was tried. What succeeds within two minutes before
   * and one after counts too.
   */
  private static long authenticated(Connection connection, String tenant, Span span)
      throws SQLException {
    try (PreparedStatement select = connection.prepareStatement(AUTHENTICATED)) {
      select.setString(1, tenant);
      select.setLong(2, Authentications.minute(span.fromMs() - TOLD_WITHIN_MS));
      select.setLong(3, Authentications.minute(span.untilMs()));
      try (ResultSet row = select.executeQuery()) {
        row.next();
        return row.getLong(1);
      }
    }
  }

  /** From when on attempts that succeed are counted beside all failures that are told. */
  static long countedSinceMs(Connection connection) throws SQLException {
    try (PreparedStatement select = connection.prepareStatement(COUNTED_SINCE);
        ResultSet row = select.executeQuery()) {
      row.next();
      long sinceMs = row.getLong(1);
      return sinceMs == 0 ? 0 : sinceMs + MINUTE_MS + TOLD_WITHIN_MS;
    }
  }

  private static long reserved(Connection connection, String tenant, Span span, long max)
      throws SQLException {
    try (PreparedStatement select = connection.prepareStatement(MADE)) {
      select.setString(1, tenant);
      select.setLong(2, span.fromMs());
      select.setLong(3, span.untilMs());
      select.setLong(4, max + 1);
      try (ResultSet row = select.executeQuery()) {
        row.next();
        return row.getLong(1);
      }
    }
  }

  private static void begin(PreparedStatement select, RateKind kind, Span span)
      throws SQLException {
    select.setString(1, kind.counted().text());
    select.setString(2, span.firstId());
    select.setString(3, span.endId());
  }

  private static void addRows(PreparedStatement select, Map<String, Long> counts)
      throws SQLException {
    try (ResultSet row = select.executeQuery()) {
      while (row.next()) {
        counts.merge(row.getString(1), row.getLong(2), Long::sum);
      }
    }
  }

  /**
   * Of events that stand for several, how many more they stand for; and of those that nothing was
   * denied by, that they are none: it is the share of reservations (governance, {@code
   * denial_rate_threshold}).
   */
  private static void addJoined(PreparedStatement select, Map<String, Long> counts)
      throws SQLException {
    try (ResultSet row = select.executeQuery()) {
      while (row.next()) {
        ObjectNode metadata = StoredJson.read(row.getString(2), ObjectNode.class);
        boolean isNone = metadata.path(FailedRequest.ASKED_ONLY).asBoolean();
        long stands = isNone ? 0 : metadata.path("occurrences").asLong(1);
        counts.merge(row.getString(1), stands - 1, Long::sum);
      }
    }
  }
}
