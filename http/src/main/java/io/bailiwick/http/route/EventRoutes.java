package io.bailiwick.http.route;

import io.bailiwick.apikey.ScopeFilter;
import io.bailiwick.http.error.ErrorCode;
import io.bailiwick.http.error.Problem;
import io.bailiwick.http.wire.EventBodies;
import io.bailiwick.query.PageRequest;
import io.bailiwick.query.SortDirection;
import io.bailiwick.record.query.EventFilter;
import io.bailiwick.record.query.EventQueries;
import io.bailiwick.record.query.EventSort;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;

/** Canonical events to look at: all of them for operators, their own for tenants. Thread-safe. */
final class EventRoutes {
  private static final int LIMIT_MAX = 100;

  /** What {@link #filter} knows, the end of a range apart. */
  static final List<String> FILTERS =
      List.of(
          "tenant_id",
          "event_type",
          "category",
          "scope",
          "correlation_id",
          "trace_id",
          "request_id",
          "from",
          "search");

  private final EventQueries queries;

  EventRoutes(EventQueries queries) {
    this.queries = queries;
  }

  Map<Operation, Handler> handlers() {
    return Map.of(
        Operation.LIST_EVENTS, this::list,
        Operation.GET_EVENT, this::one,
        Operation.LIST_TENANT_EVENTS, this::ofTenant);
  }

  private Handler.Work list(Call call) {
    EventFilter filter = filter(call.query());
    EventSort sort = call.query().choiceOr("sort_by", EventSort.class, EventSort.TIMESTAMP);
    SortDirection direction = call.query().direction();
    PageRequest page = call.query().page(LIMIT_MAX);
    return () -> page(filter, sort, direction, page);
  }

  /** What an operator may filter by. */
  static EventFilter filter(Parameters query) {
    RecordParameters own = new RecordParameters(query);
    return new EventFilter(
        own.tenant(),
        own.eventType(),
        own.category(),
        query.prefixOrNull("scope"),
        query.text("correlation_id"),
        own.traceId(),
        query.text("request_id"),
        query.time("from"),
        query.time("to"),
        query.search(),
        false,
        ScopeFilter.ALL);
  }

  private Handler.Work ofTenant(Call call) {
    Parameters query = call.query();
    RecordParameters own = new RecordParameters(query);
    EventFilter filter =
        new EventFilter(
            call.tenant().value(),
            own.eventType(),
            own.category(),
            query.prefixOrNull("scope"),
            query.text("correlation_id"),
            null,
            null,
            query.time("from"),
            query.time("to"),
            null,
            true,
            call.principal().filter());
    PageRequest page = query.page(LIMIT_MAX);
    return () -> page(filter, EventSort.TIMESTAMP, SortDirection.DESC, page);
  }

  private CompletionStage<Answer> page(
      EventFilter filter, EventSort sort, SortDirection direction, PageRequest page) {
    return queries
        .list(filter, sort, direction, page)
        .thenApply(
            reply -> {
              var found = Lists.page(reply);
              return Answer.ok(EventBodies.list(found.items(), found.nextCursor()));
            });
  }

  private Handler.Work one(Call call) {
    String id = call.parameter();
    return () ->
        queries
            .byId(id)
            .thenApply(
                event ->
                    Answer.ok(
                        EventBodies.one(
                            event.orElseThrow(
                                () ->
                                    Problem.of(
                                        ErrorCode.EVENT_NOT_FOUND, "Event not found: " + id)))));
  }
}
