package io.bailiwick.bulk.query;

import io.bailiwick.bulk.BulkAction;
import io.bailiwick.bulk.BulkFunding;
import io.bailiwick.bulk.BulkOutcome;
import io.bailiwick.bulk.BulkRow;
import io.bailiwick.bulk.RowOutcomes;
import io.bailiwick.record.Origin;
import io.bailiwick.scope.BudgetCommand;
import io.bailiwick.scope.Budgets;
import io.bailiwick.scope.FundingOperation;
import io.bailiwick.tenant.TenantCommand;
import io.bailiwick.tenant.TenantId;
import io.bailiwick.tenant.TenantStatus;
import io.bailiwick.tenant.Tenants;
import io.bailiwick.webhook.WebhookCaller;
import io.bailiwick.webhook.WebhookCommand;
import io.bailiwick.webhook.WebhookPatch;
import io.bailiwick.webhook.WebhookReply;
import io.bailiwick.webhook.WebhookStatus;
import io.bailiwick.webhook.Webhooks;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/**
 * What a bulk action asks of each row: the same commands that single requests are. Thread-safe.
 *
 * @param tenants the way to tenants
 * @param budgets the way to ledgers
 * @param webhooks the way to subscriptions
 */
record RowCommands(Tenants tenants, Budgets budgets, Webhooks webhooks) {

  /** What an answer means, once it is known whether the bulk action has changed the row. */
  @FunctionalInterface
  interface Meaning {
    Optional<BulkOutcome> of(boolean isTold);
  }

  /** Asks. Asked again it changes nothing that it has changed before. */
  CompletionStage<Meaning> send(BulkClaim claim, BulkRow row) {
    return switch (claim.bulk().action()) {
      case SUSPEND -> tenant(claim, row, TenantStatus.SUSPENDED);
      case REACTIVATE -> tenant(claim, row, TenantStatus.ACTIVE);
      case CLOSE -> tenant(claim, row, TenantStatus.CLOSED);
      case CREDIT -> ledger(claim, row, FundingOperation.CREDIT);
      case DEBIT -> ledger(claim, row, FundingOperation.DEBIT);
      case RESET -> ledger(claim, row, FundingOperation.RESET);
      case RESET_SPENT -> ledger(claim, row, FundingOperation.RESET_SPENT);
      case REPAY_DEBT -> ledger(claim, row, FundingOperation.REPAY_DEBT);
      case PAUSE -> turn(claim, row, WebhookStatus.ACTIVE, WebhookStatus.PAUSED);
      case RESUME -> turn(claim, row, WebhookStatus.PAUSED, WebhookStatus.ACTIVE);
      case DELETE -> webhook(claim, new WebhookCommand.Delete(WebhookCaller.OPERATOR, row.id()));
    };
  }

  private CompletionStage<Meaning> tenant(BulkClaim claim, BulkRow row, TenantStatus to) {
    return tenants
        .ask(
            new TenantCommand.Update(new TenantId(row.id()), null, to, null, null),
            claim.originOfRows())
        .thenApply(reply -> isTold -> RowOutcomes.ofTenant(reply, isTold));
  }

  private CompletionStage<Meaning> ledger(
      BulkClaim claim, BulkRow row, FundingOperation operation) {
    BulkFunding funding = claim.bulk().funding();
    BudgetCommand fund =
        new BudgetCommand.Fund(
            row.scope(),
            row.unit(),
            operation,
            funding.amount().value(),
            funding.amount().unit(),
            funding.spent(),
            keyOfRows(claim),
            claim.bulk().payloadHash(),
            operation == FundingOperation.REPAY_DEBT ? true : null);
    return budgets
        .ask(fund, claim.originOfRows())
        .thenApply(reply -> isTold -> RowOutcomes.ofLedger(reply));
  }

  /** Keys are apart for each ledger already. */
  private static String keyOfRows(BulkClaim claim) {
    return claim.bulk().action().kind().operation() + ':' + claim.id();
  }

  /** Only from one status: one that is DISABLED meanwhile, for instance, stays so. */
  private CompletionStage<Meaning> turn(
      BulkClaim claim, BulkRow row, WebhookStatus from, WebhookStatus to) {
    return webhook(
        claim,
        new WebhookCommand.Update(
            WebhookCaller.OPERATOR, row.id(), WebhookPatch.ofStatus(to), from));
  }

  private CompletionStage<Meaning> webhook(BulkClaim claim, WebhookCommand command) {
    BulkAction action = claim.bulk().action();
    return ask(command, claim.originOfRows())
        .thenApply(reply -> isTold -> RowOutcomes.ofWebhook(action, reply, isTold));
  }

  /** The one place where the origin of a webhook's change goes with it. */
  private CompletionStage<WebhookReply> ask(WebhookCommand command, Origin origin) {
    return webhooks.ask(command, origin);
  }
}
