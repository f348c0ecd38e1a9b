package io.bailiwick.record.query;

import io.bailiwick.query.Columns;
import io.bailiwick.query.Conditions;
import io.bailiwick.query.ListReply;
import io.bailiwick.query.Listing;
import io.bailiwick.query.PageRequest;
import io.bailiwick.query.Part;
import io.bailiwick.query.Reads;
import io.bailiwick.query.SortDirection;
import io.bailiwick.record.EventCategory;
import io.bailiwick.record.RecordIds;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.stream.Stream;

/** Events for clients and operators to look at. Thread-safe; never blocks. */
public final class EventQueries {

  static final String COLUMNS =
      "event_id, event_type, category, tenant, at_ms, source, scope, actor_type, key_id, source_ip,"
          + " data, correlation_id, request_id, trace_id, metadata";

  private static final List<String> OF_TENANTS =
      Stream.of(EventCategory.values())
          .filter(EventCategory::isShownToTenants)
          .map(EventCategory::text)
          .toList();

  private final Reads reads;

  public EventQueries(Reads reads) {
    this.reads = reads;
  }

  public CompletionStage<Optional<EventView>> byId(String eventId) {
    return reads.ask(
        connection ->
            Columns.canHold(eventId) ? byId(connection, eventId) : Optional.<EventView>empty());
  }

  private static Optional<EventView> byId(Connection connection, String eventId)
      throws SQLException {
    String sql = "SELECT " + COLUMNS + " FROM event WHERE event_id = ?";
    try (PreparedStatement select = connection.prepareStatement(sql)) {
      select.setString(1, eventId);
      try (ResultSet row = select.executeQuery()) {
        return row.next() ? Optional.of(read(row)) : Optional.empty();
      }
    }
  }

  /** A page of events. */
  public CompletionStage<ListReply<EventView>> list(
      EventFilter filter, EventSort sort, SortDirection direction, PageRequest page) {
    Listing<EventView> listing =
        new Listing<>(
            "event",
            COLUMNS,
            conditions(filter),
            sortedBy(sort),
            false,
            direction,
            List.of("event_id"),
            Listing.fingerprint(filter, sort, direction),
            EventQueries::read,
            true);
    return reads.ask(connection -> listing.page(connection, page));
  }

  /**
   * The events after one of them, the oldest first: a part of an export.
   *
   * @param after an id, or null for the oldest
   * @param limit of events; fewer are the last ones
   */
  public CompletionStage<Part<EventView>> following(EventFilter filter, String after, int limit) {
    return reads.ask(
        connection ->
            Part.of(
                Following.rows(
                    connection,
                    "event",
                    COLUMNS,
                    "event_id",
                    conditions(filter),
                    after,
                    limit,
                    EventQueries::read),
                limit,
                EventView::eventId));
  }

  /** The events of some conditions, the oldest first. */
  public static List<EventView> found(Connection connection, Conditions conditions, int limit)
      throws SQLException {
    return Following.rows(
        connection, "event", COLUMNS, "event_id", conditions, null, limit, EventQueries::read);
  }

  static Conditions conditions(EventFilter filter) {
    // Each of these ids is of a few events, and nothing must be looked for by anything else then.
    boolean isNarrow =
        filter.correlationId() != null || filter.traceId() != null || filter.requestId() != null;
    String beside = isNarrow ? " || ''" : "";
    Conditions conditions =
        new Conditions()
            .andIfGiven("correlation_id = ?", filter.correlationId())
            .andIfGiven("trace_id = ?", filter.traceId())
            .andIfGiven("request_id = ?", filter.requestId())
            .andIfGiven("tenant" + beside + " = ?", tenant(filter))
            .andIfGiven("event_type" + beside + " = ?", filter.eventType())
            .andIfGiven("category" + beside + " = ?", filter.category())
            .andWithin("scope", filter.scope())
            .andSearch(filter.search(), List.of("scope"), List.of("correlation_id"))
            .andReachedBy("scope", filter.keyScope());
    if (filter.isOfTenants()) {
      // The expression keeps an index on the category from being used, which three of them fill.
      conditions.andAny("category || ''", OF_TENANTS);
    }
    return Times.within("event_id", RecordIds.EVENT, filter.fromMs(), filter.toMs(), conditions);
  }

  /** A scope lies in its tenant, and the index begins with it. */
  private static String tenant(EventFilter filter) {
    return filter.tenant() == null && filter.scope() != null
        ? filter.scope().tenant().value()
        : filter.tenant();
  }

  private static String sortedBy(EventSort sort) {
    return switch (sort) {
      case EVENT_TYPE -> "event_type";
      case CATEGORY -> "category";
      case SCOPE -> "scope";
      case TENANT_ID -> "tenant";
      case TIMESTAMP -> "event_id";
    };
  }

  static EventView read(ResultSet row) throws SQLException {
    String scope = row.getString("scope");
    return new EventView(
        row.getString("event_id"),
        row.getString("event_type"),
        row.getString("category"),
        row.getString("tenant"),
        row.getLong("at_ms"),
        row.getString("source"),
        scope.isEmpty() ? null : scope,
        row.getString("actor_type"),
        row.getString("key_id"),
        row.getString("source_ip"),
        row.getString("data"),
        row.getString("correlation_id"),
        row.getString("request_id"),
        row.getString("trace_id"),
        row.getString("metadata"));
  }
}
