package io.bailiwick.query;

import io.bailiwick.tenant.TenantId;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** Reads columns: those that can be null, those that hold a name; and what one can hold. */
public final class Columns {

  private Columns() {}

  /** Whether a column can hold {@code text}: U+0000 is nowhere. */
  public static boolean canHold(String text) {
    return text.indexOf('\0') < 0;
  }

  /**
   * The tenants that a query gives in its first column.
   *
   * @param sql whose only parameter is how many at most
   */
  public static List<TenantId> tenants(Connection connection, String sql, int limit)
      throws SQLException {
    try (PreparedStatement select = connection.prepareStatement(sql)) {
      select.setInt(1, limit);
      try (ResultSet row = select.executeQuery()) {
        List<TenantId> tenants = new ArrayList<>();
        while (row.next()) {
          tenants.add(new TenantId(row.getString(1)));
        }
        return List.copyOf(tenants);
      }
    }
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
