package io.bailiwick.http.route;

import io.bailiwick.bulk.BulkReply;
import io.bailiwick.bulk.BulkRow;
import io.bailiwick.bulk.BulkRows;
import io.bailiwick.bulk.Bulks;
import io.bailiwick.http.error.Plane;
import io.bailiwick.http.error.Refusals;
import io.bailiwick.http.error.Throwables;
import io.bailiwick.http.wire.BulkBodies;
import io.bailiwick.http.wire.BulkRequest;
import io.bailiwick.http.wire.BulkRequests;
import io.bailiwick.query.LedgerFilter;
import io.bailiwick.query.LedgerQueries;
import io.bailiwick.query.Matches;
import io.bailiwick.query.TenantFilter;
import io.bailiwick.query.TenantQueries;
import io.bailiwick.webhook.query.WebhookFilter;
import io.bailiwick.webhook.query.WebhookQueries;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** One action on everything that a filter selects. Thread-safe. */
final class BulkRoutes {
  private final Bulks bulks;
  private final TenantQueries tenants;
  private final LedgerQueries ledgers;
  private final WebhookQueries webhooks;
  private final BulkRequests requests;
  private final Duration takes;

  /**
   * @param takes how long an answer may take
   */
  BulkRoutes(
      Bulks bulks,
      TenantQueries tenants,
      LedgerQueries ledgers,
      WebhookQueries webhooks,
      BulkRequests requests,
      Duration takes) {
    this.bulks = bulks;
    this.tenants = tenants;
    this.ledgers = ledgers;
    this.webhooks = webhooks;
    this.requests = requests;
    this.takes = takes;
  }

  Map<Operation, Handler> handlers() {
    return Map.of(
        Operation.BULK_ACTION_TENANTS, this::ofTenants,
        Operation.BULK_ACTION_BUDGETS, this::ofBudgets,
        Operation.BULK_ACTION_WEBHOOKS, this::ofWebhooks);
  }

  private Handler.Work ofTenants(Call call) {
    BulkRequest<TenantFilter> request = requests.tenants(call.body(), call.origin());
    return () ->
        ask(
            call,
            request,
            max -> tenants.matching(request.filter(), max).thenApply(m -> m.map(BulkRow::of)));
  }

  private Handler.Work ofWebhooks(Call call) {
    BulkRequest<WebhookFilter> request = requests.webhooks(call.body(), call.origin());
    return () ->
        ask(
            call,
            request,
            max -> webhooks.matching(request.filter(), max).thenApply(m -> m.map(BulkRow::of)));
  }

  private Handler.Work ofBudgets(Call call) {
    BulkRequest<LedgerFilter> request = requests.budgets(call.body(), call.origin());
    LedgerFilter filter = request.filter();
    return () ->
        ask(
            call,
            request,
            max ->
                tenants
                    .byId(filter.tenant())
                    .thenCompose(
                        tenant -> {
                          tenant.orElseThrow(() -> TenantRoutes.notFound(filter.tenant().value()));
                          return ledgers.matching(filter, max);
                        })
                    .thenApply(
                        matches ->
                            matches.map(
                                ledger ->
                                    new BulkRow(
                                        ledger.ledgerId(), ledger.scope(), ledger.unit()))));
  }

  /** Selects rows as the list with the same filter does. */
  private interface Selection {
    CompletionStage<Matches<BulkRow>> select(int max);
  }

  private CompletionStage<Answer> ask(Call call, BulkRequest<?> request, Selection selection) {
    call.mayTake(takes);
    Bulks.Selection rows =
        request.filter() == null
            ? max -> CompletableFuture.completedFuture(BulkRows.NONE)
            : max ->
                selection.select(max).thenApply(found -> new BulkRows(found.total(), found.rows()));
    return bulks.ask(request.bulk(), request.expected(), rows).thenApply(BulkRoutes::answer);
  }

  private static Answer answer(BulkReply reply) {
    return switch (reply) {
      case BulkReply.Done(var envelope) -> Answer.ok(BulkBodies.envelope(envelope));
      case BulkReply.Refused(var refusal) -> throw Refusals.problem(refusal, Plane.ADMIN);
      case BulkReply.Unavailable(var reason) -> throw Throwables.unavailable(reason);
    };
  }
}
