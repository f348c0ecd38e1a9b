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
 * <p>The ids of a page are found first, and its rows by them. So an index that has what is filtered
 * and sorted by is enough to find them, and what has to be sorted are ids and not whole rows.
 *
 * @param columns what {@code row} needs, the ids included
 * @param sortedBy an expression that is never null
 * @param isNumber whether that is a number, else a text
 * @param ids columns of text that make a row unique
 * @param fingerprint see {@link #fingerprint(Record, Enum, SortDirection)}
 * @param idsFollowSort whether the ids of equal rows go the way of the sort, so that one index
 *     serves both ways; else they ascend whichever way the list is sorted
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
    boolean idsFollowSort) {

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
      return read(connection, conditions, page.limit());
    }
    Optional<Cursor> cursor = Cursor.decoded(page.cursor(), fingerprint, ids.size());
    if (cursor.isEmpty() || (cursor.get().number() != null) != isNumber) {
      return new ListReply.ForeignCursor<>(FOREIGN);
    }
    return read(connection, after(cursor.get()), page.limit());
  }

  /**
   * What matches, without the rows up to the cursor. Nothing here is an {@code OR}: for one SQLite
   * would look some rows up in one index and the others in another, which together are all of them.
   * The cursor comes first: of two bounds of a column SQLite begins at the one that it sees first,
   * and a list of a range would be walked from its beginning for each page.
   */
  private Conditions after(Cursor cursor) {
    boolean ascends = direction == SortDirection.ASC;
    String idNames = String.join(", ", ids);
    String idMarks = String.join(", ", ids.stream().map(id -> "?").toList());
    List<Object> place = new ArrayList<>();
    place.add(cursor.value());
    place.addAll(cursor.ids());
    if (ascends || idsFollowSort) {
      return new Conditions()
          .and(
              "(%s, %s) %s (?, %s)".formatted(sortedBy, idNames, ascends ? ">" : "<", idMarks),
              place.toArray())
          .and(conditions);
    }
    return new Conditions()
        .and(sortedBy + " <= ?", cursor.value())
        .and(
            "NOT (%s >= ? AND (%s) <= (%s))".formatted(sortedBy, idNames, idMarks), place.toArray())
        .and(conditions);
  }

  private String sql(Conditions found) {
    List<String> named = ids.stream().map(id -> id + " AS page_" + id).toList();
    List<String> joined = ids.stream().map(id -> id + " = page_" + id).toList();
    return ("SELECT %1$s, sort_value FROM (SELECT %2$s, %3$s AS sort_value FROM %4$s WHERE %5$s"
            + " ORDER BY %6$s LIMIT ?) AS page JOIN %4$s ON %7$s ORDER BY %8$s")
        .formatted(
            columns,
            String.join(", ", named),
            sortedBy,
            table,
            found.sql(),
            order(sortedBy),
            String.join(" AND ", joined),
            order("sort_value"));
  }

  /** No column twice: SQLite would take no index but a unique one for such an order. */
  private String order(String first) {
    String way = " " + direction;
    StringBuilder order = new StringBuilder(first).append(way);
    for (String id : ids) {
      if (!id.equals(first)) {
        order.append(", ").append(id).append(idsFollowSort ? way : "");
      }
    }
    return order.toString();
  }

  private ListReply<T> read(Connection connection, Conditions found, int limit)
      throws SQLException {
    try (PreparedStatement select = connection.prepareStatement(sql(found))) {
      // One more says whether there is a next page.
      select.setInt(found.bind(select), limit + 1);
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
