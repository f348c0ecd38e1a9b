package io.bailiwick.query;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * Everything that a filter selects at one moment, where it is not too much.
 *
 * @param total how many there are
 * @param rows all of them, or none where they are more than was asked for
 */
public record Matches<T>(long total, List<T> rows) {

  public Matches {
    rows = List.copyOf(rows);
  }

  /** The same of something else. */
  public <R> Matches<R> map(Function<T, R> each) {
    return new Matches<>(total, rows.stream().map(each).toList());
  }

  /**
   * Reads them.
   *
   * @param columns what {@code row} needs
   * @param conditions of a list, so that what is selected is what it shows
   * @param order columns that make a row unique
   * @param max rows that are wanted
   */
  public static <T> Matches<T> read(
      Connection connection,
      String table,
      String columns,
      Conditions conditions,
      String order,
      int max,
      Listing.Row<T> row)
      throws SQLException {
    String sql =
        "SELECT %s FROM %s WHERE %s ORDER BY %s LIMIT ?"
            .formatted(columns, table, conditions.sql(), order);
    List<T> rows = new ArrayList<>();
    try (PreparedStatement select = connection.prepareStatement(sql)) {
      select.setInt(conditions.bind(select), max + 1);
      try (ResultSet result = select.executeQuery()) {
        while (result.next()) {
          rows.add(row.read(result));
        }
      }
    }
    return rows.size() <= max
        ? new Matches<>(rows.size(), rows)
        : new Matches<>(count(connection, table, conditions), List.of());
  }

  private static long count(Connection connection, String table, Conditions conditions)
      throws SQLException {
    String sql = "SELECT COUNT(*) FROM %s WHERE %s".formatted(table, conditions.sql());
    try (PreparedStatement select = connection.prepareStatement(sql)) {
      conditions.bind(select);
      try (ResultSet result = select.executeQuery()) {
        result.next();
        return result.getLong(1);
      }
    }
  }
}
