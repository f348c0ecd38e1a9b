package io.bailiwick.http.route;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bailiwick.amount.Unit;
import io.bailiwick.http.error.ErrorCode;
import io.bailiwick.http.error.Plane;
import io.bailiwick.http.error.Problem;
import io.bailiwick.http.error.Refusals;
import io.bailiwick.http.error.Throwables;
import io.bailiwick.http.wire.BudgetBodies;
import io.bailiwick.http.wire.BudgetRequests;
import io.bailiwick.query.TenantQueries;
import io.bailiwick.record.Origin;
import io.bailiwick.refusal.Refusal;
import io.bailiwick.refusal.RefusalCode;
import io.bailiwick.scope.BudgetCommand;
import io.bailiwick.scope.BudgetReply;
import io.bailiwick.scope.Budgets;
import io.bailiwick.scope.ScopePath;
import io.bailiwick.tenant.TenantId;
import io.bailiwick.tenant.TenantRules;
import io.bailiwick.tenant.TenantStatus;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** What changes ledgers, by operators and by tenants for themselves. Thread-safe. */
final class BudgetRoutes {
  private final Budgets budgets;
  private final TenantQueries tenants;

  BudgetRoutes(Budgets budgets, TenantQueries tenants) {
    this.budgets = budgets;
    this.tenants = tenants;
  }

  Map<Operation, Handler> handlers() {
    return Map.of(
        Operation.CREATE_BUDGET, this::create,
        Operation.UPDATE_BUDGET, this::update,
        Operation.FREEZE_BUDGET, this::freeze,
        Operation.UNFREEZE_BUDGET, this::unfreeze,
        Operation.FUND_BUDGET, this::fund);
  }

  private Handler.Work create(Call call) {
    TenantId owner = call.principal().tenant().orElse(null);
    BudgetCommand.Open open = BudgetRequests.open(call.body(), owner, "led_" + UUID.randomUUID());
    return () -> {
      call.requireReach(open.scope());
      // Whoever opens it: a ledger is opened for a tenant that is ACTIVE (createBudget).
      return requireActive(tenants, open.scope().tenant())
          .thenCompose(active -> ask(open, call.origin()));
    };
  }

  private Handler.Work update(Call call) {
    Parameters query = call.query();
    BudgetCommand.Update update = BudgetRequests.update(call.body(), query.scope(), query.unit());
    return () -> ask(update, call.origin());
  }

  private Handler.Work freeze(Call call) {
    Origin origin = ofTransition(call);
    Parameters query = call.query();
    BudgetCommand freeze = new BudgetCommand.Freeze(query.scope(), query.unit());
    return () -> ask(freeze, origin);
  }

  private Handler.Work unfreeze(Call call) {
    Origin origin = ofTransition(call);
    Parameters query = call.query();
    BudgetCommand unfreeze = new BudgetCommand.Unfreeze(query.scope(), query.unit());
    return () -> ask(unfreeze, origin);
  }

  private static Origin ofTransition(Call call) {
    return call.hasBody() ? BudgetRequests.ofTransition(call.body(), call.origin()) : call.origin();
  }

  private Handler.Work fund(Call call) {
    Parameters query = call.query();
    ScopePath scope = query.scope();
    ObjectNode body = call.body();
    BudgetCommand.Fund fund = BudgetRequests.fund(body, scope, query.unit());
    Origin origin = BudgetRequests.ofFunding(body, call.origin());
    if (call.principal().tenant().isEmpty()) {
      query.required("tenant_id");
      TenantId tenant = query.tenant("tenant_id");
      if (!scope.tenant().equals(tenant)) {
        throw Problem.of(
            ErrorCode.FORBIDDEN, "%s is not a scope of tenant %s".formatted(scope, tenant));
      }
    }
    return () -> {
      call.requireReach(scope);
      // A suspended tenant does nothing new; its operator may.
      return call.principal()
          .tenant()
          .map(tenant -> requireActive(tenants, tenant).thenCompose(active -> ask(fund, origin)))
          .orElseGet(() -> ask(fund, origin));
    };
  }

  /** Fails where the tenant is suspended. */
  static CompletionStage<Void> requireActive(TenantQueries tenants, TenantId tenant) {
    return tenants
        .byId(tenant)
        .thenCompose(
            found ->
                found.isPresent() && found.get().status() == TenantStatus.SUSPENDED
                    ? CompletableFuture.failedFuture(
                        Refusals.problem(TenantRules.suspended(tenant), Plane.ADMIN))
                    : CompletableFuture.completedFuture(null));
  }

  private CompletionStage<Answer> ask(BudgetCommand command, Origin origin) {
    return budgets.ask(command, origin).thenApply(reply -> answer(command, reply));
  }

  private static Answer answer(BudgetCommand command, BudgetReply reply) {
    return switch (reply) {
      case BudgetReply.Opened(var ledger) -> Answer.created(BudgetBodies.ledger(ledger));
      case BudgetReply.Changed(var ledger) -> Answer.ok(BudgetBodies.ledger(ledger));
      case BudgetReply.Funded funded -> Answer.ok(BudgetBodies.funded(funded, command.unit()));
      case BudgetReply.Refused(var refusal) -> throw refused(command, refusal);
      case BudgetReply.Unavailable(var reason) -> throw Throwables.unavailable(reason);
    };
  }

  /** Whoever asks for a ledger and not for its tenant is told of the ledger alone. */
  private static Problem refused(BudgetCommand command, Refusal refusal) {
    boolean isOfLedger = !(command instanceof BudgetCommand.Open);
    return isOfLedger && refusal.code() == RefusalCode.TENANT_NOT_FOUND
        ? notFound(command.scope(), command.unit())
        : Refusals.ofOwner(refusal);
  }

  static Problem notFound(ScopePath scope, Unit unit) {
    return Problem.of(
            ErrorCode.BUDGET_NOT_FOUND, "Budget not found: %s in %s".formatted(scope, unit))
        .withDetails(Map.of("scope", scope.text(), "unit", unit.name()));
  }
}
