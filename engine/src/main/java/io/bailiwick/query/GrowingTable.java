package io.bailiwick.query;

import io.bailiwick.time.Stopwatch;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * A table that grows without end and has hardly an index: each row has a number ({@code ordering})
 * above those of all before it, and a stamp ({@code at_ms}) that is in the same order, but for what
 * writers of one moment differ by. A time is found by halves; whatever else is looked for is looked
 * for stretch by stretch, never for longer than a client waits, and then gone on with from there.
 */
public final class GrowingTable<T> {

  /** Numbers of one stretch: some hundredths of a second at most. */
  static final int STRETCH = 100_000;

  /**
   * How much later a row may be stamped than one after it, or more: a write that waits, and clocks
   * of nodes that are a little apart. Times are looked for with so much around them.
   */
  static final long DISORDER_MS = 60_000;

  /** What one request may look through: short beside what a client waits, and a query may take. */
  private static final long TIME_MAX_MS = 1_000;

  private final String table;
  private final String columns;
  private final Listing.Row<T> row;

  /**
   * @param columns what {@code row} needs, {@code ordering} included
   */
  public GrowingTable(String table, String columns, Listing.Row<T> row) {
    this.table = table;
    this.columns = columns;
    this.row = row;
  }

  /**
   * Numbers of rows.
   *
   * @param first inclusive
   * @param last inclusive; below {@code first} where there are none
   */
  public record Span(long first, long last) {
    boolean isEmpty() {
      return first > last;
    }
  }

  /** What is done with the rows of one stretch, of which it gets the first and the last number. */
  @FunctionalInterface
  public interface Stretch {

    /** Returns whether to go on. */
    boolean look(long first, long last) throws SQLException;
  }

  /**
   * The numbers of all rows of a time, with others around it.
   *
   * @param fromMs or null for the beginning
   * @param toMs or null for the end
   */
  public Span span(Connection connection, Long fromMs, Long toMs) throws SQLException {
    Span all = new Span(end(connection, "ASC"), end(connection, "DESC"));
    if (all.isEmpty()) {
      return all;
    }
    long first = fromMs == null ? all.first() : boundary(connection, all, fromMs - DISORDER_MS);
    long last = toMs == null ? all.last() : boundary(connection, all, toMs + DISORDER_MS + 1) - 1;
    return new Span(first, last);
  }

  /**
   * Walks through a span from its beginning, a stretch at a time.
   *
   * @return whether it came to the end within {@code ms}, or was told not to go on
   */
  public static boolean walk(Span span, long ms, Stretch stretch) throws SQLException {
    Stopwatch stopwatch = Stopwatch.start();
    for (long first = span.first(); first <= span.last(); first += STRETCH) {
      if (isOver(stopwatch, ms)) {
        return false;
      }
      if (!stretch.look(first, Math.min(span.last(), first + STRETCH - 1))) {
        return true;
      }
    }
    return true;
  }

  /**
   * A page, the newest first. It may have less than was asked for and yet go on: where it ended for
   * want of time.
   *
   * @param conditions of the rows, made anew at each call
   * @param fingerprint see {@link Listing#fingerprint}
   */
  public ListReply<T> page(
      Connection connection,
      Supplier<Conditions> conditions,
      Long fromMs,
      Long toMs,
      String fingerprint,
      PageRequest page)
      throws SQLException {
    long below = Long.MAX_VALUE;
    if (page.cursor() != null) {
      Optional<Cursor> cursor = Cursor.decoded(page.cursor(), fingerprint, 0);
      if (cursor.isEmpty() || cursor.get().number() == null) {
        return new ListReply.ForeignCursor<>(Listing.FOREIGN);
      }
      below = cursor.get().number();
    }
    Span span = span(connection, fromMs, toMs);
    Stopwatch stopwatch = Stopwatch.start();
    // One more says whether there is a next page.
    int wanted = page.limit() + 1;
    List<Numbered<T>> found = new ArrayList<>();
    long last = Math.min(span.last(), below - 1);
    while (last >= span.first() && found.size() < wanted) {
      if (isOver(stopwatch, TIME_MAX_MS)) {
        return new ListReply.Page<>(rows(found), cursor(fingerprint, last + 1));
      }
      long first = Math.max(span.first(), last - STRETCH + 1);
      found.addAll(
          select(connection, conditions.get(), first, last, "DESC", wanted - found.size()));
      last = first - 1;
    }
    if (found.size() < wanted) {
      return new ListReply.Page<>(rows(found), null);
    }
    found.removeLast();
    return new ListReply.Page<>(rows(found), cursor(fingerprint, found.getLast().number()));
  }

