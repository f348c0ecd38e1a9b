package io.bailiwick.query;

import java.sql.ResultSet;
import java.sql.SQLException;

/** Columns that can be null, and those that hold the name of an enum. */
public final class Columns {

  private Columns() {}

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
