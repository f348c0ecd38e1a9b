package io.bailiwick.query;

import io.bailiwick.cluster.OverdueWork;
import io.bailiwick.protocol.EntityId;
import io.bailiwick.tenant.TenantId;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;

/**
 * What must go on although nobody asks for it. What a node was in the middle of when it died is
 * found here. Thread-safe; never blocks.
 */
public final class DueWork {

  static final String SELECT_BOOKS =
      "SELECT tenant, book FROM book WHERE wake_at_ms <= ? ORDER BY wake_at_ms LIMIT ?";

  private static final String COUNT_OVERDUE =
      "SELECT COUNT(*), MIN(wake_at_ms), (SELECT COUNT(*) FROM tenant WHERE status = 'CLOSED' AND"
          + " NOT close_complete) FROM (SELECT wake_at_ms FROM book WHERE wake_at_ms <= ? ORDER BY"
          + " wake_at_ms LIMIT ?) AS overdue";

  private static final String SELECT_CLOSES =
      "SELECT tenant FROM tenant WHERE status = 'CLOSED' AND NOT close_complete ORDER BY tenant"
          + " LIMIT ?";

  private final Reads reads;

  public DueWork(Reads reads) {
    this.reads = reads;
  }

  /**
   * Books that wanted to be woken by now, the longest waiting first.
   *
   * @param limit of one look; the rest is found by the next
   */
  public CompletionStage<List<EntityId.OfBook>> books(long nowMs, int limit) {
    return reads.ask(
        connection -> {
          try (PreparedStatement select = connection.prepareStatement(SELECT_BOOKS)) {
            select.setLong(1, nowMs);
            select.setInt(2, limit);
            try (ResultSet row = select.executeQuery()) {
              List<EntityId.OfBook> books = new ArrayList<>();
              while (row.next()) {
                books.add(new EntityId.OfBook(new TenantId(row.getString(1)), row.getInt(2)));
              }
              return List.copyOf(books);
            }
          }
        });
  }

  /**
   * Tenants that are closed, but not all that they own is yet.
   *
   * @param limit of one look; the rest is found by the next
   */
  public CompletionStage<List<TenantId>> closes(int limit) {
    return reads.ask(connection -> Columns.tenants(connection, SELECT_CLOSES, limit));
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
