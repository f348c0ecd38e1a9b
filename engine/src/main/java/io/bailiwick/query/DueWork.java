package io.bailiwick.query;

import io.bailiwick.cluster.OverdueWork;
import io.bailiwick.protocol.EntityId;
import io.bailiwick.tenant.TenantId;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionStage;

/**
 * What must go on although nobody asks for it. What a node was in the middle of when it died is
 * found here. Thread-safe; never blocks.
 */
public final class DueWork {

  static final String SELECT_BOOKS =
      "SELECT wake_at_ms, tenant, book FROM book WHERE wake_at_ms <= ? AND wake_at_ms >= ? AND"
          + " (wake_at_ms > ? OR (tenant, book) > (?, ?)) ORDER BY wake_at_ms, tenant, book LIMIT"
          + " ?";

  private static final String SELECT_LATEST =
      "SELECT tenant, book FROM book ORDER BY wake_at_ms DESC LIMIT ?";

  private static final String COUNT_OVERDUE =
      "SELECT COUNT(*), MIN(wake_at_ms), (SELECT COUNT(*) FROM tenant WHERE status = 'CLOSED' AND"
          + " NOT close_complete) FROM (SELECT wake_at_ms FROM book WHERE wake_at_ms <= ? ORDER BY"
          + " wake_at_ms LIMIT ?) AS overdue";

  private static final String SELECT_CLOSES =
      "SELECT tenant FROM tenant WHERE status = 'CLOSED' AND NOT close_complete AND tenant %s ?"
          + " ORDER BY tenant LIMIT ?";

  private final Reads reads;

  public DueWork(Reads reads) {
    this.reads = reads;
  }

  /**
   * How far looks for due books have come. One lap is all that was due when it began, the longest
   * waiting first: what becomes due meanwhile is for the next lap, so that a lap has an end and
   * those whose work fails again and again keep nobody else from their turn.
   *
   * @param untilMs when the lap began
   */
  public record Place(long untilMs, long wakeAtMs, String tenant, int book) {

    /** Before the first lap. */
    public static final Place NOWHERE = beginning(Long.MIN_VALUE);

    private static Place beginning(long nowMs) {
      return new Place(nowMs, Long.MIN_VALUE, "", 0);
    }
  }

  /**
   * What one look has found.
   *
   * @param next where the next look goes on
   */
  public record DueBooks(Set<EntityId.OfBook> books, Place next) {}

  /**
   * Books that wanted to be woken by now, from {@code place} on; when its lap ends, the next one
   * begins.
   *
   * @param limit of one look; the rest is found by the next ones
   */
  public CompletionStage<DueBooks> books(long nowMs, Place place, int limit) {
    return reads.ask(
        connection -> {
          Set<EntityId.OfBook> books = new LinkedHashSet<>();
          Place next = addBooks(connection, place, limit, books);
          if (books.size() < limit) {
            next = addBooks(connection, Place.beginning(nowMs), limit - books.size(), books);
          }
          return new DueBooks(books, next);
        });
  }

  /**
   * Books that want to be woken last of all, due or not: some that were at work lately.
   *
   * @param limit how many at most
   */
  public CompletionStage<List<EntityId.OfBook>> latestBooks(int limit) {
    return reads.ask(
        connection -> {
          List<EntityId.OfBook> books = new ArrayList<>();
          try (PreparedStatement select = connection.prepareStatement(SELECT_LATEST)) {
            select.setInt(1, limit);
            try (ResultSet row = select.executeQuery()) {
              while (row.next()) {
                books.add(new EntityId.OfBook(new TenantId(row.getString(1)), row.getInt(2)));
              }
            }
          }
          return books;
        });
  }

  /** Where the lap goes on: after the last one, or nowhere if it has ended. */
  private static Place addBooks(
      Connection connection, Place place, int limit, Set<EntityId.OfBook> out) throws SQLException {
    try (PreparedStatement select = connection.prepareStatement(SELECT_BOOKS)) {
      select.setLong(1, place.untilMs());
      select.setLong(2, place.wakeAtMs());
      select.setLong(3, place.wakeAtMs());
      select.setString(4, place.tenant());
      select.setInt(5, place.book());
      select.setInt(6, limit);
      try (ResultSet row = select.executeQuery()) {
        Place last = Place.NOWHERE;
        int found = 0;
        while (row.next()) {
          found++;
          last = new Place(place.untilMs(), row.getLong(1), row.getString(2), row.getInt(3));
          out.add(new EntityId.OfBook(new TenantId(last.tenant()), last.book()));
        }
        return found < limit ? Place.NOWHERE : last;
      }
    }
  }

  /**
   * Tenants that are closed, but not all that they own is yet.
   *
   * @param after the last one of the look before, so that none keeps another from its turn; empty
   *     for the first look
   * @param limit of one look; the rest is found by the next ones
   */
  public CompletionStage<List<TenantId>> closes(String after, int limit) {
    return reads.ask(connection -> Columns.tenants(connection, SELECT_CLOSES, after, limit));
  }

  /** How much there is of both, and how late. */
  public CompletionStage<OverdueWork> overdue(long nowMs) {
    return reads.ask(
        connection -> {
          try (PreparedStatement select = connection.prepareStatement(COUNT_OVERDUE)) {
            select.setLong(1, nowMs);
            select.setInt(2, OverdueWork.BOOKS_COUNTED_MAX);
            try (ResultSet row = select.executeQuery()) {
              row.next();
              long books = row.getLong(1);
              long oldestMs = books == 0 ? 0 : nowMs - row.getLong(2);
              return new OverdueWork(books, oldestMs, row.getLong(3));
            }
          }
        });
  }
}
