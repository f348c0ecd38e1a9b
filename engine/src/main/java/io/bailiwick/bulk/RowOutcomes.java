package io.bailiwick.bulk;

import io.bailiwick.bulk.BulkOutcome.Failed;
import io.bailiwick.bulk.BulkOutcome.RowCode;
import io.bailiwick.bulk.BulkOutcome.SkipReason;
import io.bailiwick.bulk.BulkOutcome.Skipped;
import io.bailiwick.bulk.BulkOutcome.Succeeded;
import io.bailiwick.refusal.Refusal;
import io.bailiwick.refusal.RefusalCode;
import io.bailiwick.scope.BudgetReply;
import io.bailiwick.tenant.TenantReply;
import io.bailiwick.webhook.WebhookReply;
import io.bailiwick.webhook.WebhookStatus;
import java.util.Optional;

/**
 * What the answer to the command of one row means for that row. Empty where it says nothing: then
 * the row is asked again. Pure.
 *
 * <p>A tenant and a webhook do not say who has changed them. That is told of: an event of the bulk
 * action is there exactly when the change was this one's, whichever node has made it and however
 * often it was asked for. A ledger knows the key of the funding.
 */
public final class RowOutcomes {

  private static final Skipped ALREADY = new Skipped(SkipReason.ALREADY_IN_TARGET_STATE);

  private RowOutcomes() {}

  /**
   * @param isTold whether an event of this bulk action tells of the tenant
   */
  public static Optional<BulkOutcome> ofTenant(TenantReply reply, boolean isTold) {
    if (isTold) {
      return Optional.of(new Succeeded());
    }
    return switch (reply) {
      case TenantReply.Updated ignored -> Optional.of(ALREADY);
      case TenantReply.Refused(var refusal) -> failed(refusal);
      // A close counts when it is whole, and is told then.
      case TenantReply.Closing ignored -> Optional.empty();
      case TenantReply.Unavailable ignored -> Optional.empty();
      case TenantReply.Created ignored -> throw new IllegalStateException("nothing was created");
      case TenantReply.Existing ignored -> throw new IllegalStateException("nothing was created");
    };
  }

  /** Of a funding under a key of this bulk action. */
  public static Optional<BulkOutcome> ofLedger(BudgetReply reply) {
    return switch (reply) {
      case BudgetReply.Funded ignored -> Optional.of(new Succeeded());
      case BudgetReply.Refused(var refusal) when refusal.code() == RefusalCode.STATUS_UNCHANGED ->
          Optional.of(ALREADY);
      case BudgetReply.Refused(var refusal) -> failed(refusal);
      case BudgetReply.Unavailable ignored -> Optional.empty();
      case BudgetReply.Opened ignored -> throw new IllegalStateException("nothing was opened");
      case BudgetReply.Changed ignored -> throw new IllegalStateException("nothing was changed");
    };
  }

  /**
   * @param isTold whether an event of this bulk action tells of the subscription
   */
  public static Optional<BulkOutcome> ofWebhook(
      BulkAction action, WebhookReply reply, boolean isTold) {
    if (isTold) {
      return Optional.of(new Succeeded());
    }
    return switch (reply) {
      case WebhookReply.Updated updated ->
          Optional.of(
              action == BulkAction.RESUME && updated.after().status() == WebhookStatus.DISABLED
                  ? new Failed(
                      RowCode.INVALID_TRANSITION,
                      "A webhook that is DISABLED cannot be resumed with others")
                  : ALREADY);
      case WebhookReply.Deleted ignored -> Optional.of(new Skipped(SkipReason.ALREADY_DELETED));
      case WebhookReply.Refused(var refusal)
          when action == BulkAction.DELETE && refusal.code() == RefusalCode.WEBHOOK_NOT_FOUND ->
          Optional.of(new Skipped(SkipReason.ALREADY_DELETED));
      case WebhookReply.Refused(var refusal) -> failed(refusal);
      case WebhookReply.Unavailable ignored -> Optional.empty();
      case WebhookReply.Created ignored -> throw unasked(reply);
      case WebhookReply.Tested ignored -> throw unasked(reply);
      case WebhookReply.Replayed ignored -> throw unasked(reply);
    };
  }

  /** Of a row that nobody has answered for as long as anybody waits. */
  public static BulkOutcome ofSilence() {
    return new Failed(
        RowCode.INTERNAL_ERROR, "There was no answer for too long; what became of it is not known");
  }

  /** Of a row whose work has failed for no reason that anybody knows: a bug, and of it alone. */
  public static BulkOutcome ofFault() {
    return new Failed(
        RowCode.INTERNAL_ERROR, "It cannot be dealt with; the log of the server says why");
  }

  private static IllegalStateException unasked(WebhookReply reply) {
    return new IllegalStateException("nobody has asked for " + reply);
  }

  private static Optional<BulkOutcome> failed(Refusal refusal) {
    // Too much at once passes, and says nothing of the row.
    return refusal.code() == RefusalCode.LIMIT_EXCEEDED
        ? Optional.empty()
        : Optional.of(new Failed(code(refusal.code()), refusal.message()));
  }

  private static RowCode code(RefusalCode code) {
    return switch (code) {
      case TENANT_CLOSED -> RowCode.TENANT_CLOSED;
      case BUDGET_EXCEEDED -> RowCode.BUDGET_EXCEEDED;
      case NOT_FOUND, TENANT_NOT_FOUND, BUDGET_NOT_FOUND, WEBHOOK_NOT_FOUND -> RowCode.NOT_FOUND;
      case FORBIDDEN, TENANT_SUSPENDED -> RowCode.PERMISSION_DENIED;
      case INVALID_REQUEST,
          RESERVATION_EXPIRED,
          RESERVATION_FINALIZED,
          MAX_EXTENSIONS_EXCEEDED,
          BUDGET_FROZEN,
          BUDGET_CLOSED,
          STATUS_UNCHANGED,
          OVERDRAFT_LIMIT_EXCEEDED,
          DEBT_OUTSTANDING,
          UNIT_MISMATCH,
          DUPLICATE_RESOURCE,
          WEBHOOK_URL_INVALID,
          REPLAY_IN_PROGRESS ->
          RowCode.INVALID_TRANSITION;
      case IDEMPOTENCY_MISMATCH, COUNT_MISMATCH, TOO_MANY_MATCHED, LIMIT_EXCEEDED ->
          RowCode.INTERNAL_ERROR;
    };
  }
}
