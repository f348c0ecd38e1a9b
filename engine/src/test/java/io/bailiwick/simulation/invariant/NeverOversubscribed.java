package io.bailiwick.simulation.invariant;

import io.bailiwick.protocol.EntityId;
import io.bailiwick.scope.Figures;
import io.bailiwick.scope.ScopeEvent;
import io.bailiwick.scope.ScopeState;
import io.bailiwick.simulation.world.Knob;
import io.bailiwick.simulation.world.Watcher;
import io.bailiwick.simulation.world.World;

/**
 * I3: no hold takes more than what remains. What has happened in the world is charged all the same:
 * then the ledger is over its limit. Where nothing goes wrong and no operator takes anything away,
 * even that never happens.
 */
public final class NeverOversubscribed implements Watcher {

  private World world;

  @Override
  public void begins(World theWorld) {
    world = theWorld;
  }

  @Override
  public void wrote(EntityId.OfScope scope, ScopeEvent event, ScopeState before, ScopeState after) {
    if (event instanceof ScopeEvent.Held held) {
      Figures figures = after.ledger(held.unit()).figures();
      Check.that(
          figures.remaining() >= 0, this, "%s leaves %s at %s", event, figures, scope.text());
    }
    if (event instanceof ScopeEvent.Settled settled) {
      settled(scope, settled, before, after);
    }
  }

  private void settled(
      EntityId.OfScope scope, ScopeEvent.Settled event, ScopeState before, ScopeState after) {
    Figures from = before.ledger(event.unit()).figures();
    Figures to = after.ledger(event.unit()).figures();
    boolean takesFromNobody = to.remaining() >= Math.min(0, from.remaining());
    boolean isWithinLimit =
        event.indebted() == 0 ? takesFromNobody : to.debt() <= to.overdraftLimit();
    Check.that(
        isWithinLimit || to.overLimit(),
        this,
        "%s leaves %s unmarked at %s",
        event,
        to,
        scope.text());
    boolean isQuiet = world.plan().isCalm() && !world.plan().has(Knob.OPERATIONS);
    Check.that(isWithinLimit || !isQuiet, this, "%s leaves %s at %s", event, to, scope.text());
  }
}
