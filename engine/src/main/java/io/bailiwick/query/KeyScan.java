package io.bailiwick.query;

import io.bailiwick.reservation.Endpoint;
import io.bailiwick.tenant.TenantId;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.function.LongConsumer;

/**
 * Reads all keys that the tables have of one tenant, in steps of an index each, with others' reads
 * between them. What is written meanwhile may be seen or not.
 */
final class KeyScan {

  /** Keys that are read at once: some milliseconds, so that lists have their turn between. */
  private static final int STEP = 10_000;

  static final String COUNT =
      "SELECT (SELECT COUNT(*) FROM (SELECT 1 FROM reservation WHERE tenant = ? LIMIT ?) AS made) +"
          + " (SELECT COUNT(*) FROM (SELECT 1 FROM idempotency WHERE tenant = ? LIMIT ?) AS kept)";

  static final String OF_RESERVATIONS =
      "SELECT idempotency_key FROM reservation WHERE tenant = ? AND idempotency_key > ? ORDER BY"
          + " idempotency_key LIMIT ?";

  static final String OF_ANSWERS =
      "SELECT endpoint, idempotency_key FROM idempotency WHERE tenant = ? AND (endpoint,"
          + " idempotency_key) > (?, ?) ORDER BY endpoint, idempotency_key LIMIT ?";

  private final Reads reads;
  private final TenantId tenant;
  private final int countMax;

  KeyScan(Reads reads, TenantId tenant, int countMax) {
    this.reads = reads;
    this.tenant = tenant;
    this.countMax = countMax;
  }

  /** How many keys there are now; fails if that is more than the most. */
  CompletionStage<Integer> count() {
    return reads.ask(
        connection -> {
          try (PreparedStatement select = connection.prepareStatement(COUNT)) {
            select.setString(1, tenant.value());
            select.setInt(2, countMax + 1);
            select.setString(3, tenant.value());
            select.setInt(4, countMax + 1);
            try (ResultSet row = select.executeQuery()) {
              row.next();
              if (row.getInt(1) > countMax) {
                throw new QueryFailedException("more than " + countMax + " keys", null);
              }
              return row.getInt(1);
            }
          }
        });
  }

  /** Tells {@code each} the hash of every key; completes after the last one. */
  CompletionStage<Void> run(LongConsumer each) {
    // Keys and endpoints have a character at least, so all of them come after the empty text.
    return walk(
            OF_RESERVATIONS,
            List.of(""),
            key -> each.accept(KeyFilter.hash(Endpoint.RESERVE, key.getFirst())))
        .thenCompose(
            done ->
                walk(
                    OF_ANSWERS,
                    List.of("", ""),
                    key -> each.accept(KeyFilter.hash(key.getFirst(), key.getLast()))));
  }

  /** Step by step, each from where the one before has come to. */
  private CompletionStage<Void> walk(String sql, List<String> from, Consumer<List<String>> each) {
    return reads
        .ask(connection -> step(connection, sql, from, each))
        .thenCompose(
            reached ->
                reached == null
                    ? CompletableFuture.completedFuture(null)
                    : walk(sql, reached, each));
  }

  /** Returns where it has come to, or null at the end. */
  private List<String> step(
      Connection connection, String sql, List<String> from, Consumer<List<String>> each)
      throws SQLException {
    try (PreparedStatement select = connection.prepareStatement(sql)) {
      int at = 1;
      select.setString(at++, tenant.value());
      for (String part : from) {
        select.setString(at++, part);
      }
      select.setInt(at, STEP);
      try (ResultSet row = select.executeQuery()) {
        List<String> last = null;
        int rows = 0;
        for (; row.next(); rows++) {
          last =
              from.size() == 1
                  ? List.of(row.getString(1))
                  : List.of(row.getString(1), row.getString(2));
          each.accept(last);
        }
        return rows < STEP ? null : last;
      }
    }
  }
}
