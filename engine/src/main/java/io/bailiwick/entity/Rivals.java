package io.bailiwick.entity;

import io.bailiwick.protocol.EntityId;
import io.bailiwick.query.JournalEnd;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Knows whether another owner has written to the journal of an entity: one that took over while the
 * first did not notice. Never blocks.
 */
@FunctionalInterface
interface Rivals {

  /** For a store that one process has for itself: sharding alone sees to one owner. */
  Rivals NONE = (id, sequenceNumber) -> CompletableFuture.completedStage(false);

  /** For a store that other nodes write to. */
  static Rivals shownBy(JournalEnd end) {
    return (id, sequenceNumber) ->
        end.isAfter(EntityJournal.persistenceId(id.text()).id(), sequenceNumber);
  }

  /**
   * Whether there is a row after {@code sequenceNumber}, at some moment between the call and the
   * answer.
   */
  CompletionStage<Boolean> wroteAfter(EntityId id, long sequenceNumber);
}
