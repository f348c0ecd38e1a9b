package io.bailiwick.apikey.query;

import io.bailiwick.projection.SqlStatement;
import io.bailiwick.projection.TableRanks;
import io.bailiwick.projection.TableWrite;
import io.bailiwick.query.KeyedRows;
import io.bailiwick.query.OldRows;
import io.bailiwick.record.EventRecord;
import io.bailiwick.tenant.TenantId;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/**
 * How often keys of each tenant are found good, and of all tenants together, until it is written
 * down by the minute: two statements for a tenant in an interval, and none for a request. What is
 * not written when the node is killed is lost; what the store did not take is written with the
 * next. Rows are this node's own, so that no node ever waits for another's. Thread-safe; never
 * blocks.
 */
public final class Authentications {

  /** Between two writes, at all nodes: who compares with failures waits for it. */
  public static final Duration INTERVAL = Duration.ofSeconds(10);

  /** The longest window that failures are counted in, and an hour for what is late. */
  static final Duration KEPT = Duration.ofHours(25);

  /** Sums of one transaction: a few milliseconds, so that nobody waits for it. */
  static final int SUMS_MAX = 200;

  private static final long MINUTE_MS = 60_000;

  private static final SqlStatement INSERT =
      SqlStatement.every(
          TableRanks.AUTHENTICATION_INSERT,
          "INSERT INTO authentication (tenant, minute_ms, node, attempts) VALUES (?, ?, ?, 0) ON"
              + " CONFLICT (tenant, minute_ms, node) DO NOTHING");

  private static final SqlStatement ADD =
      SqlStatement.every(
          TableRanks.AUTHENTICATION_ADD,
          "UPDATE authentication SET attempts = attempts + ? WHERE tenant = ? AND minute_ms = ? AND"
              + " node = ?");

  public static final String OLD =
      "SELECT minute_ms, tenant, node FROM authentication WHERE minute_ms >= ? AND minute_ms < ?"
          + " ORDER BY minute_ms LIMIT ?";

  private static final SqlStatement DELETE =
      SqlStatement.every(
          TableRanks.OLD_AUTHENTICATION_DELETE,
          "DELETE FROM authentication WHERE minute_ms = ? AND tenant = ? AND node = ?");

  /** Of this start, unlike that of any other. */
  private final String node = UUID.randomUUID().toString();

  /** Of tenants whose keys are in use; while the store is away, of its last {@link #KEPT}. */
  private final Map<Minute, Long> noted = new ConcurrentHashMap<>();

  private final Function<List<TableWrite>, CompletionStage<Void>> writer;
  private CompletableFuture<Void> underWay = CompletableFuture.completedFuture(null);

  /** Of one tenant, or of {@link EventRecord#SYSTEM} for all. */
  private record Minute(String tenant, long ms) {}

  /**
   * @param writer writes all or nothing
   */
  Authentications(Function<List<TableWrite>, CompletionStage<Void>> writer) {
    this.writer = writer;
  }

  /** Those that no window reaches back to. */
  public static OldRows old() {
    return KeyedRows.byTime(OLD, DELETE, KEPT);
  }

  /** The beginning of the minute that {@code ms} is in. */
  public static long minute(long ms) {
    return Math.floorDiv(ms, MINUTE_MS) * MINUTE_MS;
  }

  /** A key of {@code tenant} was found good. */
  void note(TenantId tenant, long atMs) {
    noted.merge(new Minute(tenant.value(), minute(atMs)), 1L, Long::sum);
  }

  /**
   * Writes what was noted, in several transactions if it is much. One at a time: while one is under
   * way, this is the same one.
   */
  synchronized CompletionStage<Void> write(long nowMs) {
    if (underWay.isDone()) {
      underWay = writeAll(take(nowMs)).toCompletableFuture();
    }
    return underWay;
  }

  /** All but those that nobody would read any more. */
  private Deque<Map.Entry<Minute, Long>> take(long nowMs) {
    Deque<Map.Entry<Minute, Long>> taken = new ArrayDeque<>();
    for (Minute minute : noted.keySet()) {
      Long count = noted.remove(minute);
      if (count != null && minute.ms() > nowMs - KEPT.toMillis()) {
        taken.add(Map.entry(minute, count));
      }
    }
    return taken;
  }

  private CompletionStage<Void> writeAll(Deque<Map.Entry<Minute, Long>> left) {
    if (left.isEmpty()) {
      return CompletableFuture.completedFuture(null);
    }
    List<Map.Entry<Minute, Long>> some = new ArrayList<>();
    while (!left.isEmpty() && some.size() < SUMS_MAX) {
      some.add(left.poll());
    }
    return writer
        .apply(statements(some))
        .exceptionallyCompose(
            failure -> {
              some.forEach(this::putBack);
              left.forEach(this::putBack);
              return CompletableFuture.failedFuture(failure);
            })
        .thenCompose(written -> writeAll(left));
  }

  private List<TableWrite> statements(List<Map.Entry<Minute, Long>> some) {
    Map<Minute, Long> sums = new HashMap<>();
    for (Map.Entry<Minute, Long> one : some) {
      sums.put(one.getKey(), one.getValue());
      sums.merge(new Minute(EventRecord.SYSTEM, one.getKey().ms()), one.getValue(), Long::sum);
    }
    List<TableWrite> writes = new ArrayList<>();
    sums.forEach(
        (minute, sum) -> {
          writes.add(TableWrite.of(INSERT, minute.tenant(), minute.ms(), node));
          writes.add(TableWrite.of(ADD, sum, minute.tenant(), minute.ms(), node));
        });
    return writes;
  }

  /** Nobody knows of a write that has failed whether it was one; rarely something counts twice. */
  private void putBack(Map.Entry<Minute, Long> one) {
    noted.merge(one.getKey(), one.getValue(), Long::sum);
  }
}
