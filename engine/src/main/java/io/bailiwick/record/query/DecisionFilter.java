package io.bailiwick.record.query;

import io.bailiwick.apikey.ScopeFilter;
import io.bailiwick.record.Decision;
import io.bailiwick.scope.ScopePath;

/**
 * Which entries of the decision log are wanted; all that is not null must hold.
 *
 * @param scope itself and all below it, by whole segments
 * @param operation as it stands in an entry
 * @param actionKind exactly
 * @param actionName exactly
 * @param agent name of the segment of that level
 * @param reservationId or that of an event
 * @param fromMs in milliseconds since 1970, inclusive
 * @param toMs the same
 * @param search part of scope, action, reservation id, idempotency key or reason, whatever the case
 * @param keyScope what the caller's key reaches
 */
public record DecisionFilter(
    String tenant,
    ScopePath scope,
    String keyId,
    String operation,
    Decision decision,
    String actionKind,
    String actionName,
    String agent,
    String reservationId,
    String traceId,
    String requestId,
    String idempotencyKey,
    Long fromMs,
    Long toMs,
    String search,
    ScopeFilter keyScope) {

  /** All of them. */
  public static final DecisionFilter ALL =
      new DecisionFilter(
          null,
          null,
          null,
          null,
          null,
          null,
          null,
          null,
          null,
          null,
          null,
          null,
          null,
          null,
          null,
          ScopeFilter.ALL);

  /** The same between two times; null leaves an end open. */
  public DecisionFilter within(Long from, Long to) {
    return new DecisionFilter(
        tenant,
        scope,
        keyId,
        operation,
        decision,
        actionKind,
        actionName,
        agent,
        reservationId,
        traceId,
        requestId,
        idempotencyKey,
        from,
        to,
        search,
        keyScope);
  }
}
