package io.bailiwick.bulk;

import io.bailiwick.refusal.Refusal;
import io.bailiwick.refusal.RefusalCode;
import java.util.Optional;

/** What may begin (governance, SAFETY of the bulk actions). Pure. */
public final class BulkRules {

  /** The protocol's bound: so many rows can be acted on while somebody waits. */
  public static final int ROWS_MAX = 500;

  private static final String TOTAL = "total_matched";

  private BulkRules() {}

  /**
   * Why a bulk action must not begin.
   *
   * @param total rows that match
   * @param expected how many the caller counts on, or null
   */
  public static Optional<Refusal> refusal(long total, Long expected) {
    if (total > ROWS_MAX) {
      return Optional.of(
          Refusal.of(
                  RefusalCode.TOO_MANY_MATCHED,
                  "The filter matches %d rows, at most %d can be acted on: narrow it"
                      .formatted(total, ROWS_MAX))
              .with(TOTAL, total));
    }
    if (expected != null && expected != total) {
      return Optional.of(
          Refusal.of(
                  RefusalCode.COUNT_MISMATCH,
                  "The filter matches %d rows, expected_count was %d".formatted(total, expected))
              .with(TOTAL, total));
    }
    return Optional.empty();
  }

  /** Why a key must not be used again. */
  public static Optional<Refusal> refusal(String payloadHash, Bulk repeated) {
    return payloadHash.equals(repeated.payloadHash())
        ? Optional.empty()
        : Optional.of(
            Refusal.of(
                RefusalCode.IDEMPOTENCY_MISMATCH,
                "Idempotency key %s was used with another request"
                    .formatted(repeated.idempotencyKey())));
  }
}
