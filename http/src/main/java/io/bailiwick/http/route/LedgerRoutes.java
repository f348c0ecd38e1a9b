package io.bailiwick.http.route;

import io.bailiwick.amount.Unit;
import io.bailiwick.http.error.ErrorCode;
import io.bailiwick.http.error.Problem;
import io.bailiwick.http.wire.BudgetBodies;
import io.bailiwick.http.wire.Fractions;
import io.bailiwick.query.LedgerFilter;
import io.bailiwick.query.LedgerQueries;
import io.bailiwick.query.LedgerSort;
import io.bailiwick.query.ListReply;
import io.bailiwick.scope.Ledger;
import io.bailiwick.scope.LedgerStatus;
import io.bailiwick.scope.ScopeLevel;
import io.bailiwick.scope.ScopePath;
import io.bailiwick.tenant.TenantId;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.stream.Stream;

/** Ledgers to look at: one, lists, and balances in both of their forms. Thread-safe. */
final class LedgerRoutes {
  private static final int BALANCES_MAX = 200;
  private static final int LEDGERS_MAX = 100;

  private final LedgerQueries queries;

  LedgerRoutes(LedgerQueries queries) {
    this.queries = queries;
  }

  Map<Operation, Handler> handlers() {
    return Map.of(
        Operation.GET_BALANCES, this::balances,
        Operation.LIST_BUDGETS, this::list,
        Operation.LOOKUP_BUDGET, this::lookup);
  }

  private Handler.Work balances(Call call) {
    Parameters query = call.query();
    boolean isBySubject = query.text("tenant") != null || !query.levels().isEmpty();
    boolean isOperator = call.principal().tenant().isEmpty();
    if (isBySubject && !isOperator) {
      return balancesOfSubject(call, query);
    }
    // What the runtime plane has not is asked of the operators' plane; pages are of both.
    boolean isOfWhole = Stream.of("tenant_id", "scope_prefix", "unit").anyMatch(query::names);
    if (isOfWhole || isOperator) {
      return wholeBalances(call, query);
    }
    throw Problem.invalid(
        "at least one of tenant, workspace, app, workflow, agent, toolset is required, or"
            + " tenant_id, scope_prefix or unit");
  }

  private Handler.Work balancesOfSubject(Call call, Parameters query) {
    boolean isForeign = query.namesOther("tenant", call.tenant());
    query.flag("include_children");
    Map<ScopeLevel, String> names = query.levels();
    var page = query.page(BALANCES_MAX);
    return () -> {
      TenantId tenant = call.tenant();
      if (isForeign) {
        throw Problem.of(ErrorCode.FORBIDDEN, "tenant is not the tenant of the key");
      }
      return queries
          .balances(LedgerFilter.balances(tenant, names, call.principal().filter()), page)
          .thenApply(
              reply -> {
                var found = Lists.page(reply);
                return Answer.ok(BudgetBodies.balances(found.items(), found.nextCursor()));
              });
    };
  }

  private Handler.Work wholeBalances(Call call, Parameters query) {
    // The operator may name a tenant in either way.
    String name = query.names("tenant_id") ? "tenant_id" : "tenant";
    boolean isOfNobody = call.principal().tenant().isEmpty() && query.namesNobody(name);
    LedgerFilter filter =
        new LedgerFilter(
            call.principal().tenant().orElseGet(() -> isOfNobody ? null : query.tenant(name)),
            query.levels(),
            query.prefixOrNull("scope_prefix"),
            query.choice("unit", Unit.class),
            null,
            null,
            null,
            null,
            null,
            null,
            call.principal().filter());
    var page = query.page(LEDGERS_MAX);
    if (isOfNobody) {
      return Lists.nothing(BudgetBodies.wholeBalances(List.of(), null));
    }
    return () -> {
      return queries
          .balances(filter, page)
          .thenApply(
              reply -> {
                var found = Lists.page(reply);
                return Answer.ok(BudgetBodies.wholeBalances(found.items(), found.nextCursor()));
              });
    };
  }

  private Handler.Work list(Call call) {
    Parameters query = call.query();
    boolean isOfNobody = call.principal().tenant().isEmpty() && query.namesNobody("tenant_id");
    Long min = share(query, "utilization_min");
    Long max = share(query, "utilization_max");
    if (min != null && max != null && min > max) {
      throw Problem.invalid("utilization_min must not be above utilization_max");
    }
    LedgerFilter filter =
        new LedgerFilter(
            call.principal()
                .tenant()
                .orElseGet(() -> isOfNobody ? null : query.tenant("tenant_id")),
            Map.of(),
            query.prefixOrNull("scope_prefix"),
            query.choice("unit", Unit.class),
            query.choice("status", LedgerStatus.class),
            query.flag("over_limit"),
            query.flag("has_debt"),
            min,
            max,
            query.search(),
            call.principal().filter());
    LedgerSort sort = query.choiceOr("sort_by", LedgerSort.class, LedgerSort.UTILIZATION);
    var direction = query.direction();
    var page = query.page(LEDGERS_MAX);
    if (isOfNobody) {
      return Lists.nothing(BudgetBodies.ledgers(List.of(), null));
    }
    return () -> {
      CompletionStage<ListReply<Ledger>> reply = queries.list(filter, sort, direction, page);
      return reply.thenApply(
          rows -> {
            var found = Lists.page(rows);
            return Answer.ok(BudgetBodies.ledgers(found.items(), found.nextCursor()));
          });
    };
  }

  private Handler.Work lookup(Call call) {
    Parameters query = call.query();
    ScopePath scope = query.scope();
    Unit unit = query.unit();
    return () -> {
      call.requireReach(scope);
      return queries
          .lookup(scope, unit)
          .thenApply(
              ledger ->
                  Answer.ok(
                      BudgetBodies.ledger(
                          ledger.orElseThrow(() -> BudgetRoutes.notFound(scope, unit)))));
    };
  }

  /** A part of 1, in billionths. */
  private static Long share(Parameters query, String name) {
    String text = query.text(name);
    if (text == null) {
      return null;
    }
    if (!text.matches("\\+?([0-9]{1,30}\\.?[0-9]{0,30}|\\.[0-9]{1,30})([eE][-+]?[0-9]{1,2})?")) {
      throw Problem.invalid("%s must be a number from 0 to 1, was %s", name, text);
    }
    BigDecimal share = new BigDecimal(text);
    if (share.compareTo(BigDecimal.ONE) > 0) {
      throw Problem.invalid("%s must be a number from 0 to 1, was %s", name, text);
    }
    return Fractions.billionths(share);
  }
}
