package io.bailiwick.record.query;

/**
 * An event as it is stored, for readers; see {@link io.bailiwick.record.EventRecord}. Whatever is
 * absent is null.
 *
 * @param eventType under its wire name; one of a later version is shown as it is
 * @param category under its wire name
 * @param actorType under its wire name
 * @param data JSON
 * @param metadata JSON
 */
public record EventView(
    String eventId,
    String eventType,
    String category,
    String tenant,
    long atMs,
    String source,
    String scope,
    String actorType,
    String keyId,
    String sourceIp,
    String data,
    String correlationId,
    String requestId,
    String traceId,
    String metadata) {}
