package io.bailiwick.overview.query;

import io.bailiwick.amount.Unit;
import io.bailiwick.query.Reads;
import io.bailiwick.record.EventType;
import io.bailiwick.record.RecordIds;
import io.bailiwick.scope.LedgerStatus;
import io.bailiwick.tenant.TenantStatus;
import io.bailiwick.webhook.WebhookStatus;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.EnumMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletionStage;

/** The numbers of an overview. Thread-safe; never blocks. */
final class OverviewCounts {

  private static final String TENANTS = "SELECT status, COUNT(*) FROM tenant GROUP BY status";

  static final String LEDGERS = "SELECT unit, COUNT(*) FROM ledger GROUP BY unit";

  /** Nearly all are ACTIVE, and counted with all. */
  static final String INACTIVE_LEDGERS =
      "SELECT status, COUNT(*) FROM ledger WHERE status <> 'ACTIVE' GROUP BY status";

  static final String OVER_LIMIT = "SELECT COUNT(*) FROM ledger WHERE over_limit";

  static final String INDEBTED = "SELECT COUNT(*) FROM ledger WHERE debt > 0";

  private static final String WEBHOOKS = "SELECT status, COUNT(*) FROM webhook GROUP BY status";

  private static final String FAILING_WEBHOOKS =
      "SELECT COUNT(*) FROM webhook WHERE consecutive_failures > 0";

  static final String EVENTS =
      "SELECT category, COUNT(*) FROM event WHERE event_id >= ? AND event_id < ? GROUP BY category";

  static final String DENIALS =
      "SELECT data, metadata FROM event WHERE event_type = ? AND event_id >= ? AND event_id < ?"
          + " LIMIT ?";

  private final Reads reads;

  OverviewCounts(Reads reads) {
    this.reads = reads;
  }

  /**
   * All of them.
   *
   * @param fromMs of events, inclusive
   * @param toMs of events, inclusive
   */
  CompletionStage<Overview.Counts> count(long fromMs, long toMs) {
    String from = RecordIds.beginning(RecordIds.EVENT, fromMs);
    String until = RecordIds.beginning(RecordIds.EVENT, toMs + 1);
    return reads.ask(
        connection -> {
          Map<Unit, Long> byUnit = by(Unit.class, grouped(connection, LEDGERS));
          return new Overview.Counts(
              by(TenantStatus.class, grouped(connection, TENANTS)),
              ledgers(connection, byUnit.values().stream().mapToLong(Long::longValue).sum()),
              byUnit,
              one(connection, OVER_LIMIT),
              one(connection, INDEBTED),
              by(WebhookStatus.class, grouped(connection, WEBHOOKS)),
              one(connection, FAILING_WEBHOOKS),
              grouped(connection, EVENTS, from, until),
              denials(connection, from, until));
        });
  }

  private static Map<LedgerStatus, Long> ledgers(Connection connection, long total)
      throws SQLException {
    Map<LedgerStatus, Long> counts = by(LedgerStatus.class, grouped(connection, INACTIVE_LEDGERS));
    long inactive = counts.values().stream().mapToLong(Long::longValue).sum();
    // Between two statements a ledger can have become inactive, or have been opened.
    counts.put(LedgerStatus.ACTIVE, Math.max(0, total - inactive));
    return counts;
  }

  private static Map<String, Long> denials(Connection connection, String from, String until)
      throws SQLException {
    DenialReasons reasons = new DenialReasons();
    try (PreparedStatement select = connection.prepareStatement(DENIALS)) {
      select.setString(1, EventType.RESERVATION_DENIED.text());
      select.setString(2, from);
      select.setString(3, until);
      select.setInt(4, DenialReasons.EVENTS_MAX + 1);
      try (ResultSet row = select.executeQuery()) {
        while (row.next()) {
          reasons.add(row.getString("data"), row.getString("metadata"));
        }
      }
    }
    return reasons.counts();
  }

  private static <E extends Enum<E>> Map<E, Long> by(Class<E> type, Map<String, Long> counts) {
    Map<E, Long> named = new EnumMap<>(type);
    counts.forEach((name, count) -> named.put(Enum.valueOf(type, name), count));
    return named;
  }

  private static Map<String, Long> grouped(Connection connection, String sql, String... arguments)
      throws SQLException {
    try (PreparedStatement select = connection.prepareStatement(sql)) {
      for (int i = 0; i < arguments.length; i++) {
        select.setString(i + 1, arguments[i]);
      }
      try (ResultSet row = select.executeQuery()) {
        Map<String, Long> counts = new TreeMap<>();
        while (row.next()) {
          counts.put(row.getString(1), row.getLong(2));
        }
        return counts;
      }
    }
  }

  private static long one(Connection connection, String sql) throws SQLException {
    try (PreparedStatement select = connection.prepareStatement(sql);
        ResultSet row = select.executeQuery()) {
      row.next();
      return row.getLong(1);
    }
  }
}
