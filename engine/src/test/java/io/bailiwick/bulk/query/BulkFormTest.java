package io.bailiwick.bulk.query;

import static org.assertj.core.api.Assertions.assertThat;

import io.bailiwick.amount.Amount;
import io.bailiwick.amount.Unit;
import io.bailiwick.bulk.Bulk;
import io.bailiwick.bulk.BulkAction;
import io.bailiwick.bulk.BulkEnvelope;
import io.bailiwick.bulk.BulkFunding;
import io.bailiwick.bulk.BulkOutcome.RowCode;
import io.bailiwick.bulk.BulkOutcome.SkipReason;
import io.bailiwick.journal.codec.StoredJson;
import io.bailiwick.record.Actor;
import io.bailiwick.record.Origin;
import io.bailiwick.tenant.TenantId;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Claims outlive the node that has written them, and so the version: examples of their texts, which
 * never change.
 */
class BulkFormTest {

  private static final Bulk BULK =
      new Bulk(
          BulkAction.RESET_SPENT,
          "key-1",
          "c0ffee",
          "{\"tenant_id\":\"acme\"}",
          new BulkFunding(new TenantId("acme"), new Amount(Unit.TOKENS, 70), 5L),
          new Origin(
              Actor.ADMIN_ON_BEHALF_OF,
              null,
              "10.0.0.1",
              "curl/8",
              "req-1",
              "ab".repeat(16),
              "bulkActionBudgets",
              "December",
              null,
              null));

  private static final String REQUEST =
      "{\"action\":\"RESET_SPENT\",\"idempotencyKey\":\"key-1\",\"payloadHash\":\"c0ffee\","
          + "\"filter\":\"{\\\"tenant_id\\\":\\\"acme\\\"}\",\"funding\":{\"tenant\":\"acme\","
          + "\"amount\":{\"unit\":\"TOKENS\",\"value\":70},\"spent\":5},\"origin\":{\"actor\":"
          + "\"ADMIN_ON_BEHALF_OF\",\"sourceIp\":\"10.0.0.1\",\"userAgent\":\"curl/8\","
          + "\"requestId\":\"req-1\",\"traceId\":\"abababababababababababababababab\","
          + "\"operation\":\"bulkActionBudgets\",\"reason\":\"December\"}}";

  private static final BulkEnvelope ENVELOPE =
      new BulkEnvelope(
          BulkAction.CLOSE,
          3,
          List.of("acme"),
          List.of(new BulkEnvelope.FailedRow("beta", RowCode.INVALID_TRANSITION, "no")),
          List.of(new BulkEnvelope.SkippedRow("gamma", SkipReason.ALREADY_IN_TARGET_STATE)),
          "key-1");

  private static final String ANSWER =
      "{\"action\":\"CLOSE\",\"totalMatched\":3,\"succeeded\":[\"acme\"],\"failed\":[{\"id\":"
          + "\"beta\",\"code\":\"INVALID_TRANSITION\",\"message\":\"no\"}],\"skipped\":[{\"id\":"
          + "\"gamma\",\"reason\":\"ALREADY_IN_TARGET_STATE\"}],\"idempotencyKey\":\"key-1\"}";

  @Test
  void requestsKeepTheirForm() {
    assertThat(StoredJson.write(BULK)).isEqualTo(REQUEST);
    assertThat(StoredJson.read(REQUEST, Bulk.class)).isEqualTo(BULK);
  }

  @Test
  void answersKeepTheirForm() {
    assertThat(StoredJson.write(ENVELOPE)).isEqualTo(ANSWER);
    assertThat(StoredJson.read(ANSWER, BulkEnvelope.class)).isEqualTo(ENVELOPE);
  }
}
