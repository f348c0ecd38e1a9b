package io.bailiwick.http.route;

import io.bailiwick.http.wire.OverviewBodies;
import io.bailiwick.overview.query.OverviewQueries;
import java.time.InstantSource;
import java.util.Map;

/** How everything stands. Thread-safe. */
final class OverviewRoutes {
  private final OverviewQueries queries;
  private final InstantSource clock;

  OverviewRoutes(OverviewQueries queries, InstantSource clock) {
    this.queries = queries;
    this.clock = clock;
  }

  Map<Operation, Handler> handlers() {
    return Map.of(Operation.GET_ADMIN_OVERVIEW, this::look);
  }

  private Handler.Work look(Call call) {
    return () -> queries.look(clock.millis()).thenApply(all -> Answer.ok(OverviewBodies.one(all)));
  }
}
