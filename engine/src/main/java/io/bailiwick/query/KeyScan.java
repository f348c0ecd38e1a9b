package io.bailiwick.query;

import io.bailiwick.reservation.Endpoint;
import io.bailiwick.tenant.TenantId;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.LongConsumer;

/**
 * Reads all keys that the tables have of one tenant, in steps of an index each, with others' reads
 * between them. What is written meanwhile may be seen or not.
 */
final class KeyScan {

  private static final int STEP = 10_000;

  static final String COUNT =
      "SELECT (SELECT COUNT(*) FROM (SELECT 1 FROM reservation WHERE tenant = ? LIMIT ?) AS made) +"
          + " (SELECT COUNT(*) FROM (SELECT 1 FROM idempotency WHERE tenant = ? LIMIT ?) AS kept)";

  static final String OF_RESERVATIONS =
      "SELECT '"
          + Endpoint.RESERVE
          + "', idempotency_key FROM reservation WHERE tenant = ? AND '"
          + Endpoint.RESERVE
          + "' >= ? AND idempotency_key > ? ORDER BY idempotency_key LIMIT ?";

  static final String OF_ANSWERS =
      "SELECT endpoint, idempotency_key FROM idempotency WHERE tenant = ? AND (endpoint,"
          + " idempotency_key) > (?, ?) ORDER BY endpoint, idempotency_key LIMIT ?";

  private final Reads reads;
  private final TenantId tenant;
  private final int countMax;

  /** The last key of a step, after which the next one begins. */
  private record Place(String endpoint, String key) {
    static final Place BEGINNING = new Place("", "");
  }

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
    return walk(OF_RESERVATIONS, Place.BEGINNING, each)
        .thenCompose(done -> walk(OF_ANSWERS, Place.BEGINNING, each));
  }

  private CompletionStage<Void> walk(String sql, Place from, LongConsumer each) {
    return reads
        .ask(connection -> step(connection, sql, from, each))
        .thenCompose(
            reached ->
                reached == null
                    ? CompletableFuture.completedFuture(null)
                    : walk(sql, reached, each));
  }

  /** Returns where it has come to, or null at the end. */
  private Place step(Connection connection, String sql, Place from, LongConsumer each)
      throws SQLException {
    try (PreparedStatement select = connection.prepareStatement(sql)) {
      select.setString(1, tenant.value());
      select.setString(2, from.endpoint());
      select.setString(3, from.key());
      select.setInt(4, STEP);
      try (ResultSet row = select.executeQuery()) {
        Place last = null;
        int rows = 0;
        for (; row.next(); rows++) {
          last = new Place(row.getString(1), row.getString(2));
          each.accept(KeyFilter.hash(last.endpoint(), last.key()));
        }
        return rows < STEP ? null : last;
      }
    }
  }
}
