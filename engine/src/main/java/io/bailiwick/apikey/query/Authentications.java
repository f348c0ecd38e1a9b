package io.bailiwick.apikey.query;

import io.bailiwick.projection.SqlStatement;
import io.bailiwick.projection.TableRanks;
import io.bailiwick.projection.TableWrite;
import io.bailiwick.query.KeyedRows;
import io.bailiwick.query.OldRows;
import io.bailiwick.tenant.TenantId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/**
 * How often keys of each tenant are found good, until it is written down by the minute: two
 * statements for a tenant in an interval, and none for a request. What is not written when the node
 * is killed is lost; what the store did not take is written with the next. Thread-safe; never
 * blocks.
 */
public final class Authentications {

  /** The longest window that failures are counted in, and an hour for what is late. */
  static final Duration KEPT = Duration.ofHours(25);

  /** Tenants of one transaction: a few milliseconds, so that nobody waits for it. */
  static final int TENANTS_MAX = 200;

  private static final long MINUTE_MS = 60_000;

  private static final SqlStatement INSERT =
      SqlStatement.every(
          TableRanks.AUTHENTICATION_INSERT,
          "INSERT INTO authentication (tenant, minute_ms, attempts) VALUES (?, ?, 0) ON CONFLICT"
              + " (tenant, minute_ms) DO NOTHING");

  private static final SqlStatement ADD =
      SqlStatement.every(
          TableRanks.AUTHENTICATION_ADD,
          "UPDATE authentication SET attempts = attempts + ? WHERE tenant = ? AND minute_ms = ?");

  static final String OLD =
      "SELECT minute_ms, tenant FROM authentication WHERE minute_ms >= ? AND minute_ms < ? ORDER BY"
          + " minute_ms LIMIT ?";

  private static final SqlStatement DELETE =
      SqlStatement.every(
          TableRanks.OLD_AUTHENTICATION_DELETE,
          "DELETE FROM authentication WHERE minute_ms = ? AND tenant = ?");

  private final Map<TenantId, Long> noted = new ConcurrentHashMap<>();
  private final Function<List<TableWrite>, CompletionStage<Void>> writer;
  private CompletableFuture<Void> underWay = CompletableFuture.completedFuture(null);

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
  void note(TenantId tenant) {
    noted.merge(tenant, 1L, Long::sum);
  }

  /**
   * Writes what was noted, in several transactions if it is much. One at a time: while one is under
   * way, this is the same one.
   *
   * @param nowMs what is noted by then counts as of its minute
   */
  synchronized CompletionStage<Void> write(long nowMs) {
    if (underWay.isDone()) {
      underWay = write(take(), minute(nowMs)).toCompletableFuture();
    }
    return underWay;
  }

  /**
   * In the order of the tenants: two nodes that write of the same ones must not wait in a circle.
   */
  private TreeMap<String, Long> take() {
    TreeMap<String, Long> taken = new TreeMap<>();
    for (TenantId tenant : noted.keySet()) {
      Long count = noted.remove(tenant);
      if (count != null) {
        taken.put(tenant.value(), count);
      }
    }
    return taken;
  }

  private CompletionStage<Void> write(TreeMap<String, Long> left, long minuteMs) {
    if (left.isEmpty()) {
      return CompletableFuture.completedFuture(null);
    }
    List<TableWrite> writes = new ArrayList<>();
    Map<String, Long> some = new TreeMap<>();
    while (!left.isEmpty() && some.size() < TENANTS_MAX) {
      Map.Entry<String, Long> one = left.pollFirstEntry();
      some.put(one.getKey(), one.getValue());
      writes.add(TableWrite.of(INSERT, one.getKey(), minuteMs));
      writes.add(TableWrite.of(ADD, one.getValue(), one.getKey(), minuteMs));
    }
    return writer
        .apply(List.copyOf(writes))
        .exceptionallyCompose(
            failure -> {
              putBack(some);
              putBack(left);
              return CompletableFuture.failedFuture(failure);
            })
        .thenCompose(written -> write(left, minuteMs));
  }

  /** Nobody knows of a write that has failed whether it was one; rarely something counts twice. */
  private void putBack(Map<String, Long> counts) {
    counts.forEach((tenant, count) -> noted.merge(new TenantId(tenant), count, Long::sum));
  }
}
