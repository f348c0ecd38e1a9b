package io.bailiwick.record.query;

import io.bailiwick.apikey.ScopeFilter;
import io.bailiwick.scope.ScopePath;

/**
 * Which events are wanted; all that is not null must hold.
 *
 * @param tenant as it stands in an event, which may be none's id
 * @param eventType under its wire name
 * @param category under its wire name
 * @param scope itself and all below it, by whole segments
 * @param fromMs in milliseconds since 1970, inclusive
 * @param toMs the same
 * @param search part of correlation id or scope, whatever the case
 * @param isOfTenants only what tenants may see
 * @param keyScope what the caller's key reaches; events without a scope are reached by every key
 *     that reaches everything
 */
public record EventFilter(
    String tenant,
    String eventType,
    String category,
    ScopePath scope,
    String correlationId,
    String traceId,
    String requestId,
    Long fromMs,
    Long toMs,
    String search,
    boolean isOfTenants,
    ScopeFilter keyScope) {

  /** The same up to a time. */
  public EventFilter until(long ms) {
    return new EventFilter(
        tenant,
        eventType,
        category,
        scope,
        correlationId,
        traceId,
        requestId,
        fromMs,
        ms,
        search,
        isOfTenants,
        keyScope);
  }

  /** All of them. */
  public static final EventFilter ALL =
      new EventFilter(
          null, null, null, null, null, null, null, null, null, null, false, ScopeFilter.ALL);
}
