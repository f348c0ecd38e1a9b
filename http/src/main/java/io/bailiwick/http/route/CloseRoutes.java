package io.bailiwick.http.route;

import io.bailiwick.http.wire.ClosePreviewBody;
import io.bailiwick.query.ClosePreviewQueries;
import io.bailiwick.tenant.TenantId;
import java.time.InstantSource;
import java.util.Map;

/** What a close of a tenant would end. The close itself is a change of the tenant. Thread-safe. */
final class CloseRoutes {
  private final ClosePreviewQueries queries;
  private final InstantSource clock;

  CloseRoutes(ClosePreviewQueries queries, InstantSource clock) {
    this.queries = queries;
    this.clock = clock;
  }

  Map<Operation, Handler> handlers() {
    return Map.of(Operation.PREVIEW_CLOSE, this::preview);
  }

  private Handler.Work preview(Call call) {
    return () -> {
      TenantId id = TenantRoutes.existing(call.parameter());
      return queries
          .of(id, clock.millis())
          .thenApply(
              preview ->
                  Answer.ok(
                      ClosePreviewBody.of(
                          preview.orElseThrow(() -> TenantRoutes.notFound(id.value())))));
    };
  }
}
