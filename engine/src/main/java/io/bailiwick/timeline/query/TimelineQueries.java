package io.bailiwick.timeline.query;

import io.bailiwick.query.Conditions;
import io.bailiwick.query.ListReply;
import io.bailiwick.query.PageRequest;
import io.bailiwick.query.Reads;
import io.bailiwick.record.query.AuditQueries;
import io.bailiwick.record.query.AuditView;
import io.bailiwick.record.query.DecisionQueries;
import io.bailiwick.record.query.DecisionView;
import io.bailiwick.record.query.EventQueries;
import io.bailiwick.record.query.EventView;
import io.bailiwick.timeline.query.Timeline.Item;
import io.bailiwick.webhook.Delivery;
import io.bailiwick.webhook.query.DeliveryQueries;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/** Gathers what was recorded under one id. Thread-safe; never blocks. */
public final class TimelineQueries {

  /** Of each: decisions, events, audit entries and deliveries. */
  public static final int EACH_MAX = 200;

  /** Requests of one correlation id that are followed. */
  private static final int REQUESTS_MAX = 25;

  private final Reads reads;

  public TimelineQueries(Reads reads) {
    this.reads = reads;
  }

  /**
   * The timeline of an id.
   *
   * @param fromMs in milliseconds since 1970, inclusive, or null
   * @param toMs the same
   */
  public CompletionStage<Timeline> of(TimelineId id, Long fromMs, Long toMs) {
    return reads.ask(connection -> new Gathering(connection, fromMs, toMs).of(id));
  }

  /** One answer in the making. */
  private static final class Gathering {
    private final Connection connection;
    private final Long fromMs;
    private final Long toMs;
    private final List<Item> items = new ArrayList<>();
    private boolean isCut;

    Gathering(Connection connection, Long fromMs, Long toMs) {
      this.connection = connection;
      this.fromMs = fromMs;
      this.toMs = toMs;
    }

    Timeline of(TimelineId id) throws SQLException {
      switch (id) {
        case TimelineId.Trace(var trace) -> {
          follow(events("trace_id = ?", trace));
          audits("trace_id", List.of(trace));
          decisions("trace_id", List.of(trace));
        }
        case TimelineId.Request(var request) -> {
          follow(events("request_id = ?", request));
          audits("request_id", List.of(request));
          decisions("request_id", List.of(request));
        }
        case TimelineId.Correlation(var correlation) -> {
          List<EventView> events = events("correlation_id = ?", correlation);
          follow(events);
          List<String> requests =
              events.stream()
                  .map(EventView::requestId)
                  .filter(Objects::nonNull)
                  .distinct()
                  .toList();
          isCut |= requests.size() > REQUESTS_MAX;
          requests = requests.subList(0, Math.min(requests.size(), REQUESTS_MAX));
          // Only the requests of its events are known to belong to it.
          if (!requests.isEmpty()) {
            audits("request_id", requests);
            decisions("request_id", requests);
          }
        }
      }
      items.sort(
          Comparator.comparingLong(Item::atMs)
              .thenComparingInt(Item::rank)
              .thenComparing(Item::id));
      return new Timeline(List.copyOf(items), !isCut);
    }

    private List<EventView> events(String condition, String value) throws SQLException {
      Conditions conditions = within(new Conditions().and(condition, value));
      return shown(EventQueries.found(connection, conditions, EACH_MAX + 1));
    }

    /** Adds events and their deliveries. */
    private void follow(List<EventView> events) throws SQLException {
      add(events, Timeline.OfEvent::new);
      List<String> ids = events.stream().map(EventView::eventId).toList();
      if (!ids.isEmpty()) {
        List<Delivery> deliveries = DeliveryQueries.ofEvents(connection, ids, EACH_MAX + 1);
        add(shown(deliveries), Timeline.OfDelivery::new);
      }
    }

    private void audits(String column, List<String> values) throws SQLException {
      Conditions conditions = within(new Conditions().andAny(column, values));
      List<AuditView> found = AuditQueries.found(connection, conditions, EACH_MAX + 1);
      add(shown(found), Timeline.OfAudit::new);
    }

    private void decisions(String column, List<String> values) throws SQLException {
      ListReply<DecisionView> reply =
          DecisionQueries.LOG.page(
              connection,
              () -> within(new Conditions().andAny(column, values)),
              fromMs,
              toMs,
              "",
              PageRequest.first(EACH_MAX));
      if (reply instanceof ListReply.Page<DecisionView> page) {
        isCut |= page.hasMore();
        add(page.items(), Timeline.OfDecision::new);
      }
    }

    private Conditions within(Conditions conditions) {
      return conditions.andIfGiven("at_ms >= ?", fromMs).andIfGiven("at_ms <= ?", toMs);
    }

    private <T> List<T> shown(List<T> found) {
      isCut |= found.size() > EACH_MAX;
      return found.subList(0, Math.min(found.size(), EACH_MAX));
    }

    private <T> void add(List<T> found, Function<T, Item> asItem) {
      found.forEach(one -> items.add(asItem.apply(one)));
    }
  }
}
