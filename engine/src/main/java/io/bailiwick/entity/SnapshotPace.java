package io.bailiwick.entity;

import io.bailiwick.text.Spread;

/**
 * When the next snapshot of an entity is due. A snapshot is the whole state, in a transaction that
 * everybody on the node waits for: so the larger the last one was, the more is written until the
 * next one, up to what a recovery can read again. Each entity has a pace of its own, because those
 * of a tenant are written alike, and would all be stored at once. Used by one entity's journal.
 */
final class SnapshotPace {

  /** So many times {@code every}: more writes than that are not read again in a recovery. */
  static final int WRITES_FACTOR_MAX = 10;

  /** A process that has just started reads so many of a book again in less than two seconds. */
  static final int EVENTS_MAX = 20_000;

  private final int every;
  private long writes;
  private long events;
  private int entries = -1;

  /**
   * @param every writes between two snapshots of a small state, and at least
   */
  SnapshotPace(int every) {
    this.every = every;
  }

  /**
   * The pace of one entity.
   *
   * @param every writes between two snapshots, at least; some entities have up to half as many more
   */
  static SnapshotPace of(String entityId, int every) {
    return new SnapshotPace(every + Spread.over(entityId, every / 2 + 1));
  }

  /**
   * One more write, now or when it was read again.
   *
   * @param entriesBefore entries of the state before it: of the snapshot, if it is the first after
   *     one
   */
  void written(int entriesBefore, int eventsOfIt) {
    entries = entries < 0 ? entriesBefore : entries;
    writes++;
    events += eventsOfIt;
  }

  /**
   * Whether a snapshot is to be made now. An event takes about as much room as the entry that it
   * makes or changes.
   */
  boolean isDue() {
    boolean isWorthIt = events >= Math.min(entries, EVENTS_MAX);
    return writes >= every && (isWorthIt || writes >= (long) every * WRITES_FACTOR_MAX);
  }

  /** A snapshot of so many entries is being made. */
  void made(int entriesOfIt) {
    writes = 0;
    events = 0;
    entries = entriesOfIt;
  }
}
