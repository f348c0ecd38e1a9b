package io.bailiwick.http.route;

import io.bailiwick.http.error.Problem;
import io.bailiwick.http.wire.SpendBodies;
import io.bailiwick.http.wire.TimelineBodies;
import io.bailiwick.spend.query.SpendDimension;
import io.bailiwick.spend.query.SpendFilter;
import io.bailiwick.spend.query.SpendQueries;
import io.bailiwick.spend.query.SpendReply;
import io.bailiwick.tenant.TenantId;
import io.bailiwick.timeline.query.TimelineId;
import io.bailiwick.timeline.query.TimelineQueries;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** What is made of records: sums of charges, and the timeline of an id. Thread-safe. */
final class SpendRoutes {
  private final SpendQueries spend;
  private final TimelineQueries timelines;

  SpendRoutes(SpendQueries spend, TimelineQueries timelines) {
    this.spend = spend;
    this.timelines = timelines;
  }

  Map<Operation, Handler> handlers() {
    return Map.of(Operation.GET_SPEND, this::spend, Operation.GET_TIMELINE, this::timeline);
  }

  private Handler.Work spend(Call call) {
    SpendFilter filter = filter(call);
    if (DecisionRoutes.namesOther(call)) {
      return Lists.nothing(
          SpendBodies.one(
              filter, new SpendReply.Sums(List.of(), filter.isByLedger() ? List.of() : null)));
    }
    return () ->
        spend
            .sums(filter)
            .thenApply(
                reply ->
                    switch (reply) {
                      case SpendReply.Sums sums -> Answer.ok(SpendBodies.one(filter, sums));
                      case SpendReply.TooMuch(var message) -> throw Problem.invalid(message);
                    });
  }

  private static SpendFilter filter(Call call) {
    Parameters query = call.query();
    String tenant =
        call.principal()
            .tenant()
            .map(TenantId::value)
            .orElseGet(() -> new RecordParameters(query).tenant());
    var scope = query.prefixOrNull("scope");
    boolean isByLedger = Boolean.TRUE.equals(query.flag("ledgers"));
    if (isByLedger && tenant == null && scope == null) {
      throw Problem.invalid("ledgers are summed up for one tenant: tenant_id or scope is required");
    }
    return new SpendFilter(
        tenant,
        scope,
        query.time("from"),
        query.time("to"),
        dimensions(query),
        isByLedger,
        call.principal().filter());
  }

  private static Set<SpendDimension> dimensions(Parameters query) {
    Set<SpendDimension> by = EnumSet.of(SpendDimension.UNIT);
    for (String name : query.texts("group_by")) {
      by.add(
          Arrays.stream(SpendDimension.values())
              .filter(dimension -> dimension.name().equalsIgnoreCase(name))
              .findFirst()
              .orElseThrow(
                  () ->
                      Problem.invalid(
                          "group_by must be some of %s, was %s",
                          Arrays.stream(SpendDimension.values())
                              .map(dimension -> dimension.name().toLowerCase(Locale.ROOT))
                              .collect(Collectors.joining(", ")),
                          name)));
    }
    return by;
  }

  private Handler.Work timeline(Call call) {
    Parameters query = call.query();
    TimelineId id = id(query);
    Long fromMs = query.time("from");
    Long toMs = query.time("to");
    return () ->
        timelines
            .of(id, fromMs, toMs)
            .thenApply(timeline -> Answer.ok(TimelineBodies.one(timeline)));
  }

  private static TimelineId id(Parameters query) {
    List<TimelineId> ids = new ArrayList<>();
    String trace = new RecordParameters(query).traceId();
    if (trace != null) {
      ids.add(new TimelineId.Trace(trace));
    }
    if (query.text("request_id") != null) {
      ids.add(new TimelineId.Request(query.text("request_id")));
    }
    if (query.text("correlation_id") != null) {
      ids.add(new TimelineId.Correlation(query.text("correlation_id")));
    }
    if (ids.size() != 1) {
      throw Problem.invalid("one of trace_id, request_id and correlation_id is required");
    }
    return ids.getFirst();
  }
}
