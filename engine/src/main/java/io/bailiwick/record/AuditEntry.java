package io.bailiwick.record;

import java.util.Map;

/**
 * An entry of the audit log: a change, or a request that was refused or has failed.
 *
 * @param logId see {@link RecordIds}
 * @param tenant whose affair it is, or {@link #ADMIN} or {@link #UNAUTHENTICATED}
 * @param origin with the operation
 * @param resourceType tenant, budget, reservation, api_key, policy, webhook, config, or null
 * @param status of HTTP, as it is answered
 * @param errorCode null for a success
 * @param subject of the request, or null
 * @param action of the request, or null
 * @param amount of the request, or null
 * @param metadata see {@link Present}
 */
public record AuditEntry(
    String logId,
    long atMs,
    String tenant,
    Origin origin,
    String resourceType,
    String resourceId,
    int status,
    String errorCode,
    Json subject,
    Json action,
    Json amount,
    Map<String, Object> metadata) {

  /** In the place of a tenant: an operator, and no single tenant. */
  public static final String ADMIN = "__admin__";

  /** In the place of a tenant: nobody knows who. */
  public static final String UNAUTHENTICATED = "__unauth__";

  /** The operation of what the close of a tenant does. */
  public static final String CASCADE = "tenant_close_cascade";

  /** A change, which has no error. */
  public static AuditEntry ofChange(
      String logId,
      long atMs,
      String tenant,
      Origin origin,
      String resourceType,
      String resourceId,
      int status,
      Map<String, Object> metadata) {
    Map<String, Object> whole =
        Present.joined(
            Present.members(
                "actor_type",
                origin.actor().text(),
                "reason",
                origin.reason(),
                "metadata",
                Json.of(origin.metadata()),
                "correlation_id",
                origin.correlationId()),
            metadata);
    return new AuditEntry(
        logId,
        atMs,
        tenant,
        origin,
        resourceType,
        resourceId,
        status,
        null,
        null,
        null,
        null,
        whole);
  }
}
