package io.bailiwick.webhook;

/**
 * One event on its way to one endpoint.
 *
 * @param id {@code del_} and 16 characters
 * @param eventType its name on the wire
 * @param attemptedAtMs when it was queued; of a probe, when it was sent
 * @param completedAtMs or null while it can still be tried
 * @param result of the last attempt, or why it was given up; empty before the first
 * @param nextRetryAtMs or null
 * @param traceId 32 hexadecimal digits, or null
 */
public record Delivery(
    String id,
    String subscriptionId,
    String eventId,
    String eventType,
    DeliveryStatus status,
    long attemptedAtMs,
    Long completedAtMs,
    int attempts,
    CallResult result,
    Long nextRetryAtMs,
    String traceId) {}
