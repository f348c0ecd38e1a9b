package io.bailiwick.bulk;

import io.bailiwick.refusal.Refusal;

/** What became of a {@link Bulk}. */
public sealed interface BulkReply {

  /** Every row was dealt with, by this request or by an earlier one with the same key. */
  record Done(BulkEnvelope envelope) implements BulkReply {}

  /** IDEMPOTENCY_MISMATCH, TOO_MANY_MATCHED or COUNT_MISMATCH; nothing was changed. */
  record Refused(Refusal refusal) implements BulkReply {}

  /** Not ended in time, or not begun. Asked again with the same key it gives the outcome. */
  record Unavailable(String reason) implements BulkReply {}
}
