package io.bailiwick.record;

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
   */
  public void tell(String identity, RecordSink out) {
    out.audit(
        AuditEntry.ofChange(
            RecordIds.of(RecordIds.AUDIT, atMs, identity),
            atMs,
            tenant,
            origin,
            resourceType,
            resourceId,
            status,
            metadata));
  }
}
