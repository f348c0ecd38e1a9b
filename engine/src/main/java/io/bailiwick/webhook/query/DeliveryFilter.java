package io.bailiwick.webhook.query;

import io.bailiwick.webhook.DeliveryStatus;

/**
 * Which deliveries are wanted; all that is not null must hold.
 *
 * @param subscriptionId never null
 * @param fromMs inclusive
 * @param toMs inclusive
 */
public record DeliveryFilter(
    String subscriptionId, DeliveryStatus status, Long fromMs, Long toMs) {}
