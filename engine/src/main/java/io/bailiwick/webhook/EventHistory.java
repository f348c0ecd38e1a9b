package io.bailiwick.webhook;

import io.bailiwick.record.EventType;
import java.util.List;
import java.util.concurrent.CompletionStage;

/** Events of the past, of which a replay selects. Thread-safe; never blocks. */
@FunctionalInterface
public interface EventHistory {

  /**
   * The wanted ones, all of them up to a limit, in their order.
   *
   * @param limit of what is given
   */
  CompletionStage<List<PastEvent>> find(Wanted wanted, int limit);

  /**
   * Which events are wanted; all must hold.
   *
   * @param owner whose; those of all tenants and of none for {@link WebhookOwner#SYSTEM}
   * @param types one of these
   * @param pattern that their scopes match, or null for events with and without a scope
   * @param fromMs inclusive
   * @param toMs inclusive
   */
  record Wanted(
      WebhookOwner owner, List<EventType> types, ScopePattern pattern, long fromMs, long toMs) {}

  /**
   * @param scope or null
   * @param traceId or null
   * @param figure that an alarm goes by; null for an event that is none
   */
  record PastEvent(String id, EventType type, String scope, String traceId, AlarmFigure figure) {}
}
