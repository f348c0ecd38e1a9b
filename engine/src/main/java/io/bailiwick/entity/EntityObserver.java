package io.bailiwick.entity;

/**
 * Sees what the hosts do, for metrics. Called on many threads at once, must be quick and must not
 * throw. Knows kinds of entities ({@code scope}, {@code book}) and never which one, or whose.
 */
public interface EntityObserver {

  /** Sees nothing. */
  EntityObserver NONE = new EntityObserver() {};

  /** An entity has read its journal and serves. */
  default void recovered(String kind, long nanos) {}

  /** An entity that had recovered has stopped or failed. */
  default void stopped(String kind) {}

  /**
   * A write is durable.
   *
   * @param events how many decisions it joined
   * @param waiting decisions that have gathered meanwhile
   */
  default void written(String kind, int events, int waiting, long nanos) {}

  /** An entity was thrown away and will come back from its journal. */
  default void failed(String kind) {}

  /** A message came before the journal was read, and too many were waiting already. */
  default void overflowed(String kind) {}

  /** Live holds on this node's roots are more, or fewer: one for each live reservation. */
  default void holdsMoved(int by) {}

  /**
   * Decisions recorded by this node's books that not every scope has applied are more, or fewer.
   */
  default void unappliedMoved(int by) {}

  /** Live reservations in this node's books are more, or fewer, with ledgers or without. */
  default void liveMoved(int by) {}

  /** This node takes no new ones beyond that many. */
  default void liveMax(long max) {}

  /** A lease has ended and nobody had settled it: durable, and counted once. */
  default void expired() {}

  /** A commit or an event has made a ledger owe more; once for each ledger that does. */
  default void overdraftIncurred() {}

  /** This node has become the owner of a shard that another has given up; it took so long. */
  default void handedOver(long nanos) {}

  /**
   * This node has swept.
   *
   * @param books whose work was overdue, as many as one round wakes
   * @param closes that were not complete
   */
  default void overdue(int books, int closes) {}
}
