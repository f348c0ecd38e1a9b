package io.bailiwick.http.route;

import io.bailiwick.http.error.Problem;
import io.bailiwick.http.wire.AuditBodies;
import io.bailiwick.query.PageRequest;
import io.bailiwick.query.SortDirection;
import io.bailiwick.record.query.AuditFilter;
import io.bailiwick.record.query.AuditQueries;
import io.bailiwick.record.query.AuditSort;
import java.util.List;
import java.util.Map;

/** The audit log to look at. Thread-safe. */
final class AuditRoutes {
  private static final int LIMIT_MAX = 100;

  /** What {@link #filter} knows, the end of a range apart. */
  static final List<String> FILTERS =
      List.of(
          "tenant_id",
          "key_id",
          "operation",
          "resource_type",
          "resource_id",
          "error_code",
          "error_code_exclude",
          "status",
          "status_min",
          "status_max",
          "from",
          "search",
          "trace_id",
          "request_id");

  private final AuditQueries queries;

  AuditRoutes(AuditQueries queries) {
    this.queries = queries;
  }

  Map<Operation, Handler> handlers() {
    return Map.of(Operation.LIST_AUDIT_LOGS, this::list);
  }

  private Handler.Work list(Call call) {
    AuditFilter filter = filter(call.query());
    AuditSort sort = call.query().choiceOr("sort_by", AuditSort.class, AuditSort.TIMESTAMP);
    SortDirection direction = call.query().direction();
    PageRequest page = call.query().page(LIMIT_MAX);
    return () ->
        queries
            .list(filter, sort, direction, page)
            .thenApply(
                reply -> {
                  var found = Lists.page(reply);
                  return Answer.ok(AuditBodies.list(found.items(), found.nextCursor()));
                });
  }

  /** What an operator may filter by. */
  static AuditFilter filter(Parameters query) {
    RecordParameters own = new RecordParameters(query);
    Integer status = own.status("status");
    Integer min = own.statusBound("status_min");
    Integer max = own.statusBound("status_max");
    if (status != null && (min != null || max != null)) {
      throw Problem.invalid("status must not be given with status_min or status_max");
    }
    if (min != null && max != null && min > max) {
      throw Problem.invalid("status_min must not be above status_max");
    }
    return new AuditFilter(
        own.tenant(),
        query.text("key_id"),
        own.values("operation"),
        own.values("resource_type"),
        query.text("resource_id"),
        own.values("error_code"),
        own.values("error_code_exclude"),
        status,
        min,
        max,
        query.time("from"),
        query.time("to"),
        query.search(),
        own.traceId(),
        query.text("request_id"));
  }
}
