package io.bailiwick.record.query;

/**
 * An audit entry as it is stored, for readers; see {@link io.bailiwick.record.AuditEntry}. Whatever
 * is absent is null.
 *
 * @param status of HTTP
 * @param subject JSON
 * @param action JSON
 * @param amount JSON
 * @param metadata JSON
 */
public record AuditView(
    String logId,
    long atMs,
    String tenant,
    String keyId,
    String userAgent,
    String sourceIp,
    String operation,
    String resourceType,
    String resourceId,
    String requestId,
    String traceId,
    int status,
    String errorCode,
    String subject,
    String action,
    String amount,
    String metadata) {}
