package io.bailiwick.entity;

import io.bailiwick.projection.TableWrites;
import io.bailiwick.protocol.EntityId;
import io.bailiwick.protocol.Participant;
import io.bailiwick.record.Origin;
import io.bailiwick.record.RecordPlace;
import io.bailiwick.reservation.UsedKey;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.ToIntFunction;

/**
 * What a host must know of the participant that it hosts.
 *
 * @param name for metrics
 * @param empty state of one that has never written anything
 * @param participant made from its recovered state
 * @param apply the state after an event
 * @param rows what an event changes in the tables
 * @param holds how many live holds its state has, as metrics count them
 * @param live how many live reservations its state has; asked once, after the recovery
 * @param liveBy by how many an event makes them more
 * @param entries how many parts its state has of which there can be many, as its size
 * @param tell says of a durable event what metrics count
 * @param unapplied how many recorded decisions its state has that not every scope has applied
 * @param usedKey the key under which the tables have an answer from an event on, or null; of the
 *     event and the state before
 */
record EntityKind<E, S>(
    String name,
    Function<EntityId, S> empty,
    Function<S, Participant<E, S>> participant,
    BiFunction<S, E, S> apply,
    Rows<E, S> rows,
    ToIntFunction<S> holds,
    ToIntFunction<S> unapplied,
    ToIntFunction<S> live,
    ToIntFunction<E> liveBy,
    ToIntFunction<S> entries,
    BiConsumer<E, EntityObserver> tell,
    BiFunction<E, S, UsedKey> usedKey) {

  /** How an event becomes rows. */
  @FunctionalInterface
  interface Rows<E, S> {
    /**
     * @param by whoever asked for it, or null
     */
    void add(E event, S before, S after, Origin by, RecordPlace place, TableWrites out);
  }
}
