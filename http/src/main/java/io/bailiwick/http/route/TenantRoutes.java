package io.bailiwick.http.route;

import io.bailiwick.http.error.ErrorCode;
import io.bailiwick.http.error.Plane;
import io.bailiwick.http.error.Problem;
import io.bailiwick.http.error.Refusals;
import io.bailiwick.http.error.Throwables;
import io.bailiwick.http.wire.TenantBodies;
import io.bailiwick.http.wire.TenantRequests;
import io.bailiwick.query.TenantFilter;
import io.bailiwick.query.TenantQueries;
import io.bailiwick.query.TenantSort;
import io.bailiwick.tenant.TenantCommand;
import io.bailiwick.tenant.TenantId;
import io.bailiwick.tenant.TenantReply;
import io.bailiwick.tenant.TenantStatus;
import io.bailiwick.tenant.Tenants;
import java.util.List;
import java.util.Map;

/** Tenants. Thread-safe. */
final class TenantRoutes {
  private static final int LIMIT_MAX = 100;

  private final Tenants tenants;
  private final TenantQueries queries;
  private final TenantBodies bodies;

  TenantRoutes(Tenants tenants, TenantQueries queries, TenantBodies bodies) {
    this.tenants = tenants;
    this.queries = queries;
    this.bodies = bodies;
  }

  Map<Operation, Handler> handlers() {
    return Map.of(
        Operation.CREATE_TENANT, this::create,
        Operation.LIST_TENANTS, this::list,
        Operation.GET_TENANT, this::one,
        Operation.UPDATE_TENANT, this::update);
  }

  private Handler.Work create(Call call) {
    TenantCommand.Create create = TenantRequests.create(call.body());
    return () -> tenants.ask(create, call.origin()).thenApply(this::answer);
  }

  private Handler.Work update(Call call) {
    // What is malformed about the body comes before a tenant that cannot be there.
    TenantCommand.Update draft = TenantRequests.update(null, call.body());
    return () -> {
      TenantCommand.Update update =
          new TenantCommand.Update(
              existing(call.parameter()),
              draft.name(),
              draft.status(),
              draft.settings(),
              draft.metadata());
      return tenants.ask(update, call.origin()).thenApply(this::answer);
    };
  }

  private Handler.Work one(Call call) {
    return () -> {
      TenantId id = existing(call.parameter());
      return queries
          .byId(id)
          .thenApply(
              tenant -> Answer.ok(bodies.one(tenant.orElseThrow(() -> notFound(id.value())))));
    };
  }

  private Handler.Work list(Call call) {
    Parameters query = call.query();
    boolean isOfNobody = query.namesNobody("parent_tenant_id");
    TenantFilter filter =
        new TenantFilter(
            query.choice("status", TenantStatus.class),
            isOfNobody ? null : query.tenant("parent_tenant_id"),
            query.search());
    TenantSort sort = query.choiceOr("sort_by", TenantSort.class, TenantSort.CREATED_AT);
    var direction = query.direction();
    var page = query.page(LIMIT_MAX);
    if (isOfNobody) {
      return Lists.nothing(bodies.list(List.of(), null));
    }
    return () ->
        queries
            .list(filter, sort, direction, page)
            .thenApply(
                reply -> {
                  var found = Lists.page(reply);
                  return Answer.ok(bodies.list(found.items(), found.nextCursor()));
                });
  }

  private Answer answer(TenantReply reply) {
    return switch (reply) {
      case TenantReply.Created(var tenant) -> Answer.created(bodies.one(tenant));
      case TenantReply.Existing(var tenant) -> Answer.ok(bodies.one(tenant));
      case TenantReply.Updated(var tenant) -> Answer.ok(bodies.one(tenant));
      case TenantReply.Closing(var tenant) ->
          Answer.ok(bodies.one(tenant))
              .with("X-Cycles-Cascade-Status", "in_progress")
              .with("Retry-After", "1");
      case TenantReply.Refused(var refusal) -> throw Refusals.problem(refusal, Plane.ADMIN);
      case TenantReply.Unavailable(var reason) -> throw Throwables.unavailable(reason);
    };
  }

  /** The tenant of that id; what can be none is not there. */
  static TenantId existing(String text) {
    if (!TenantId.isValid(text)) {
      throw notFound(text);
    }
    return new TenantId(text);
  }

  static Problem notFound(String id) {
    return Problem.of(ErrorCode.TENANT_NOT_FOUND, "Tenant not found: " + id);
  }
}
