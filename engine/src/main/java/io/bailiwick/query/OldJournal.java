package io.bailiwick.query;

import io.bailiwick.projection.SqlStatement;
import io.bailiwick.projection.TableRanks;
import io.bailiwick.projection.TableWrite;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Rows of the journal that no recovery reads: they are old, and below the older one of the two
 * snapshots that their entity has. An entity with fewer snapshots keeps all of its rows, every
 * entity keeps its last ones.
 *
 * <p>Goes from entity to entity through the snapshots, so that what stays is not walked over, and
 * takes so many rows of an entity at a time as there may be in a step, so that a busy one keeps no
 * other from its turn. A row can hold many events, so a step is bounded in bytes as well.
 *
 * @param kept at least a day: the row under a sequence number is what shows an owner that there is
 *     another one, so nobody may be able to write under one whose row is gone
 */
public record OldJournal(Duration kept) implements OldRows {

  /** Entities that one look looks at: each is one or two reads in an index. */
  static final int ENTITIES_MAX = 50;

  /** Of payload in a step, and not much more than a row of it beyond that. */
  static final long STEP_BYTES_MAX = 1 << 20;

  static final String ENTITIES =
      "SELECT persistence_id, MIN(sequence_number), COUNT(*) FROM snapshot WHERE persistence_id > ?"
          + " GROUP BY persistence_id ORDER BY persistence_id LIMIT ?";

  static final String FIRST_ROWS =
      "SELECT sequence_number, write_timestamp, LENGTH(event_payload) FROM event_journal WHERE"
          + " persistence_id = ? AND sequence_number < ? ORDER BY sequence_number LIMIT ?";

  private static final SqlStatement DELETE =
      SqlStatement.every(
          TableRanks.OLD_JOURNAL_DELETE,
          "DELETE FROM event_journal WHERE persistence_id = ? AND sequence_number >= ? AND"
              + " sequence_number <= ?");

  /**
   * @param entity the last one that was looked at; empty at the beginning of a lap
   * @param isMore whether some entity of this lap has more that is old
   * @param isOver whether all have been looked at
   */
  private record Reached(String entity, boolean isMore, boolean isOver) {

    static final Reached NOBODY = new Reached("", false, false);
  }

  /** The first rows of an entity that are not needed. */
  private record Unneeded(long first, long last, int rows, long bytes) {}

  @Override
  public Look look(Connection connection, Place from, long nowMs, int rowsMax) throws SQLException {
    Reached reached = from == null ? Reached.NOBODY : (Reached) from.after();
    long beganMs = from == null ? nowMs : from.beganMs();
    if (reached.isOver()) {
      if (!reached.isMore() && !from.isOld(nowMs)) {
        return new Look(List.of(), 0, from, false);
      }
      reached = Reached.NOBODY;
      beganMs = nowMs;
    }
    return look(connection, reached, beganMs, nowMs - kept.toMillis(), rowsMax);
  }

  private static Look look(
      Connection connection, Reached from, long beganMs, long beforeMs, int rowsMax)
      throws SQLException {
    List<TableWrite> deletes = new ArrayList<>();
    int rows = 0;
    long bytes = 0;
    boolean isFull = false;
    int entities = 0;
    Reached reached = from;
    try (PreparedStatement select = connection.prepareStatement(ENTITIES)) {
      select.setString(1, from.entity());
      select.setInt(2, ENTITIES_MAX);
      try (ResultSet row = select.executeQuery()) {
        while (!isFull && row.next()) {
          entities++;
          String entity = row.getString(1);
          boolean isMore = reached.isMore();
          if (row.getInt(3) > 1) {
            Unneeded old =
                unneeded(
                    connection,
                    entity,
                    row.getLong(2),
                    beforeMs,
                    rowsMax - rows,
                    STEP_BYTES_MAX - bytes);
            if (old.rows() > 0) {
              deletes.add(TableWrite.of(DELETE, entity, old.first(), old.last()));
              rows += old.rows();
              bytes += old.bytes();
              isFull = rows == rowsMax || bytes >= STEP_BYTES_MAX;
              isMore = isMore || isFull;
            }
          }
          reached = new Reached(entity, isMore, false);
        }
      }
    }
    boolean isOver = !isFull && entities < ENTITIES_MAX;
    reached = new Reached(reached.entity(), reached.isMore(), isOver);
    return new Look(deletes, rows, new Place(reached, beganMs), !isOver || reached.isMore());
  }

  private static Unneeded unneeded(
      Connection connection,
      String entity,
      long snapshotAt,
      long beforeMs,
      int rowsMax,
      long bytesMax)
      throws SQLException {
    try (PreparedStatement select = connection.prepareStatement(FIRST_ROWS)) {
      select.setString(1, entity);
      select.setLong(2, snapshotAt);
      select.setInt(3, rowsMax);
      try (ResultSet row = select.executeQuery()) {
        long first = 0;
        long last = 0;
        int rows = 0;
        long bytes = 0;
        // Up to the first that is too young, so that no gap comes to be.
        while (bytes < bytesMax && row.next() && row.getLong(2) < beforeMs) {
          bytes += row.getLong(3);
          last = row.getLong(1);
          first = rows == 0 ? last : first;
          rows++;
        }
        return new Unneeded(first, last, rows, bytes);
      }
    }
  }
}
