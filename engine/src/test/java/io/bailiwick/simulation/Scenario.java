package io.bailiwick.simulation;

import io.bailiwick.simulation.client.Traffic;
import io.bailiwick.simulation.invariant.AcknowledgedIsDurable;
import io.bailiwick.simulation.invariant.AllOrNothing;
import io.bailiwick.simulation.invariant.HoldsAddUp;
import io.bailiwick.simulation.invariant.LedgerIdentity;
import io.bailiwick.simulation.invariant.LinearizableScope;
import io.bailiwick.simulation.invariant.LiveIsCounted;
import io.bailiwick.simulation.invariant.NeverOversubscribed;
import io.bailiwick.simulation.invariant.NoHoldOutlivesItsBound;
import io.bailiwick.simulation.invariant.NothingAfterClose;
import io.bailiwick.simulation.invariant.NothingIsLeftUndone;
import io.bailiwick.simulation.invariant.OneKeyOneEffect;
import io.bailiwick.simulation.invariant.OneTerminalState;
import io.bailiwick.simulation.invariant.PoliciesAreObeyed;
import io.bailiwick.simulation.invariant.RecordedIsSaidAgain;
import io.bailiwick.simulation.invariant.ReplayIsIdentical;
import io.bailiwick.simulation.invariant.TimeNeverGoesBack;
import io.bailiwick.simulation.model.Accounts;
import io.bailiwick.simulation.model.Decisions;
import io.bailiwick.simulation.world.Mishaps;
import io.bailiwick.simulation.world.Plan;
import io.bailiwick.simulation.world.Rig;
import io.bailiwick.simulation.world.Violation;
import io.bailiwick.simulation.world.Watcher;
import io.bailiwick.simulation.world.World;
import java.util.ArrayList;
import java.util.List;

/**
 * One run: tenants are made, clients and operators do what they do while things go wrong, then
 * everything is repaired, every unknown outcome is asked for, and all leases end.
 */
final class Scenario {

  private static final long SET_UP_MAX_MS = 60_000;
  private static final long TROUBLE_MS = 9_000;
  private static final long TROUBLE_MAX_MS = 180_000;
  private static final long RESOLVED_MAX_MS = 180_000;

  /** The longest lease with all its extensions, its grace, and a clock that is ahead. */
  private static final long LEASES_END_MS = 120_000;

  /**
   * @param violation null when everything held
   * @param steps how many things happened
   */
  record Outcome(Plan plan, Violation violation, long steps) {
    boolean isFailure() {
      return violation != null;
    }
  }

  private Scenario() {}

  static Outcome run(Plan plan, Rig rig, Watcher... others) {
    Decisions decisions = new Decisions();
    Accounts accounts = new Accounts(decisions);
    List<Watcher> watchers = new ArrayList<>(List.of(others));
    watchers.addAll(
        List.of(
            decisions,
            new AllOrNothing(decisions, accounts),
            new OneKeyOneEffect(decisions),
            new OneTerminalState(),
            accounts,
            new LedgerIdentity(accounts),
            new HoldsAddUp(),
            new NeverOversubscribed(),
            new AcknowledgedIsDurable(decisions),
            new NoHoldOutlivesItsBound(decisions),
            new LinearizableScope(),
            new ReplayIsIdentical(),
            new NothingAfterClose(),
            new LiveIsCounted(),
            new TimeNeverGoesBack(),
            new RecordedIsSaidAgain(),
            new PoliciesAreObeyed(),
            new NothingIsLeftUndone()));
    World world = new World(plan, rig, watchers);
    try {
      play(world);
      return new Outcome(plan, null, world.steps());
    } catch (Violation violation) {
      return new Outcome(plan, violation, world.steps());
    } catch (RuntimeException e) {
      // A broken journal can also break those who read it.
      return new Outcome(plan, new Violation("JournalMakesSense", e.toString(), e), world.steps());
    }
  }

  private static void play(World world) {
    Traffic traffic = new Traffic(world);
    traffic.setUp();
    world.run(traffic::isSetUp, world.nowMs() + SET_UP_MAX_MS);
    mustBe(traffic.isSetUp(), "no tenant could be made");

    world.setCalm(false);
    new Mishaps(world).plan(TROUBLE_MS);
    traffic.begin(TROUBLE_MS);
    traffic.layDownPolicies(TROUBLE_MS / 2);
    long troubleUntilMs = world.nowMs() + TROUBLE_MS;
    world.run(
        () -> traffic.isOver() && world.nowMs() >= troubleUntilMs, world.nowMs() + TROUBLE_MAX_MS);

    world.heal();
    traffic.resolve();
    world.run(traffic::isResolved, world.nowMs() + RESOLVED_MAX_MS);
    mustBe(traffic.isResolved(), "the outcome of some requests cannot be found out");
    world.run(() -> false, world.nowMs() + LEASES_END_MS);
    world.end();
  }

  private static void mustBe(boolean holds, String message) {
    if (!holds) {
      throw new Violation("EveryOutcomeIsKnown", message);
    }
  }
}
