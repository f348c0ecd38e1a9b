package io.bailiwick.record.query;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bailiwick.journal.JournalWriter;
import io.bailiwick.journal.codec.StoredJson;
import io.bailiwick.projection.RecordRows;
import io.bailiwick.projection.TableWrites;
import io.bailiwick.query.Reads;
import io.bailiwick.record.EventRecord;
import io.bailiwick.record.EventType;
import io.bailiwick.record.Origin;
import io.bailiwick.record.RecordIds;
import io.bailiwick.record.ReservationData;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.Collectors;

/**
 * Finds tenants of which too many reservations are denied, or expire: by looking at the events and
 * reservations of the last minutes, so that nothing has to be counted where they are made. A spike
 * is told when it begins: not again while it lasts, nor within {@link #WINDOW} of the last one. One
 * in the cluster, used by one thread; what another has told before is in the table.
 */
public final class RateSpikes {

  /** The protocol's default ({@code rate_window_seconds}). */
  static final Duration WINDOW = Duration.ofMinutes(5);

  /** Of fewer denials, or expiries, nobody can say that they are many. */
  static final int SAMPLES_MIN = 20;

  /** Looked at in one step; the rest in the next ones, while their spikes last. */
  static final int TENANTS_MAX = 200;

  private static final int DECIMALS = 4;

  private static final String COUNT =
      "SELECT tenant, count(*) FROM event WHERE event_type = ? AND event_id >= ? AND event_id < ?"
          + " GROUP BY tenant HAVING count(*) >= ? ORDER BY 2 DESC LIMIT ?";

  /** The empty text keeps SQLite from walking all tenants' events of the type. */
  private static final String JOINED =
      "SELECT metadata FROM event WHERE event_type || '' = ? AND tenant = ? AND event_id >= ? AND"
          + " event_id < ? AND metadata IS NOT NULL";

  private static final String MADE =
      "SELECT count(*) FROM reservation WHERE tenant = ? AND created_at_ms >= ? AND created_at_ms"
          + " < ?";

  private static final String TOLD =
      "SELECT 1 FROM event WHERE event_type || '' = ? AND tenant = ? AND event_id >= ? LIMIT 1";

  private final Reads reads;
  private final JournalWriter writer;

  /** Those that the last step has found. */
  private volatile Set<String> lasting = Set.of();

  /** What there can be too many of; the thresholds are the protocol's defaults. */
  private enum Kind {
    DENIAL(
        EventType.RESERVATION_DENIED,
        EventType.RESERVATION_DENIAL_RATE_SPIKE,
        "denial_rate",
        new BigDecimal("0.1")),
    EXPIRY(
        EventType.RESERVATION_EXPIRED,
        EventType.RESERVATION_EXPIRY_RATE_SPIKE,
        "expiry_rate",
        new BigDecimal("0.05"));

    private final EventType counted;
    private final EventType told;
    private final String metric;
    private final BigDecimal threshold;

    Kind(EventType counted, EventType told, String metric, BigDecimal threshold) {
      this.counted = counted;
      this.told = told;
      this.metric = metric;
      this.threshold = threshold;
    }
  }

  /**
   * A tenant that has too many.
   *
   * @param isTold whether that was told a moment ago
   */
  private record Spike(Kind kind, String tenant, BigDecimal rate, long count, boolean isTold) {

    String name() {
      return kind + " " + tenant;
    }
  }

  public RateSpikes(Reads reads, JournalWriter writer) {
    this.reads = reads;
    this.writer = writer;
  }

  /** Looks, and tells. Completes with how many spikes were told. */
  public CompletionStage<Integer> step(long nowMs) {
    return reads
        .ask(connection -> found(connection, nowMs))
        .thenCompose(
            found -> {
              List<Spike> begun =
                  found.stream()
                      .filter(spike -> !spike.isTold() && !lasting.contains(spike.name()))
                      .toList();
              Set<String> now = found.stream().map(Spike::name).collect(Collectors.toSet());
              return tell(begun, nowMs)
                  .thenApply(
                      told -> {
                        lasting = now;
                        return begun.size();
                      });
            });
  }

