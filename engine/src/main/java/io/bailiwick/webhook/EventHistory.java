package io.bailiwick.webhook;

import io.bailiwick.record.EventType;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Events of the past, of which a replay selects. Thread-safe; never blocks. */
@FunctionalInterface
public interface EventHistory {

  /** Of a server that has recorded none. */
  EventHistory EMPTY = (owner, fromMs, toMs, limit) -> CompletableFuture.completedFuture(List.of());

  /**
   * Those of a time, in their order.
   *
   * @param owner whose; those of all tenants and of none for {@link WebhookOwner#SYSTEM}
   * @param fromMs inclusive
   * @param toMs inclusive
   * @param limit of what is given
   */
  CompletionStage<List<PastEvent>> between(WebhookOwner owner, long fromMs, long toMs, int limit);

  /**
   * @param scope or null
   * @param traceId or null
   */
  record PastEvent(String id, EventType type, String scope, String traceId) {}
}