  /**
   * What follows a row, the oldest first: a part of an export.
   *
   * @param conditions of the rows, made anew at each call
   * @param after its number, or null for the beginning
   */
  public Part<T> following(
      Connection connection,
      Supplier<Conditions> conditions,
      Long fromMs,
      Long toMs,
      Long after,
      int limit)
      throws SQLException {
    Span span = span(connection, after == null ? fromMs : null, toMs);
    Stopwatch stopwatch = Stopwatch.start();
    List<Numbered<T>> found = new ArrayList<>();
    long first = after == null ? span.first() : Math.max(span.first(), after + 1);
    while (first <= span.last() && found.size() < limit) {
      if (isOver(stopwatch, TIME_MAX_MS)) {
        return new Part<>(rows(found), Long.toString(first - 1));
      }
      long last = Math.min(span.last(), first + STRETCH - 1);
      found.addAll(select(connection, conditions.get(), first, last, "ASC", limit - found.size()));
      first = last + 1;
    }
    return new Part<>(
        rows(found), found.size() < limit ? null : Long.toString(found.getLast().number()));
  }

  private record Numbered<T>(long number, T row) {}

  private List<Numbered<T>> select(
      Connection connection,
      Conditions conditions,
      long first,
      long last,
      String direction,
      int limit)
      throws SQLException {
    conditions.and("ordering BETWEEN ? AND ?", first, last);
    String sql =
        "SELECT %s FROM %s WHERE %s ORDER BY ordering %s LIMIT ?"
            .formatted(columns, table, conditions.sql(), direction);
    try (PreparedStatement select = connection.prepareStatement(sql)) {
      select.setInt(conditions.bind(select), limit);
      try (ResultSet result = select.executeQuery()) {
        List<Numbered<T>> rows = new ArrayList<>();
        while (result.next()) {
          rows.add(new Numbered<>(result.getLong("ordering"), row.read(result)));
        }
        return rows;
      }
    }
  }

  /** The first number from which on rows are of {@code ms} or later, as far as is looked. */
  private long boundary(Connection connection, Span all, long ms) throws SQLException {
    String sql =
        "SELECT ordering, at_ms FROM %s WHERE ordering >= ? ORDER BY ordering LIMIT 1"
            .formatted(table);
    long low = all.first();
    long high = all.last() + 1;
    try (PreparedStatement select = connection.prepareStatement(sql)) {
      while (low < high) {
        long middle = low + (high - low) / 2;
        select.setLong(1, middle);
        try (ResultSet found = select.executeQuery()) {
          // None where the rest has been removed since.
          if (!found.next() || found.getLong(2) >= ms) {
            high = middle;
          } else {
            low = found.getLong(1) + 1;
          }
        }
      }
    }
    return low;
  }

  /** The least or the greatest number; 0 and -1 where there is none. */
  private long end(Connection connection, String direction) throws SQLException {
    String sql = "SELECT ordering FROM %s ORDER BY ordering %s LIMIT 1".formatted(table, direction);
    try (PreparedStatement select = connection.prepareStatement(sql);
        ResultSet found = select.executeQuery()) {
      return found.next() ? found.getLong(1) : direction.equals("ASC") ? 0 : -1;
    }
  }

  private static <T> List<T> rows(List<Numbered<T>> found) {
    return found.stream().map(Numbered::row).toList();
  }

  private static String cursor(String fingerprint, long number) {
    return new Cursor(fingerprint, null, number, List.of()).encoded();
  }

  private static boolean isOver(Stopwatch stopwatch, long ms) {
    return stopwatch.elapsedNanos() >= TimeUnit.MILLISECONDS.toNanos(ms);
  }
}
