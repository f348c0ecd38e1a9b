package io.bailiwick.query;

import io.bailiwick.projection.SqlStatement;
import io.bailiwick.projection.TableWrite;
import io.bailiwick.record.RecordIds;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongFunction;

/**
 * Rows whose age is in the order of an indexed column: a time, or an id that begins with one.
 *
 * @param select that column first, then what else {@code delete} wants to know; its arguments are
 *     the least key, the key that is too young, and how many rows
 * @param delete of one row, with the selected columns as arguments
 * @param beginning less than all keys
 * @param end from a time to the key that is too young then
 */
public record KeyedRows(
    String select, SqlStatement delete, Object beginning, LongFunction<Object> end)
    implements OldRows {

  /** By a time in milliseconds. */
  public static KeyedRows byTime(String select, SqlStatement delete, Duration kept) {
    return new KeyedRows(select, delete, Long.MIN_VALUE, nowMs -> nowMs - kept.toMillis());
  }

  /** By an id of {@link RecordIds}. */
  public static KeyedRows byId(String select, SqlStatement delete, String prefix, Duration kept) {
    return new KeyedRows(
        select, delete, "", nowMs -> RecordIds.beginning(prefix, nowMs - kept.toMillis()));
  }

  @Override
  public String toString() {
    return select;
  }

  @Override
  public Look look(Connection connection, Place from, long nowMs, int rowsMax) throws SQLException {
    Place place = Place.from(from, beginning, nowMs);
    List<TableWrite> deletes = new ArrayList<>();
    Object last = place.after();
    try (PreparedStatement query = connection.prepareStatement(select)) {
      query.setObject(1, last);
      query.setObject(2, end.apply(nowMs));
      query.setInt(3, rowsMax);
      try (ResultSet row = query.executeQuery()) {
        int columns = row.getMetaData().getColumnCount();
        while (row.next()) {
          Object[] key = new Object[columns];
          for (int i = 0; i < columns; i++) {
            key[i] = row.getObject(i + 1);
          }
          deletes.add(TableWrite.of(delete, key));
          last = key[0];
        }
      }
    }
    return new Look(
        deletes, deletes.size(), new Place(last, place.beganMs()), deletes.size() == rowsMax);
  }
}
