package io.bailiwick.bulk;

import io.bailiwick.record.AuditEntry;
import io.bailiwick.record.Json;
import io.bailiwick.record.Present;
import io.bailiwick.record.RecordIds;
import java.util.List;
import java.util.Map;

/** What is told of a bulk action as a whole: one audit entry. Its rows tell of themselves. Pure. */
public final class BulkRecords {

  /** In the place of the one resource that other entries name. */
  private static final String RESOURCE = "bulk-action";

  private BulkRecords() {}

  /**
   * The entry.
   *
   * @param id of this bulk action
   * @param beganAtMs when its rows had been selected
   * @param atMs when it ended
   */
  public static AuditEntry audit(
      Bulk bulk, String id, BulkEnvelope envelope, long beganAtMs, long atMs) {
    return AuditEntry.ofChange(
        RecordIds.of(RecordIds.AUDIT, atMs, "bulk " + id),
        atMs,
        bulk.funding() == null ? AuditEntry.ADMIN : bulk.funding().tenant().value(),
        bulk.originOfRows(id),
        bulk.action().kind().resourceType(),
        RESOURCE,
        200,
        Present.members(
            "action", envelope.action().name(),
            "total_matched", envelope.totalMatched(),
            "succeeded", envelope.succeeded().size(),
            "failed", envelope.failed().size(),
            "skipped", envelope.skipped().size(),
            "succeeded_ids", envelope.succeeded(),
            "failed_rows", failed(envelope),
            "skipped_rows", skipped(envelope),
            "filter", Json.of(bulk.filter()),
            "idempotency_key", bulk.idempotencyKey(),
            "duration_ms", Math.max(0, atMs - beganAtMs)));
  }

  private static List<Map<String, Object>> failed(BulkEnvelope envelope) {
    return envelope.failed().stream()
        .map(
            row ->
                Present.members(
                    "id", row.id(), "error_code", row.code().name(), "message", row.message()))
        .toList();
  }

  private static List<Map<String, Object>> skipped(BulkEnvelope envelope) {
    return envelope.skipped().stream()
        .map(row -> Present.members("id", row.id(), "reason", row.reason().name()))
        .toList();
  }
}
