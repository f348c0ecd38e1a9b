package io.bailiwick.simulation.invariant;

import io.bailiwick.amount.Unit;
import io.bailiwick.protocol.EntityId;
import io.bailiwick.reservation.BookEvent;
import io.bailiwick.reservation.BookState;
import io.bailiwick.reservation.Operation;
import io.bailiwick.reservation.Reservation;
import io.bailiwick.scope.Ledger;
import io.bailiwick.scope.ScopePath;
import io.bailiwick.scope.ScopeState;
import io.bailiwick.simulation.world.Watcher;
import io.bailiwick.simulation.world.World;
import java.util.EnumMap;
import java.util.Map;

/**
 * I2: what a ledger has reserved is the sum of its holds; and when an operation is over, its
 * reservation's hold is on every budgeted scope, or on none.
 */
public final class HoldsAddUp implements Watcher {

  private World world;

  @Override
  public void begins(World theWorld) {
    world = theWorld;
  }

  @Override
  public void touched(EntityId.OfScope scope, ScopeState live) {
    Map<Unit, Long> sums = new EnumMap<>(Unit.class);
    live.holds().forEach((id, hold) -> sums.merge(hold.unit(), hold.amount(), Long::sum));
    for (Ledger ledger : live.ledgers()) {
      long sum = sums.getOrDefault(ledger.unit(), 0L);
      long reserved = ledger.figures().reserved();
      Check.that(
          reserved == sum,
          this,
          "%s has reserved %d, its holds are %s",
          live.path(),
          reserved,
          live.holds());
    }
  }

  @Override
  public void wrote(EntityId.OfBook book, BookEvent event, BookState before, BookState after) {
    if (!(event instanceof BookEvent.Completed completed)) {
      return;
    }
    Operation operation = before.unfinished().find(completed.operation());
    Reservation reservation = before.reservation(operation.reservation());
    boolean isHeld =
        operation.kind() == Operation.Kind.RESERVE
            && !operation.undoing()
            && reservation.end() == null;
    if (operation.kind() == Operation.Kind.DEBIT) {
      return;
    }
    for (ScopePath scope : operation.scopes()) {
      ScopeState.Hold hold = world.scopeState(scope).hold(operation.reservation());
      Check.that(
          (hold != null) == isHeld, this, "%s is over, and on %s is %s", operation, scope, hold);
    }
  }

  @Override
  public void ended() {
    for (ScopeState state : world.scopeStates()) {
      Check.that(
          state.holds().isEmpty(), this, "in the end %s holds %s", state.path(), state.holds());
    }
  }
}
