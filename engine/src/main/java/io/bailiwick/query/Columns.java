package io.bailiwick.query;

import java.sql.ResultSet;
import java.sql.SQLException;

/** What columns can hold, those that can be null, and those that hold the name of an enum. */
public final class Columns {

  private Columns() {}

  /** Whether a column can hold {@code text}: U+0000 is nowhere. */
  public static boolean canHold(String text) {
    return text.indexOf('\0') < 0;
  }

  /** A number, or null. */
  public static Long longOrNull(ResultSet row, String column) throws SQLException {
    long value = row.getLong(column);
    return row.wasNull() ? null : value;
  }

  /** A small number, or null. */
  public static Integer intOrNull(ResultSet row, String column) throws SQLException {
    int value = row.getInt(column);
    return row.wasNull() ? null : value;
  }

  /** A constant by its name, or null. */
  public static <E extends Enum<E>> E constantOrNull(ResultSet row, String column, Class<E> type)
      throws SQLException {
    String name = row.getString(column);
    return name == null ? null : Enum.valueOf(type, name);
  }
}
