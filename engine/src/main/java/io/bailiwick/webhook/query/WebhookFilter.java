package io.bailiwick.webhook.query;

import io.bailiwick.apikey.ScopeFilter;
import io.bailiwick.record.EventType;
import io.bailiwick.webhook.WebhookOwner;
import io.bailiwick.webhook.WebhookStatus;

/**
 * Which subscriptions are wanted; all that is not null must hold.
 *
 * @param eventType that they name among their types
 * @param search part of id or URL, whatever the case
 * @param reachedBy the filter of the key that asks, never null
 */
public record WebhookFilter(
    WebhookOwner owner,
    WebhookStatus status,
    EventType eventType,
    String search,
    ScopeFilter reachedBy) {}