  private CompletionStage<Void> tell(List<Spike> begun, long nowMs) {
    if (begun.isEmpty()) {
      return CompletableFuture.completedFuture(null);
    }
    TableWrites rows = new TableWrites();
    RecordRows out = new RecordRows(rows);
    for (Spike spike : begun) {
      Kind kind = spike.kind();
      String identity = kind.metric + ' ' + spike.tenant() + ' ' + nowMs;
      out.event(
          new EventRecord(
              RecordIds.of(RecordIds.EVENT, nowMs, identity),
              kind.told,
              spike.tenant(),
              nowMs,
              EventRecord.OF_ANOMALIES,
              null,
              Origin.system(null),
              new ReservationData.RateSpike(
                  kind.metric, spike.rate(), kind.threshold, WINDOW.toSeconds(), spike.count()),
              null));
    }
    return writer.write(rows.toList());
  }

  private static List<Spike> found(Connection connection, long nowMs) throws SQLException {
    List<Spike> spikes = new ArrayList<>();
    for (Kind kind : Kind.values()) {
      for (Map.Entry<String, Long> many : many(connection, kind, nowMs).entrySet()) {
        String tenant = many.getKey();
        long made = made(connection, tenant, nowMs);
        long count = many.getValue() + joined(connection, kind, tenant, nowMs);
        // What is denied was not made; what expires was, if perhaps before.
        long all = kind == Kind.DENIAL ? made + count : Math.max(made, count);
        BigDecimal rate =
            BigDecimal.valueOf(count)
                .divide(BigDecimal.valueOf(all), DECIMALS, RoundingMode.HALF_EVEN);
        if (rate.compareTo(kind.threshold) >= 0) {
          spikes.add(new Spike(kind, tenant, rate, count, isTold(connection, kind, tenant, nowMs)));
        }
      }
    }
    return spikes;
  }

  private static Map<String, Long> many(Connection connection, Kind kind, long nowMs)
      throws SQLException {
    Map<String, Long> many = new HashMap<>();
    try (PreparedStatement select = connection.prepareStatement(COUNT)) {
      select.setString(1, kind.counted.text());
      select.setString(2, from(nowMs));
      select.setString(3, until(nowMs));
      select.setInt(4, SAMPLES_MIN);
      select.setInt(5, TENANTS_MAX);
      try (ResultSet row = select.executeQuery()) {
        while (row.next()) {
          many.put(row.getString(1), row.getLong(2));
        }
      }
    }
    return many;
  }

  /** Of events that stand for several, how many more they stand for. */
  private static long joined(Connection connection, Kind kind, String tenant, long nowMs)
      throws SQLException {
    long more = 0;
    try (PreparedStatement select = connection.prepareStatement(JOINED)) {
      select.setString(1, kind.counted.text());
      select.setString(2, tenant);
      select.setString(3, from(nowMs));
      select.setString(4, until(nowMs));
      try (ResultSet row = select.executeQuery()) {
        while (row.next()) {
          ObjectNode metadata = StoredJson.read(row.getString(1), ObjectNode.class);
          more += metadata.path("occurrences").asLong(1) - 1;
        }
      }
    }
    return more;
  }

  private static long made(Connection connection, String tenant, long nowMs) throws SQLException {
    try (PreparedStatement select = connection.prepareStatement(MADE)) {
      select.setString(1, tenant);
      select.setLong(2, nowMs - WINDOW.toMillis());
      select.setLong(3, nowMs);
      try (ResultSet row = select.executeQuery()) {
        row.next();
        return row.getLong(1);
      }
    }
  }

  private static boolean isTold(Connection connection, Kind kind, String tenant, long nowMs)
      throws SQLException {
    try (PreparedStatement select = connection.prepareStatement(TOLD)) {
      select.setString(1, kind.told.text());
      select.setString(2, tenant);
      select.setString(3, from(nowMs));
      try (ResultSet row = select.executeQuery()) {
        return row.next();
      }
    }
  }

  private static String from(long nowMs) {
    return RecordIds.beginning(RecordIds.EVENT, nowMs - WINDOW.toMillis());
  }

  private static String until(long nowMs) {
    return RecordIds.beginning(RecordIds.EVENT, nowMs);
  }
}
