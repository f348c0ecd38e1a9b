package io.bailiwick.bulk.query;

import io.bailiwick.amount.Unit;
import io.bailiwick.bulk.Bulk;
import io.bailiwick.bulk.BulkEnvelope;
import io.bailiwick.bulk.BulkKind;
import io.bailiwick.bulk.BulkOutcome;
import io.bailiwick.bulk.BulkOutcome.RowCode;
import io.bailiwick.bulk.BulkOutcome.SkipReason;
import io.bailiwick.bulk.BulkRow;
import io.bailiwick.journal.codec.StoredJson;
import io.bailiwick.query.Columns;
import io.bailiwick.query.Reads;
import io.bailiwick.scope.ScopePath;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/** Claims and their rows as they are now. Thread-safe; never blocks. */
final class BulkTable {

  private static final String SELECT =
      "SELECT bulk_id, request, told_before, runner, beat, began_at_ms, envelope FROM bulk_action"
          + " WHERE ";

  private static final String BY_KEY = SELECT + "kind = ? AND idempotency_key = ?";

  private static final String BY_ID = SELECT + "bulk_id = ?";

  private static final String UNDER_WAY =
      SELECT + "envelope IS NULL ORDER BY began_at_ms, bulk_id LIMIT ?";

  private static final String ROWS =
      "SELECT position, row_id, scope, unit, outcome, code, message FROM bulk_row WHERE bulk_id = ?"
          + " ORDER BY position";

  private static final String LAST_TOLD =
      "SELECT coalesce(max(event_id), '') FROM event WHERE correlation_id = ?";

  private final Reads reads;

  BulkTable(Reads reads) {
    this.reads = reads;
  }

  CompletionStage<Optional<BulkClaim>> find(BulkKind kind, String idempotencyKey) {
    return reads.ask(connection -> first(connection, BY_KEY, kind.name(), idempotencyKey));
  }

  CompletionStage<Optional<BulkClaim>> byId(String id) {
    return reads.ask(connection -> first(connection, BY_ID, id));
  }

  /** Those that have not ended, the oldest first. */
  CompletionStage<List<BulkClaim>> underWay(int limit) {
    return reads.ask(
        connection -> {
          try (PreparedStatement select = connection.prepareStatement(UNDER_WAY)) {
            select.setInt(1, limit);
            return claims(select);
          }
        });
  }

  /** All rows of a claim that has not ended, in their order. */
  CompletionStage<List<ClaimedRow>> rows(String id) {
    return reads.ask(
        connection -> {
          try (PreparedStatement select = connection.prepareStatement(ROWS)) {
            select.setString(1, id);
            try (ResultSet row = select.executeQuery()) {
              List<ClaimedRow> rows = new ArrayList<>();
              while (row.next()) {
                rows.add(row(row));
              }
              return List.copyOf(rows);
            }
          }
        });
  }

  /** The last event under a correlation id, or "" where there is none. */
  CompletionStage<String> lastTold(String correlationId) {
    return reads.ask(
        connection -> {
          try (PreparedStatement select = connection.prepareStatement(LAST_TOLD)) {
            select.setString(1, correlationId);
            try (ResultSet row = select.executeQuery()) {
              row.next();
              return row.getString(1);
            }
          }
        });
  }

  private static Optional<BulkClaim> first(Connection connection, String sql, String... arguments)
      throws SQLException {
    try (PreparedStatement select = connection.prepareStatement(sql)) {
      for (int i = 0; i < arguments.length; i++) {
        select.setString(i + 1, arguments[i]);
      }
      return claims(select).stream().findFirst();
    }
  }

  private static List<BulkClaim> claims(PreparedStatement select) throws SQLException {
    try (ResultSet row = select.executeQuery()) {
      List<BulkClaim> claims = new ArrayList<>();
      while (row.next()) {
        String envelope = row.getString("envelope");
        claims.add(
            new BulkClaim(
                row.getString("bulk_id"),
                StoredJson.read(row.getString("request"), Bulk.class),
                row.getString("told_before"),
                row.getString("runner"),
                row.getLong("beat"),
                row.getLong("began_at_ms"),
                envelope == null ? null : StoredJson.read(envelope, BulkEnvelope.class)));
      }
      return List.copyOf(claims);
    }
  }

  private static ClaimedRow row(ResultSet row) throws SQLException {
    String scope = row.getString("scope");
    return new ClaimedRow(
        row.getInt("position"),
        new BulkRow(
            row.getString("row_id"),
            scope == null ? null : new ScopePath(scope),
            Columns.constantOrNull(row, "unit", Unit.class)),
        outcome(row));
  }

  private static BulkOutcome outcome(ResultSet row) throws SQLException {
    return switch (Columns.constantOrNull(row, "outcome", BulkWrites.Outcome.class)) {
      case SUCCEEDED -> new BulkOutcome.Succeeded();
      case FAILED ->
          new BulkOutcome.Failed(RowCode.valueOf(row.getString("code")), row.getString("message"));
      case SKIPPED -> new BulkOutcome.Skipped(SkipReason.valueOf(row.getString("code")));
      case null -> null;
    };
  }
}
