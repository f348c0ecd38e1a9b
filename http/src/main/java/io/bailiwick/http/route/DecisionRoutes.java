package io.bailiwick.http.route;

import io.bailiwick.http.error.Problem;
import io.bailiwick.http.wire.DecisionBodies;
import io.bailiwick.query.PageRequest;
import io.bailiwick.record.Decision;
import io.bailiwick.record.query.DecisionFilter;
import io.bailiwick.record.query.DecisionQueries;
import io.bailiwick.tenant.TenantId;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The decision log to look at: all of it for operators, their own for tenants. Thread-safe. */
final class DecisionRoutes {
  private static final int LIMIT_MAX = 100;

  /** What {@link #filter} knows, the end of a range apart. */
  static final List<String> FILTERS =
      List.of(
          "tenant_id",
          "scope",
          "key_id",
          "operation",
          "decision",
          "action_kind",
          "action_name",
          "agent",
          "reservation_id",
          "trace_id",
          "request_id",
          "idempotency_key",
          "from",
          "search");

  private final DecisionQueries queries;

  DecisionRoutes(DecisionQueries queries) {
    this.queries = queries;
  }

  Map<Operation, Handler> handlers() {
    return Map.of(Operation.LIST_DECISIONS, this::list);
  }

  private Handler.Work list(Call call) {
    DecisionFilter filter = filter(call);
    PageRequest page = call.query().page(LIMIT_MAX);
    if (namesOther(call)) {
      return Lists.nothing(DecisionBodies.list(List.of(), null));
    }
    return () ->
        queries
            .list(filter, page)
            .thenApply(
                reply -> {
                  var found = Lists.page(reply);
                  return Answer.ok(DecisionBodies.list(found.items(), found.nextCursor()));
                });
  }

  /** Whether a tenant's key names another tenant, of which nothing is there for it. */
  static boolean namesOther(Call call) {
    TenantId own = call.principal().tenant().orElse(null);
    return own != null && call.query().namesOther("tenant_id", own);
  }

  /** What may be filtered by; a tenant's key finds its own. */
  static DecisionFilter filter(Call call) {
    Parameters query = call.query();
    RecordParameters own = new RecordParameters(query);
    String agent = query.text("agent");
    return new DecisionFilter(
        call.principal().tenant().map(TenantId::value).orElseGet(own::tenant),
        query.prefixOrNull("scope"),
        query.text("key_id"),
        query.text("operation"),
        query.choice("decision", Decision.class),
        query.text("action_kind"),
        query.text("action_name"),
        agent == null ? null : agent.toLowerCase(Locale.ROOT),
        query.text("reservation_id"),
        own.traceId(),
        query.text("request_id"),
        query.idempotencyKey(),
        query.time("from"),
        query.time("to"),
        query.search(),
        call.principal().filter());
  }

  /** A whole number, or null. */
  static Long number(Parameters query, String name) {
    String text = query.text(name);
    if (text != null && !text.matches("[0-9]{1,18}")) {
      throw Problem.invalid("%s must be a whole number, was %s", name, text);
    }
    return text == null ? null : Long.valueOf(text);
  }
}
