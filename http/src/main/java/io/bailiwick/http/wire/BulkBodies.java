package io.bailiwick.http.wire;

import io.bailiwick.bulk.BulkEnvelope;

/** What a bulk action is answered. All three lists are always there. */
public final class BulkBodies {
  private BulkBodies() {}

  public static byte[] envelope(BulkEnvelope envelope) {
    return JsonText.object(
        json ->
            json.constant("action", envelope.action())
                .integer("total_matched", (long) envelope.totalMatched())
                .objects("succeeded", envelope.succeeded(), (row, id) -> row.text("id", id))
                .objects(
                    "failed",
                    envelope.failed(),
                    (row, failed) ->
                        row.text("id", failed.id())
                            .constant("error_code", failed.code())
                            .text("message", failed.message()))
                .objects(
                    "skipped",
                    envelope.skipped(),
                    (row, skipped) ->
                        row.text("id", skipped.id()).constant("reason", skipped.reason()))
                .text("idempotency_key", envelope.idempotencyKey()));
  }
}
