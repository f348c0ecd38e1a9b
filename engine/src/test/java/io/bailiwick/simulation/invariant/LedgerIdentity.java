package io.bailiwick.simulation.invariant;

import io.bailiwick.protocol.EntityId;
import io.bailiwick.scope.Figures;
import io.bailiwick.scope.Ledger;
import io.bailiwick.scope.ScopeEvent;
import io.bailiwick.scope.ScopeState;
import io.bailiwick.simulation.model.Account;
import io.bailiwick.simulation.model.Accounts;
import io.bailiwick.simulation.model.Decisions;
import io.bailiwick.simulation.world.Watcher;
import io.bailiwick.simulation.world.World;

/**
 * I1: allocated = remaining + spent + reserved + debt on every ledger, after every event; and each
 * of them is what the recorded decisions make of it, one after the other.
 */
public final class LedgerIdentity implements Watcher {

  private final Accounts accounts;
  private World world;

  public LedgerIdentity(Accounts accounts) {
    this.accounts = accounts;
  }

  @Override
  public void begins(World theWorld) {
    world = theWorld;
  }

  @Override
  public void wrote(EntityId.OfScope scope, ScopeEvent event, ScopeState before, ScopeState after) {
    if (event instanceof ScopeEvent.Funded funded) {
      Figures then = before.ledger(funded.unit()).figures();
      Check.that(
          then.equals(funded.before()), this, "%s is about %s, but was %s", event, then, scope);
    }
    if (Decisions.step(event) != null || event instanceof ScopeEvent.Funded) {
      compare(after);
    }
  }

  @Override
  public void ended() {
    world.scopeStates().forEach(this::compare);
  }

  private void compare(ScopeState state) {
    for (Ledger ledger : state.ledgers()) {
      Account account = accounts.of(state.path(), ledger.unit());
      Check.that(account.addsUp(), this, "%s %s: %s", state.path(), ledger.unit(), account);
      Check.that(
          account.agreesWith(ledger.figures()),
          this,
          "%s should have %s, and has %s",
          state.path(),
          account,
          ledger.figures());
    }
  }
}
