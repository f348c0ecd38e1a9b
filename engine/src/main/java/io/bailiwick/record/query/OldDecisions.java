package io.bailiwick.record.query;

import io.bailiwick.projection.SqlStatement;
import io.bailiwick.projection.TableRanks;
import io.bailiwick.projection.TableWrite;
import io.bailiwick.query.OldRows;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;

/**
 * Decisions, of which every lifecycle makes several: they are removed by their numbers, all in one
 * statement, which costs less for a row.
 */
public record OldDecisions(Duration kept) implements OldRows {

  /** Of one step. They lie side by side, and are removed in half the time of others. */
  public static final int STEP_ROWS_MAX = 400;

  /** Rows are in the order of time but for a moment: what is younger among them stays. */
  public static final String SELECT =
      "SELECT MAX(ordering), COUNT(*) FROM (SELECT ordering, at_ms FROM decision_log WHERE ordering"
          + " > ? ORDER BY ordering LIMIT ?) AS oldest WHERE at_ms < ?";

  private static final SqlStatement DELETE =
      SqlStatement.every(
          TableRanks.OLD_DECISION_DELETE,
          "DELETE FROM decision_log WHERE ordering > ? AND ordering <= ? AND at_ms < ?");

  @Override
  public Look look(Connection connection, Place from, long nowMs, int rowsMax) throws SQLException {
    Place place = Place.from(from, 0L, nowMs);
    long beforeMs = nowMs - kept.toMillis();
    try (PreparedStatement select = connection.prepareStatement(SELECT)) {
      select.setLong(1, (Long) place.after());
      select.setInt(2, rowsMax);
      select.setLong(3, beforeMs);
      try (ResultSet row = select.executeQuery()) {
        row.next();
        long last = row.getLong(1);
        int rows = row.getInt(2);
        return rows == 0
            ? new Look(List.of(), 0, place, false)
            : new Look(
                List.of(TableWrite.of(DELETE, place.after(), last, beforeMs)),
                rows,
                new Place(last, place.beganMs()),
                // Some of the oldest may be younger than their neighbours.
                rows > rowsMax / 2);
      }
    }
  }
}
