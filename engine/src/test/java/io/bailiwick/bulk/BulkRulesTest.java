package io.bailiwick.bulk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bailiwick.amount.Amount;
import io.bailiwick.amount.Unit;
import io.bailiwick.record.Actor;
import io.bailiwick.record.Origin;
import io.bailiwick.refusal.RefusalCode;
import io.bailiwick.tenant.TenantId;
import org.junit.jupiter.api.Test;

class BulkRulesTest {

  private static final Origin ORIGIN =
      new Origin(
          Actor.ADMIN_ON_BEHALF_OF,
          null,
          null,
          null,
          "req-1",
          null,
          "bulkActionTenants",
          null,
          null,
          null);

  @Test
  void fiveHundredRowsMayBeActedOnAndOneMoreMayNot() {
    assertThat(BulkRules.refusal(500, null)).isEmpty();
    assertThat(BulkRules.refusal(501, null))
        .hasValueSatisfying(
            refusal -> {
              assertThat(refusal.code()).isEqualTo(RefusalCode.TOO_MANY_MATCHED);
              assertThat(refusal.details()).containsEntry("total_matched", 501L);
            });
  }

  @Test
  void anotherNumberThanExpectedIsRefusedWithTheNumberThatThereIs() {
    assertThat(BulkRules.refusal(7, 7L)).isEmpty();
    assertThat(BulkRules.refusal(0, 0L)).isEmpty();
    assertThat(BulkRules.refusal(7, 8L))
        .hasValueSatisfying(
            refusal -> {
              assertThat(refusal.code()).isEqualTo(RefusalCode.COUNT_MISMATCH);
              assertThat(refusal.details()).containsEntry("total_matched", 7L);
            });
  }

  @Test
  void tooManyComesBeforeAnotherNumber() {
    assertThat(BulkRules.refusal(501, 7L).orElseThrow().code())
        .isEqualTo(RefusalCode.TOO_MANY_MATCHED);
  }

  @Test
  void aKeyStandsForOnePayload() {
    Bulk bulk = new Bulk(BulkAction.SUSPEND, "k", "hash", "{}", null, ORIGIN);
    assertThat(BulkRules.refusal("hash", bulk)).isEmpty();
    assertThat(BulkRules.refusal("other", bulk).orElseThrow().code())
        .isEqualTo(RefusalCode.IDEMPOTENCY_MISMATCH);
  }

  @Test
  void correlationIdsAreThoseOfTheProtocol() {
    assertThat(new Bulk(BulkAction.CLOSE, "k", "h", "{}", null, ORIGIN).correlationId())
        .isEqualTo("tenant_bulk_action:close:req-1");
    BulkFunding funding = new BulkFunding(new TenantId("acme"), new Amount(Unit.TOKENS, 5), null);
    assertThat(new Bulk(BulkAction.RESET_SPENT, "k", "h", "{}", funding, ORIGIN).correlationId())
        .isEqualTo("budget_bulk_action:reset_spent:req-1");
    Bulk paused = new Bulk(BulkAction.PAUSE, "k", "h", "{}", null, ORIGIN);
    assertThat(paused.correlationId()).isEqualTo("webhook_bulk_action:pause:req-1");
    assertThat(paused.originOfRows("bulk-1").isAuditedAlone()).isFalse();
    assertThat(paused.originOfRows("bulk-1").bulkId()).isEqualTo("bulk-1");
  }

  @Test
  void ledgersAreFundedAndNothingElseIs() {
    BulkFunding funding = new BulkFunding(new TenantId("acme"), new Amount(Unit.TOKENS, 5), null);
    assertThatThrownBy(() -> new Bulk(BulkAction.CREDIT, "k", "h", "{}", null, ORIGIN))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new Bulk(BulkAction.PAUSE, "k", "h", "{}", funding, ORIGIN))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
