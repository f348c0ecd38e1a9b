package io.bailiwick.record.query;

import io.bailiwick.projection.RecordRows;
import io.bailiwick.projection.SqlStatement;
import io.bailiwick.projection.TableRanks;
import io.bailiwick.projection.TableWrite;
import io.bailiwick.record.EventRecord;
import io.bailiwick.record.Origin;
import io.bailiwick.record.RateKind;
import io.bailiwick.record.RateTerms;
import io.bailiwick.record.RecordIds;
import io.bailiwick.record.ReservationData;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The spikes that were told and are not over. A row and its event are written together, and the
 * event only by whoever got the row in: so two who look at once tell one of it.
 */
final class SpikeTable {

  /** Of one look; what is told beyond that is known, and ends, in a later one. */
  private static final int ROWS_MAX = 100_000;

  private static final String SELECT =
      "SELECT tenant, metric, window_s, threshold, event_id, told_at_ms FROM rate_spike ORDER BY"
          + " told_at_ms LIMIT ?";

  private static final SqlStatement INSERT =
      SqlStatement.every(
          TableRanks.SPIKE_INSERT,
          "INSERT INTO rate_spike (tenant, metric, window_s, threshold, event_id, told_at_ms)"
              + " VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT (tenant, metric, window_s, threshold) DO"
              + " NOTHING");

  private static final RecordRows.Conditional IF_INSERTED =
      RecordRows.Conditional.on(
          "EXISTS (SELECT 1 FROM rate_spike WHERE tenant = ? AND event_id = ?)");

  private static final SqlStatement DELETE =
      SqlStatement.every(
          TableRanks.SPIKE_DELETE,
          "DELETE FROM rate_spike WHERE tenant = ? AND metric = ? AND window_s = ? AND threshold ="
              + " ? AND event_id = ?");

  private SpikeTable() {}

  /** What there can be one spike of. */
  record Key(RateKind kind, String tenant, RateTerms terms) {}

  /**
   * A spike that was told.
   *
   * @param atMs when
   */
  record Told(String eventId, long atMs) {}

  static Map<Key, Told> told(Connection connection) throws SQLException {
    Map<Key, Told> all = new HashMap<>();
    try (PreparedStatement select = connection.prepareStatement(SELECT)) {
      select.setInt(1, ROWS_MAX);
      try (ResultSet row = select.executeQuery()) {
        while (row.next()) {
          RateTerms terms = new RateTerms(row.getInt("window_s"), row.getInt("threshold"));
          String tenant = row.getString("tenant");
          Told told = new Told(row.getString("event_id"), row.getLong("told_at_ms"));
          RateKind.ofMetric(row.getString("metric"))
              .ifPresent(kind -> all.put(new Key(kind, tenant, terms), told));
        }
      }
    }
    return all;
  }

  /** Tells of it, and that it lasts. */
  static void tell(Spike spike, long nowMs, List<TableWrite> out) {
    RateKind kind = spike.kind();
    RateTerms terms = spike.terms();
    String identity = kind.metric() + ' ' + spike.tenant() + ' ' + nowMs;
    if (!terms.equals(kind.protocol())) {
      identity += " " + terms.windowS() + ' ' + terms.threshold();
    }
    String id = RecordIds.of(RecordIds.EVENT, nowMs, identity);
    out.add(
        TableWrite.of(
            INSERT, spike.tenant(), kind.metric(), terms.windowS(), terms.threshold(), id, nowMs));
    IF_INSERTED
        .to(out, spike.tenant(), id)
        .event(
            new EventRecord(
                id,
                kind.told(),
                spike.tenant(),
                nowMs,
                EventRecord.OF_ANOMALIES,
                null,
                Origin.system(null),
                new ReservationData.RateSpike(kind.metric(), spike.rate(), terms, spike.count()),
                null));
  }

  /** It is over. */
  static void end(Key key, Told told, List<TableWrite> out) {
    out.add(
        TableWrite.of(
            DELETE,
            key.tenant(),
            key.kind().metric(),
            key.terms().windowS(),
            key.terms().threshold(),
            told.eventId()));
  }
}
