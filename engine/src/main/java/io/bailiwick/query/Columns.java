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
   * The tenants that a query gives in its first column, in their order from one on and round to it
   * again, each once.
   *
   * @param sql whose parameters are a tenant and how many at most, with {@code %s} for how the
   *     tenants compare with that one
   * @param after where to begin; empty for the first one
   */
  public static List<TenantId> tenants(Connection connection, String sql, String after, int limit)
      throws SQLException {
    List<TenantId> tenants = new ArrayList<>();
    addTenants(connection, sql.formatted(">"), after, limit, tenants);
    if (tenants.size() < limit) {
      addTenants(connection, sql.formatted("<="), after, limit - tenants.size(), tenants);
    }
    return List.copyOf(tenants);
  }

  private static void addTenants(
      Connection connection, String sql, String tenant, int limit, List<TenantId> out)
      throws SQLException {
    try (PreparedStatement select = connection.prepareStatement(sql)) {
      select.setString(1, tenant);
      select.setInt(2, limit);
      try (ResultSet row = select.executeQuery()) {
        while (row.next()) {
          out.add(new TenantId(row.getString(1)));
        }
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
