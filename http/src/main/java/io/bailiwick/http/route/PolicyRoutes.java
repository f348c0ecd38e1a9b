package io.bailiwick.http.route;

import io.bailiwick.http.auth.Principal;
import io.bailiwick.http.error.ErrorCode;
import io.bailiwick.http.error.Plane;
import io.bailiwick.http.error.Problem;
import io.bailiwick.http.error.Refusals;
import io.bailiwick.http.error.Throwables;
import io.bailiwick.http.wire.PolicyBodies;
import io.bailiwick.http.wire.PolicyRequests;
import io.bailiwick.policy.Policies;
import io.bailiwick.policy.PolicyCommand;
import io.bailiwick.policy.PolicyId;
import io.bailiwick.policy.PolicyReply;
import io.bailiwick.policy.PolicyRules;
import io.bailiwick.policy.PolicyStatus;
import io.bailiwick.policy.ScopePattern;
import io.bailiwick.query.PolicyFilter;
import io.bailiwick.query.PolicyQueries;
import io.bailiwick.query.TenantQueries;
import io.bailiwick.refusal.Refusal;
import io.bailiwick.refusal.RefusalCode;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Policies, by operators and by tenants for themselves. Thread-safe. */
final class PolicyRoutes {
  private static final int LIMIT_MAX = 100;

  private final Policies policies;
  private final PolicyQueries queries;
  private final TenantQueries tenants;

  PolicyRoutes(Policies policies, PolicyQueries queries, TenantQueries tenants) {
    this.policies = policies;
    this.queries = queries;
    this.tenants = tenants;
  }

  Map<Operation, Handler> handlers() {
    return Map.of(
        Operation.CREATE_POLICY, this::create,
        Operation.LIST_POLICIES, this::list,
        Operation.UPDATE_POLICY, this::update);
  }

  private Handler.Work create(Call call) {
    PolicyCommand.Create create =
        PolicyRequests.create(
            call.body(), call.principal().tenant().orElse(null), UUID.randomUUID().toString());
    return () -> {
      requireReach(call.principal(), create.pattern());
      return ask(call, create);
    };
  }

  private Handler.Work update(Call call) {
    // What is malformed about the body comes before a policy that cannot be there.
    PolicyCommand.Update draft = PolicyRequests.update(call.body(), null);
    return () -> {
      PolicyId id = existing(call);
      PolicyCommand.Update update =
          new PolicyCommand.Update(
              id,
              draft.name(),
              draft.description(),
              draft.priority(),
              draft.terms(),
              draft.status(),
              draft.effectiveFromMs(),
              draft.effectiveUntilMs());
      return mayTouch(call.principal(), id).thenCompose(yes -> ask(call, update));
    };
  }

  private Handler.Work list(Call call) {
    Parameters query = call.query();
    if (call.principal().tenant().isEmpty()) {
      query.required("tenant_id");
    }
    boolean isOfNobody = call.principal().tenant().isEmpty() && query.namesNobody("tenant_id");
    String pattern = query.text("scope_pattern");
    PolicyStatus status = query.choice("status", PolicyStatus.class);
    var page = query.page(LIMIT_MAX);
    if (isOfNobody) {
      return Lists.nothing(PolicyBodies.list(List.of(), null));
    }
    PolicyFilter filter =
        new PolicyFilter(
            call.principal().tenant().orElseGet(() -> query.tenant("tenant_id")),
            pattern == null ? null : pattern.toLowerCase(Locale.ROOT),
            status,
            call.principal().filter());
    return () ->
        queries
            .list(filter, page)
            .thenApply(
                reply -> {
                  var found = Lists.page(reply);
                  return Answer.ok(PolicyBodies.list(found.items(), found.nextCursor()));
                });
  }

  /** Its id says whose it is: another tenant's is not there for a key. */
  private static PolicyId existing(Call call) {
    String text = call.parameter();
    if (!PolicyId.isValid(text)) {
      throw notFound(text);
    }
    PolicyId id = new PolicyId(text);
    boolean isForeign =
        call.principal().tenant().map(own -> !own.equals(id.tenant())).orElse(false);
    if (isForeign) {
      throw notFound(text);
    }
    return id;
  }

  /** Whether the key reaches what the policy is for. Its pattern never changes. */
  private CompletionStage<Void> mayTouch(Principal principal, PolicyId id) {
    if (principal.filter().entries().isEmpty()) {
      return CompletableFuture.completedFuture(null);
    }
    return queries
        .byId(id)
        .thenAccept(
            found ->
                requireReach(principal, found.orElseThrow(() -> notFound(id.text())).pattern()));
  }

  private static void requireReach(Principal principal, ScopePattern pattern) {
    if (!principal.filter().allows(pattern.segments())) {
      throw Problem.of(ErrorCode.FORBIDDEN, "The key does not reach all of " + pattern);
    }
  }

  private CompletionStage<Answer> ask(Call call, PolicyCommand command) {
    // A suspended tenant does nothing new; its operator may.
    return call.principal()
        .tenant()
        .map(tenant -> BudgetRoutes.requireActive(tenants, tenant))
        .orElseGet(() -> CompletableFuture.completedFuture(null))
        .thenCompose(active -> policies.ask(command, call.origin()))
        .thenApply(reply -> answer(command, reply));
  }

  private static Answer answer(PolicyCommand command, PolicyReply reply) {
    return switch (reply) {
      case PolicyReply.Created(var policy) -> Answer.created(PolicyBodies.one(policy));
      case PolicyReply.Updated(var policy) -> Answer.ok(PolicyBodies.one(policy));
      case PolicyReply.Refused(var refusal) -> throw refused(command, refusal);
      case PolicyReply.Unavailable(var reason) -> throw Throwables.unavailable(reason);
    };
  }

  /** Whoever asks for a policy and not for its tenant is told of the policy alone. */
  private static Problem refused(PolicyCommand command, Refusal refusal) {
    return command instanceof PolicyCommand.Update && refusal.code() == RefusalCode.TENANT_NOT_FOUND
        ? notFound(command.policy().text())
        : Refusals.ofOwner(refusal);
  }

  private static Problem notFound(String id) {
    return Refusals.problem(PolicyRules.notFound(id), Plane.ADMIN);
  }
}
