package io.bailiwick.simulation.invariant;

import io.bailiwick.protocol.EntityId;
import io.bailiwick.reservation.ReservationId;
import io.bailiwick.scope.ScopeEvent;
import io.bailiwick.scope.ScopeState;
import io.bailiwick.simulation.model.Decision;
import io.bailiwick.simulation.model.Decisions;
import io.bailiwick.simulation.world.Watcher;
import io.bailiwick.simulation.world.World;

/**
 * I8: once things work, no hold is left longer than its lease, its grace and a bound, whether or
 * not anybody asks. That none is left at all in the end is for {@link HoldsAddUp} to see.
 */
public final class NoHoldOutlivesItsBound implements Watcher {

  /** A sweep, a recovery and a few redeliveries. */
  private static final long BOUND_MS = 5_000;

  /** A book goes on with the latest time that it has journalled, until the clock has caught up. */
  private static final long CLOCKS_MS = 20_000;

  private final Decisions decisions;
  private World world;
  private long worksSinceMs;

  public NoHoldOutlivesItsBound(Decisions decisions) {
    this.decisions = decisions;
  }

  @Override
  public void begins(World theWorld) {
    world = theWorld;
  }

  @Override
  public void wrote(EntityId.OfScope scope, ScopeEvent event, ScopeState before, ScopeState after) {
    boolean isCalm = world.plan().isCalm();
    if (!isCalm && !world.isCalm()) {
      worksSinceMs = world.nowMs();
      return;
    }
    if (event instanceof ScopeEvent.Settled settled && settled.released() > 0) {
      ReservationId id = settled.reservation();
      Decision end = decisions.end(id);
      long dueMs = Math.max(decisions.deadlineMs(id), worksSinceMs);
      long boundMs = BOUND_MS + (isCalm ? 0 : CLOCKS_MS);
      Check.that(
          world.nowMs() <= dueMs + boundMs || dueMs == Long.MAX_VALUE,
          this,
          "%s was due at %d and let go at %d: %s",
          id,
          dueMs,
          world.nowMs(),
          end);
    }
  }
}
