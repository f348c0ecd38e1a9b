package io.bailiwick.webhook.query;

import io.bailiwick.query.Columns;
import io.bailiwick.query.Conditions;
import io.bailiwick.query.ListReply;
import io.bailiwick.query.Listing;
import io.bailiwick.query.PageRequest;
import io.bailiwick.query.Reads;
import io.bailiwick.query.SortDirection;
import io.bailiwick.webhook.CallResult;
import io.bailiwick.webhook.Delivery;
import io.bailiwick.webhook.DeliveryStatus;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;

/** Deliveries to look at, the latest first. Thread-safe; never blocks. */
public final class DeliveryQueries {

  private static final String COLUMNS =
      "delivery_id, subscription_id, event_id, event_type, status, attempted_at_ms,"
          + " completed_at_ms, attempts, response_status, response_time_ms, error_message,"
          + " next_retry_at_ms, trace_id";

  /** The only order. */
  private enum Sort {
    ATTEMPTED_AT
  }

  private final Reads reads;

  public DeliveryQueries(Reads reads) {
    this.reads = reads;
  }

  /** A page of deliveries of one subscription. */
  public CompletionStage<ListReply<Delivery>> list(DeliveryFilter filter, PageRequest page) {
    return reads.ask(connection -> listing(filter).page(connection, page));
  }

  /**
   * Deliveries of some events, the earliest first.
   *
   * @param eventIds at least one
   */
  public static List<Delivery> ofEvents(Connection connection, List<String> eventIds, int limit)
      throws SQLException {
    Conditions conditions = new Conditions().andAny("event_id", eventIds);
    String sql =
        "SELECT %s FROM webhook_delivery WHERE %s ORDER BY attempted_at_ms, delivery_id LIMIT ?"
            .formatted(COLUMNS, conditions.sql());
    try (PreparedStatement select = connection.prepareStatement(sql)) {
      select.setInt(conditions.bind(select), limit);
      try (ResultSet row = select.executeQuery()) {
        List<Delivery> found = new ArrayList<>();
        while (row.next()) {
          found.add(read(row));
        }
        return List.copyOf(found);
      }
    }
  }

  static Listing<Delivery> listing(DeliveryFilter filter) {
    Conditions conditions =
        new Conditions()
            .and("subscription_id = ?", filter.subscriptionId())
            .andIfGiven("status = ?", filter.status() == null ? null : filter.status().name())
            .andIfGiven("attempted_at_ms >= ?", filter.fromMs())
            .andIfGiven("attempted_at_ms <= ?", filter.toMs());
    return new Listing<>(
        "webhook_delivery",
        COLUMNS,
        conditions,
        "attempted_at_ms",
        true,
        SortDirection.DESC,
        List.of("delivery_id"),
        Listing.fingerprint(filter, Sort.ATTEMPTED_AT, SortDirection.DESC),
        DeliveryQueries::read);
  }

  private static Delivery read(ResultSet row) throws SQLException {
    return new Delivery(
        row.getString("delivery_id"),
        row.getString("subscription_id"),
        row.getString("event_id"),
        row.getString("event_type"),
        DeliveryStatus.valueOf(row.getString("status")),
        row.getLong("attempted_at_ms"),
        Columns.longOrNull(row, "completed_at_ms"),
        row.getInt("attempts"),
        new CallResult(
            Columns.intOrNull(row, "response_status"),
            Columns.longOrNull(row, "response_time_ms"),
            row.getString("error_message")),
        Columns.longOrNull(row, "next_retry_at_ms"),
        row.getString("trace_id"));
  }
}
