package io.bailiwick.record.query;

import io.bailiwick.query.Conditions;
import io.bailiwick.query.Listing;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/**
 * The rows of a table after one of them, the oldest first: a part of an export, which goes on where
 * the last row of the part before was, however many came since.
 */
final class Following {

  private Following() {}

  /**
   * @param after an id, or null for the oldest
   * @param limit of rows; fewer are the last ones
   */
  static <T> List<T> rows(
      Connection connection,
      String table,
      String columns,
      String id,
      Conditions conditions,
      String after,
      int limit,
      Listing.Row<T> row)
      throws SQLException {
    conditions.andIfGiven(id + " > ?", after);
    String sql =
        "SELECT %s FROM %s WHERE %s ORDER BY %s LIMIT ?"
            .formatted(columns, table, conditions.sql(), id);
    try (PreparedStatement select = connection.prepareStatement(sql)) {
      select.setInt(conditions.bind(select), limit);
      try (ResultSet result = select.executeQuery()) {
        List<T> rows = new ArrayList<>();
        while (result.next()) {
          rows.add(row.read(result));
        }
        return List.copyOf(rows);
      }
    }
  }
}
