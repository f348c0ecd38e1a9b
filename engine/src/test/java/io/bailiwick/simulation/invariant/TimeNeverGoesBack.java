package io.bailiwick.simulation.invariant;

import io.bailiwick.protocol.EntityId;
import io.bailiwick.reservation.BookEvent;
import io.bailiwick.reservation.BookState;
import io.bailiwick.scope.ScopeEvent;
import io.bailiwick.scope.ScopeState;
import io.bailiwick.simulation.world.Watcher;
import java.util.HashMap;
import java.util.Map;

/**
 * No event has an earlier stamp than one before it, whatever the clocks say (design, section 7).
 */
public final class TimeNeverGoesBack implements Watcher {

  private final Map<EntityId, Long> lastMs = new HashMap<>();

  @Override
  public void wrote(EntityId.OfBook book, BookEvent event, BookState before, BookState after) {
    wrote(book, event.atMs(), event);
  }

  @Override
  public void wrote(EntityId.OfScope scope, ScopeEvent event, ScopeState before, ScopeState after) {
    wrote(scope, event.atMs(), event);
  }

  private void wrote(EntityId id, long atMs, Object event) {
    long before = lastMs.getOrDefault(id, 0L);
    Check.that(atMs >= before, this, "%s of %s is stamped before %d", event, id.text(), before);
    lastMs.put(id, atMs);
  }
}
