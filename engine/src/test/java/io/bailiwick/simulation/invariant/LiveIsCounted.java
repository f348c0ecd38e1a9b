package io.bailiwick.simulation.invariant;

import io.bailiwick.protocol.EntityId;
import io.bailiwick.reservation.BookEvent;
import io.bailiwick.reservation.BookState;
import io.bailiwick.simulation.world.Watcher;

/** Who counts live reservations by the events has the number of those that have not ended. */
public final class LiveIsCounted implements Watcher {

  @Override
  public void wrote(EntityId.OfBook book, BookEvent event, BookState before, BookState after) {
    Check.that(
        after.liveCount() == before.liveCount() + event.liveBy(),
        this,
        "%s of %s makes %d of %d live reservations",
        event,
        book.text(),
        after.liveCount(),
        before.liveCount());
  }
}
