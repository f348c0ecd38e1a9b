package io.bailiwick.http.route;

import io.bailiwick.cluster.LeaveReply;
import io.bailiwick.cluster.Oversight;
import io.bailiwick.http.error.ErrorCode;
import io.bailiwick.http.error.Problem;
import io.bailiwick.http.error.Throwables;
import io.bailiwick.http.wire.ClusterBodies;
import io.bailiwick.query.TenantQueries;
import io.bailiwick.record.AuditEntry;
import io.bailiwick.record.DoneLog;
import io.bailiwick.record.DoneRequest;
import io.bailiwick.tenant.TenantId;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.CompletionStage;

/** The cluster, for operators. The same from every node. Thread-safe. */
final class ClusterRoutes {
  private static final int ACCEPTED = 202;

  private final Oversight oversight;
  private final TenantQueries tenants;
  private final DoneLog doneLog;
  private final InstantSource clock;

  ClusterRoutes(Oversight oversight, TenantQueries tenants, DoneLog doneLog, InstantSource clock) {
    this.oversight = oversight;
    this.tenants = tenants;
    this.doneLog = doneLog;
    this.clock = clock;
  }

  Map<Operation, Handler> handlers() {
    return Map.of(
        Operation.GET_CLUSTER, this::view,
        Operation.LOCATE_TENANT, this::locate,
        Operation.LEAVE_CLUSTER, this::leave);
  }

  private Handler.Work view(Call call) {
    return () -> oversight.view().thenApply(view -> Answer.ok(ClusterBodies.view(view)));
  }

  /** Every name has a shard, but only a tenant that is there lives in one. */
  private Handler.Work locate(Call call) {
    return () -> {
      TenantId id = TenantRoutes.existing(call.parameter());
      return tenants
          .byId(id)
          .thenCompose(
              tenant ->
                  oversight.place(tenant.orElseThrow(() -> TenantRoutes.notFound(id.value())).id()))
          .thenApply(place -> Answer.ok(ClusterBodies.place(place)));
    };
  }

  private DoneRequest left(Call call) {
    return new DoneRequest(
        clock.millis(),
        AuditEntry.ADMIN,
        call.origin(),
        "cluster_member",
        call.parameter(),
        ACCEPTED,
        Map.of());
  }

  private Handler.Work leave(Call call) {
    return () -> oversight.leave(call.parameter()).thenCompose(reply -> answer(call, reply));
  }

  private CompletionStage<Answer> answer(Call call, LeaveReply reply) {
    return switch (reply) {
      case LeaveReply.Leaving leaving ->
          doneLog
              .note(left(call))
              .thenApply(noted -> Answer.json(ACCEPTED, ClusterBodies.leaving(leaving)));
      case LeaveReply.NoMember(var address) ->
          throw Problem.of(ErrorCode.NOT_FOUND, "No member of the cluster: " + address);
      case LeaveReply.LastMember(var address) ->
          throw Problem.of(
              409,
              ErrorCode.INVALID_REQUEST,
              "%s cannot leave: no other member would be up and within reach".formatted(address));
      case LeaveReply.Unavailable(var reason) -> throw Throwables.unavailable(reason);
    };
  }
}
