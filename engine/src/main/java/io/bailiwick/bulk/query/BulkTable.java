package io.bailiwick.bulk.query;

import io.bailiwick.amount.Unit;
import io.bailiwick.bulk.Bulk;
import io.bailiwick.bulk.BulkEnvelope;
import io.bailiwick.bulk.BulkKind;
import io.bailiwick.bulk.BulkOutcome;
import io.bailiwick.bulk.BulkOutcome.RowCode;
import io.bailiwick.bulk.BulkOutcome.SkipReason;
import io.bailiwick.bulk.BulkRow;
import io.bailiwick.bulk.RowOutcomes;
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
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Claims and their rows as they are now. One that is stored in a form that cannot be read is in the
 * way of nobody else: whoever looks for what is left passes over it, and only who asks for that one
 * fails. Thread-safe; never blocks.
 */
final class BulkTable {

  private static final Logger LOG = LoggerFactory.getLogger(BulkTable.class);

  /** Of one look, so that it ends however many claims cannot be read. */
  static final int PAGES_MAX = 50;

  /** Unreadable claims that a node warns of. */
  private static final int WARNED_MAX = 1_000;

  private static final String SELECT =
      "SELECT bulk_id, request, told_before, runner, beat, began_at_ms, envelope FROM bulk_action"
          + " WHERE ";

  private static final String BY_KEY = SELECT + "kind = ? AND idempotency_key = ?";

  private static final String BY_ID = SELECT + "bulk_id = ?";

  private static final String UNDER_WAY =
      SELECT
          + "envelope IS NULL AND (began_at_ms, bulk_id) > (?, ?) ORDER BY began_at_ms, bulk_id"
          + " LIMIT ?";

  private static final String ROWS =
      "SELECT position, row_id, scope, unit, outcome, code, message FROM bulk_row WHERE bulk_id = ?"
          + " ORDER BY position";

  private static final String LAST_TOLD =
      "SELECT coalesce(max(event_id), '') FROM event WHERE correlation_id = ?";

  private final Reads reads;

  /** Those that were warned of: each once by a node, although they are met at every look. */
  private final Set<String> unreadable = ConcurrentHashMap.newKeySet();

  BulkTable(Reads reads) {
    this.reads = reads;
  }

  CompletionStage<Optional<BulkClaim>> find(BulkKind kind, String idempotencyKey) {
    return reads.ask(connection -> first(connection, BY_KEY, kind.name(), idempotencyKey));
  }

  CompletionStage<Optional<BulkClaim>> byId(String id) {
    return reads.ask(connection -> first(connection, BY_ID, id));
  }

  /** Those that have not ended and can be read, the oldest first. */
  CompletionStage<List<BulkClaim>> underWay(int limit) {
    return reads.ask(
        connection -> {
          try (PreparedStatement select = connection.prepareStatement(UNDER_WAY)) {
            List<BulkClaim> readable = new ArrayList<>();
            Place after = Place.FIRST;
            for (int page = 0; page < PAGES_MAX && after != null; page++) {
              after = addPage(select, after, limit, readable);
              if (readable.size() >= limit) {
                return List.copyOf(readable.subList(0, limit));
              }
            }
            return List.copyOf(readable);
          }
        });
  }

  /** In the order of {@link #underWay}. */
  private record Place(long beganAtMs, String id) {
    private static final Place FIRST = new Place(Long.MIN_VALUE, "");
  }

  /** Adds what can be read of a page. Where the next one begins, or null after the last one. */
  private Place addPage(PreparedStatement select, Place after, int limit, List<BulkClaim> out)
      throws SQLException {
    select.setLong(1, after.beganAtMs());
    select.setString(2, after.id());
    select.setInt(3, limit);
    try (ResultSet row = select.executeQuery()) {
      Place last = null;
      int rows = 0;
      while (row.next()) {
        rows++;
        last = new Place(row.getLong("began_at_ms"), row.getString("bulk_id"));
        addIfReadable(row, last.id(), out);
      }
      return rows < limit ? null : last;
    }
  }

  private void addIfReadable(ResultSet row, String id, List<BulkClaim> out) throws SQLException {
    try {
      out.add(claim(row));
    } catch (RuntimeException e) {
      if (unreadable.size() < WARNED_MAX && unreadable.add(id)) {
        LOG.warn("bulk action {} cannot be read and is passed over", id, e);
      }
    }
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
      try (ResultSet row = select.executeQuery()) {
        return row.next() ? Optional.of(claim(row)) : Optional.empty();
      }
    }
  }

  /** Fails with a {@link RuntimeException} where its form is none that this version knows. */
  private static BulkClaim claim(ResultSet row) throws SQLException {
    String envelope = row.getString("envelope");
    return new BulkClaim(
        row.getString("bulk_id"),
        StoredJson.read(row.getString("request"), Bulk.class),
        row.getString("told_before"),
        row.getString("runner"),
        row.getLong("beat"),
        row.getLong("began_at_ms"),
        envelope == null ? null : StoredJson.read(envelope, BulkEnvelope.class));
  }

  /** One that cannot be read has failed, and the others have not. */
  private static ClaimedRow row(ResultSet row) throws SQLException {
    int position = row.getInt("position");
    String id = row.getString("row_id");
    try {
      String scope = row.getString("scope");
      return new ClaimedRow(
          position,
          new BulkRow(
              id,
              scope == null ? null : new ScopePath(scope),
              Columns.constantOrNull(row, "unit", Unit.class)),
          outcome(row));
    } catch (RuntimeException e) {
      LOG.warn("row {} of a bulk action cannot be read and has failed", id, e);
      return new ClaimedRow(position, new BulkRow(id, null, null), RowOutcomes.ofFault());
    }
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
