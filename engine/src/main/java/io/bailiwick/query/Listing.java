package io.bailiwick.query;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * One list of one table, walked by key.
 *
 * @param columns what {@code row} needs, the ids included
 * @param sortedBy an expression that is never null
 * @param isNumber whether that is a number, else a text
 * @param ids columns of text that make a row unique; ascending whichever way the list is sorted
 * @param fingerprint see {@link #fingerprint(Record, Enum, SortDirection)}
 * @param findsIdsFirst whether the ids of a page are found first, and its rows by them, so that
 *     rows are only touched if they are shown; there is one id then, and it goes the way of the
 *     sort, so that one index serves both ways
 */
public record Listing<T>(
    String table,
    String columns,
    Conditions conditions,
    String sortedBy,
    boolean isNumber,
    SortDirection direction,
    List<String> ids,
    String fingerprint,
    Row<T> row,
    boolean findsIdsFirst) {

  static final String FOREIGN =
      "Cursor is not valid for these filters and this order; start again without a cursor";

  public Listing(
      String table,
      String columns,
      Conditions conditions,
      String sortedBy,
      boolean isNumber,
      SortDirection direction,
      List<String> ids,
      String fingerprint,
      Row<T> row) {
    this(table, columns, conditions, sortedBy, isNumber, direction, ids, fingerprint, row, false);
  }

  /** Reads the row that the result stands on. */
  @FunctionalInterface
  public interface Row<T> {
    T read(ResultSet result) throws SQLException;
  }

  /** What makes a list the same as another one: its filter, what it is sorted by, and which way. */
  public static String fingerprint(Record filter, Enum<?> sort, SortDirection direction) {
    return Cursor.fingerprint(filter + " " + sort + ' ' + direction);
  }

  /** A page of it. */
  public ListReply<T> page(Connection connection, PageRequest page) throws SQLException {
    if (page.cursor() == null) {
      return read(connection, page.limit());
    }
    Optional<Cursor> cursor = Cursor.decoded(page.cursor(), fingerprint, ids.size());
    if (cursor.isEmpty() || (cursor.get().number() != null) != isNumber) {
      return new ListReply.ForeignCursor<>(FOREIGN);
    }
    goOnAfter(cursor.get());
    return read(connection, page.limit());
  }

  private void goOnAfter(Cursor cursor) {
    String beyond = direction == SortDirection.ASC ? ">" : "<";
    // The first comparison says nothing new, but an index can begin with it.
    conditions.and(sortedBy + ' ' + beyond + "= ?", cursor.value());
    List<Object> arguments = new ArrayList<>();
    arguments.add(cursor.value());
    arguments.addAll(cursor.ids());
    conditions.and(
        "(%s %s ? OR (%s) %s (%s))"
            .formatted(
                sortedBy,
                beyond,
                String.join(", ", ids),
                findsIdsFirst ? beyond : ">",
                String.join(", ", ids.stream().map(id -> "?").toList())),
        arguments.toArray());
  }

  private String sql() {
    if (findsIdsFirst) {
      String id = ids.getFirst();
      return ("SELECT %1$s, sort_value FROM (SELECT %2$s AS page_id, %3$s AS sort_value FROM %4$s"
              + " WHERE %5$s ORDER BY %3$s %6$s, %2$s %6$s LIMIT ?) AS page JOIN %4$s ON %2$s ="
              + " page_id ORDER BY sort_value %6$s, %2$s %6$s")
          .formatted(columns, id, sortedBy, table, conditions.sql(), direction);
    }
    return "SELECT %s, %s AS sort_value FROM %s WHERE %s ORDER BY %s %s, %s LIMIT ?"
        .formatted(
            columns,
            sortedBy,
            table,
            conditions.sql(),
            sortedBy,
            direction,
            String.join(", ", ids));
  }

  private ListReply<T> read(Connection connection, int limit) throws SQLException {
    try (PreparedStatement select = connection.prepareStatement(sql())) {
      // One more says whether there is a next page.
      select.setInt(conditions.bind(select), limit + 1);
      try (ResultSet result = select.executeQuery()) {
        List<T> items = new ArrayList<>();
        Cursor last = null;
        while (result.next()) {
          if (items.size() == limit) {
            return new ListReply.Page<>(List.copyOf(items), last.encoded());
          }
          items.add(row.read(result));
          last = items.size() == limit ? cursor(result) : null;
        }
        return new ListReply.Page<>(List.copyOf(items), null);
      }
    }
  }

  private Cursor cursor(ResultSet result) throws SQLException {
    List<String> values = new ArrayList<>();
    for (String id : ids) {
      values.add(result.getString(id));
    }
    return isNumber
        ? new Cursor(fingerprint, null, result.getLong("sort_value"), values)
        : new Cursor(fingerprint, result.getString("sort_value"), null, values);
  }
}
