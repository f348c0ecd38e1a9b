package io.bailiwick.record.query;

import io.bailiwick.config.RecordSettings;
import io.bailiwick.journal.JournalWriter;
import io.bailiwick.projection.SqlStatement;
import io.bailiwick.projection.TableRanks;
import io.bailiwick.projection.TableWrite;
import io.bailiwick.query.Reads;
import io.bailiwick.record.AuditEntry;
import io.bailiwick.record.RecordIds;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Removes events, audit entries and decisions that are kept long enough, each class as long as its
 * setting says. In small steps, as the one writer of the node has better things to do; what is old
 * is looked for on the read pool, from the oldest on. Called by a timer. Thread-safe; never blocks.
 */
public final class RecordRetention {

  /** Rows of each class in a step: a few milliseconds of the writer's time. */
  public static final int STEP_ROWS_MAX = 200;

  /**
   * The same for decisions, of which every lifecycle makes several: they are removed by their
   * numbers, all in one statement, so that they go faster than they can come.
   */
  static final int STEP_DECISIONS_MAX = 5_000;

  static final String OLD_EVENTS =
      "SELECT event_id FROM event WHERE event_id < ? ORDER BY event_id LIMIT ?";

  static final String OLD_UNAUTHENTICATED =
      "SELECT log_id FROM audit_log WHERE tenant = '"
          + AuditEntry.UNAUTHENTICATED
          + "' AND log_id < ? ORDER BY log_id LIMIT ?";

  /** Those of nobody knows whom are kept no longer, so that all of this age may go. */
  static final String OLD_AUDITS =
      "SELECT log_id FROM audit_log WHERE log_id < ? ORDER BY log_id LIMIT ?";

  private static final SqlStatement DELETE_EVENT =
      SqlStatement.every(TableRanks.OLD_EVENT_DELETE, "DELETE FROM event WHERE event_id = ?");

  /** Rows are in the order of time but for a moment: what is younger among them stays. */
  static final String OLD_DECISIONS =
      "SELECT MAX(ordering), COUNT(*) FROM (SELECT ordering, at_ms FROM decision_log ORDER BY"
          + " ordering LIMIT ?) AS oldest WHERE at_ms < ?";

  private static final SqlStatement DELETE_DECISIONS =
      SqlStatement.every(
          TableRanks.OLD_DECISION_DELETE,
          "DELETE FROM decision_log WHERE ordering <= ? AND at_ms < ?");

  private static final SqlStatement DELETE_AUDIT =
      SqlStatement.every(TableRanks.OLD_AUDIT_DELETE, "DELETE FROM audit_log WHERE log_id = ?");

  private final Reads reads;
  private final JournalWriter writer;
  private final RecordSettings settings;

  public RecordRetention(Reads reads, JournalWriter writer, RecordSettings settings) {
    this.reads = reads;
    this.writer = writer;
    this.settings = settings;
  }

  /**
   * Removes some of what is old by now.
   *
   * @return how many rows; when it is {@link #STEP_ROWS_MAX} or more, there may be further ones
   */
  public CompletionStage<Integer> step(long nowMs) {
    return reads
        .ask(connection -> deletes(connection, nowMs))
        .thenCompose(
            old ->
                old.deletes().isEmpty()
                    ? CompletableFuture.completedFuture(0)
                    : writer.write(old.deletes()).thenApply(written -> old.rows()));
  }

  /**
   * @param rows that the statements remove
   */
  private record Old(List<TableWrite> deletes, int rows) {}

  private Old deletes(Connection connection, long nowMs) throws SQLException {
    List<TableWrite> deletes = new ArrayList<>();
    add(
        connection,
        OLD_EVENTS,
        RecordIds.EVENT,
        settings.eventRetention(),
        nowMs,
        DELETE_EVENT,
        deletes);
    add(
        connection,
        OLD_UNAUTHENTICATED,
        RecordIds.AUDIT,
        settings.unauthenticatedRetention(),
        nowMs,
        DELETE_AUDIT,
        deletes);
    add(
        connection,
        OLD_AUDITS,
        RecordIds.AUDIT,
        settings.auditRetention(),
        nowMs,
        DELETE_AUDIT,
        deletes);
    int single = deletes.size();
    return new Old(deletes, single + addDecisions(connection, nowMs, deletes));
  }

  private int addDecisions(Connection connection, long nowMs, List<TableWrite> out)
      throws SQLException {
    if (settings.decisionRetention().isZero()) {
      return 0;
    }
    long beforeMs = nowMs - settings.decisionRetention().toMillis();
    try (PreparedStatement select = connection.prepareStatement(OLD_DECISIONS)) {
      select.setInt(1, STEP_DECISIONS_MAX);
      select.setLong(2, beforeMs);
      try (ResultSet row = select.executeQuery()) {
        row.next();
        int rows = row.getInt(2);
        if (rows > 0) {
          out.add(TableWrite.of(DELETE_DECISIONS, row.getLong(1), beforeMs));
        }
        return rows;
      }
    }
  }

  private static void add(
      Connection connection,
      String sql,
      String prefix,
      Duration kept,
      long nowMs,
      SqlStatement delete,
      List<TableWrite> out)
      throws SQLException {
    if (kept.isZero()) {
      return;
    }
    try (PreparedStatement select = connection.prepareStatement(sql)) {
      select.setString(1, RecordIds.beginning(prefix, nowMs - kept.toMillis()));
      select.setInt(2, STEP_ROWS_MAX);
      try (ResultSet row = select.executeQuery()) {
        while (row.next()) {
          out.add(TableWrite.of(delete, row.getString(1)));
        }
      }
    }
  }
}
