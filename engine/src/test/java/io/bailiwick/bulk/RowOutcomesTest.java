package io.bailiwick.bulk;

import static org.assertj.core.api.Assertions.assertThat;

import io.bailiwick.bulk.BulkOutcome.Failed;
import io.bailiwick.bulk.BulkOutcome.RowCode;
import io.bailiwick.bulk.BulkOutcome.SkipReason;
import io.bailiwick.bulk.BulkOutcome.Skipped;
import io.bailiwick.bulk.BulkOutcome.Succeeded;
import io.bailiwick.refusal.Refusal;
import io.bailiwick.refusal.RefusalCode;
import io.bailiwick.scope.BudgetReply;
import io.bailiwick.scope.Figures;
import io.bailiwick.scope.FundingOperation;
import io.bailiwick.tenant.TenantReply;
import io.bailiwick.webhook.EventSelection;
import io.bailiwick.webhook.RetryPolicy;
import io.bailiwick.webhook.WebhookHealth;
import io.bailiwick.webhook.WebhookOwner;
import io.bailiwick.webhook.WebhookReply;
import io.bailiwick.webhook.WebhookStatus;
import io.bailiwick.webhook.WebhookSubscription;
import io.bailiwick.webhook.WebhookTerms;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class RowOutcomesTest {

  private static final Skipped ALREADY = new Skipped(SkipReason.ALREADY_IN_TARGET_STATE);

  @Test
  void aTenantHasSucceededWhenThatIsTold() {
    TenantReply updated = new TenantReply.Updated(null);
    assertThat(RowOutcomes.ofTenant(updated, true)).contains(new Succeeded());
    assertThat(RowOutcomes.ofTenant(updated, false)).contains(ALREADY);
  }

  @Test
  void whatIsToldHasHappenedWhateverTheLastAnswerWas() {
    Refusal refusal = Refusal.of(RefusalCode.INVALID_REQUEST, "no");
    assertThat(RowOutcomes.ofTenant(new TenantReply.Refused(refusal), true))
        .contains(new Succeeded());
    assertThat(RowOutcomes.ofTenant(new TenantReply.Unavailable("late"), true))
        .contains(new Succeeded());
    assertThat(RowOutcomes.ofWebhook(BulkAction.DELETE, new WebhookReply.Unavailable("late"), true))
        .contains(new Succeeded());
  }

  @Test
  void silenceSaysNothing() {
    assertThat(RowOutcomes.ofTenant(new TenantReply.Unavailable("late"), false)).isEmpty();
    assertThat(RowOutcomes.ofTenant(new TenantReply.Closing(null), false)).isEmpty();
    assertThat(RowOutcomes.ofLedger(new BudgetReply.Unavailable("late"))).isEmpty();
    Refusal busy = Refusal.of(RefusalCode.LIMIT_EXCEEDED, "too much at once");
    assertThat(RowOutcomes.ofLedger(new BudgetReply.Refused(busy))).isEmpty();
    assertThat(RowOutcomes.ofWebhook(BulkAction.PAUSE, new WebhookReply.Unavailable("x"), false))
        .isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "INVALID_REQUEST, INVALID_TRANSITION",
    "UNIT_MISMATCH, INVALID_TRANSITION",
    "BUDGET_CLOSED, INVALID_TRANSITION",
    "BUDGET_FROZEN, INVALID_TRANSITION",
    "BUDGET_EXCEEDED, BUDGET_EXCEEDED",
    "TENANT_CLOSED, TENANT_CLOSED",
    "TENANT_SUSPENDED, PERMISSION_DENIED",
    "BUDGET_NOT_FOUND, NOT_FOUND",
    "IDEMPOTENCY_MISMATCH, INTERNAL_ERROR"
  })
  void refusalsOfLedgersHaveTheCodesOfRows(RefusalCode refused, RowCode code) {
    assertThat(RowOutcomes.ofLedger(new BudgetReply.Refused(Refusal.of(refused, "why"))))
        .contains(new Failed(code, "why"));
  }

  @Test
  void aLedgerThatOwesNothingIsSkipped() {
    BudgetReply unchanged =
        new BudgetReply.Refused(Refusal.of(RefusalCode.STATUS_UNCHANGED, "nothing owed"));
    assertThat(RowOutcomes.ofLedger(unchanged)).contains(ALREADY);
    Figures figures = new Figures(1, 0, 0, 0, 0, false);
    assertThat(
            RowOutcomes.ofLedger(
                new BudgetReply.Funded(FundingOperation.CREDIT, figures, figures, 1)))
        .contains(new Succeeded());
  }

  @ParameterizedTest
  @EnumSource
  void aWebhookThatWasNotTurnedIsSkippedButADisabledOneCannotBeResumed(WebhookStatus status) {
    WebhookSubscription webhook = webhook(status);
    WebhookReply unchanged = new WebhookReply.Updated(webhook, webhook, List.of());
    assertThat(RowOutcomes.ofWebhook(BulkAction.PAUSE, unchanged, false)).contains(ALREADY);
    BulkOutcome resumed = RowOutcomes.ofWebhook(BulkAction.RESUME, unchanged, false).orElseThrow();
    if (status == WebhookStatus.DISABLED) {
      assertThat(((Failed) resumed).code()).isEqualTo(RowCode.INVALID_TRANSITION);
    } else {
      assertThat(resumed).isEqualTo(ALREADY);
    }
  }

  @Test
  void aWebhookThatSomebodyElseHasDeletedIsSkippedAndNotFoundByOthers() {
    WebhookReply notFound =
        new WebhookReply.Refused(Refusal.of(RefusalCode.WEBHOOK_NOT_FOUND, "gone"));
    Skipped deleted = new Skipped(SkipReason.ALREADY_DELETED);
    assertThat(RowOutcomes.ofWebhook(BulkAction.DELETE, notFound, false)).contains(deleted);
    assertThat(
            RowOutcomes.ofWebhook(
                BulkAction.DELETE, new WebhookReply.Deleted(webhook(WebhookStatus.ACTIVE)), false))
        .contains(deleted);
    assertThat(RowOutcomes.ofWebhook(BulkAction.PAUSE, notFound, false))
        .contains(new Failed(RowCode.NOT_FOUND, "gone"));
  }

  private static WebhookSubscription webhook(WebhookStatus status) {
    WebhookTerms terms =
        new WebhookTerms(
            null,
            null,
            "https://a.example",
            new EventSelection(List.of(), List.of()),
            null,
            null,
            RetryPolicy.DEFAULT,
            10,
            null);
    return new WebhookSubscription(
        "whsub_1", WebhookOwner.SYSTEM, terms, List.of(), status, WebhookHealth.NEW, 1, 1);
  }
}
