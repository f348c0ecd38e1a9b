package io.bailiwick.simulation.invariant;

import io.bailiwick.protocol.EntityId;
import io.bailiwick.protocol.EntityMessage;
import io.bailiwick.protocol.OperationId;
import io.bailiwick.protocol.ScopeMessage;
import io.bailiwick.reservation.BookState;
import io.bailiwick.simulation.world.Watcher;
import io.bailiwick.simulation.world.World;
import java.util.HashMap;
import java.util.Map;

/**
 * A book that runs says what it has recorded again after each pause, until it is over: true time,
 * whatever the clock of its node says.
 */
public final class RecordedIsSaidAgain implements Watcher {

  /** The redelivery interval of the simulation, and what a completion waits for company. */
  private static final long PAUSE_MAX_MS = 500 + 20;

  private final Map<OperationId, Long> lastSaidMs = new HashMap<>();
  private World world;

  @Override
  public void begins(World theWorld) {
    world = theWorld;
  }

  @Override
  public void said(EntityId from, Object live, EntityId to, EntityMessage message) {
    switch (message) {
      case ScopeMessage.Apply apply -> lastSaidMs.put(apply.operation(), world.nowMs());
      case ScopeMessage.Undo undo -> lastSaidMs.put(undo.operation(), world.nowMs());
      default -> {}
    }
  }

  @Override
  public void touched(EntityId.OfBook book, BookState live) {
    live.unfinished()
        .forEach(
            (number, recorded) ->
                wasSaid(new OperationId(book.tenant(), book.number(), live.incarnation(), number)));
  }

  private void wasSaid(OperationId operation) {
    long lastMs = lastSaidMs.getOrDefault(operation, 0L);
    Check.that(
        world.nowMs() - lastMs <= PAUSE_MAX_MS,
        this,
        "%s was said at %d, and it is %d",
        operation,
        lastMs,
        world.nowMs());
  }
}
