package io.bailiwick.reservation;

import java.util.ArrayDeque;

/**
 * How new the newest thing is that has left memory. The tables know what is durable, the memory
 * what is recent; whoever asks the tables must wait until they know all that the memory does not.
 * Used by one thread.
 */
final class Forgotten {

  /** Numbers of the events that made what is over and in memory, oldest first. */
  private final ArrayDeque<Long> remembered = new ArrayDeque<>();

  private long events;
  private long next;
  private long newest;

  /**
   * @param recovered what is in memory at first: all of it durable
   */
  Forgotten(Recent recovered) {
    for (int i = 0; i < recovered.size(); i++) {
      remembered.add(0L);
    }
    next = recovered.next();
  }

  /** One more event was persisted. */
  void follow(Recent after) {
    events++;
    for (; next < after.next(); next++) {
      remembered.add(events);
    }
    while (remembered.size() > after.size()) {
      newest = remembered.poll();
    }
  }

  /** How many of the events that were persisted last need not be in the tables. */
  long newerCount() {
    return events - newest;
  }
}
