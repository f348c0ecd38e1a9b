package io.bailiwick.record;

import java.time.Instant;
import java.util.Map;

/**
 * A request that was done, and whose doing is in no row and no journal that could tell of it.
 *
 * @param tenant whose affair it is, or {@link AuditEntry#ADMIN}
 * @param origin with the operation
 * @param status of HTTP, as it is answered
 * @param metadata see {@link Present}
 */
public record DoneRequest(
    long atMs,
    String tenant,
    Origin origin,
    String resourceType,
    String resourceId,
    int status,
    Map<String, Object> metadata) {

  /**
   * Tells of it, an audit entry.
   *
   * @param identity unlike that of any other, see {@link RecordIds}
   * @param toldAtMs when it is written, if that is not at once
   */
  public void tell(String identity, long toldAtMs, RecordSink out) {
    Map<String, Object> late =
        toldAtMs == atMs ? Map.of() : Map.of("first_at", Instant.ofEpochMilli(atMs).toString());
    out.audit(
        AuditEntry.ofChange(
            RecordIds.of(RecordIds.AUDIT, toldAtMs, identity),
            toldAtMs,
            tenant,
            origin,
            resourceType,
            resourceId,
            status,
            Present.joined(metadata, late)));
  }
}
