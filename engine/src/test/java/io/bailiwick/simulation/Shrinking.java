package io.bailiwick.simulation;

import io.bailiwick.simulation.world.Plan;
import io.bailiwick.simulation.world.Rig;
import io.bailiwick.time.Stopwatch;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** Looks for a smaller plan that fails in the same way, and tells its history. */
final class Shrinking {

  private static final long SEARCHED_MAX_NANOS = TimeUnit.SECONDS.toNanos(20);

  /** The end of a history is what explains it. */
  private static final int LINES_SHOWN_MAX = 250;

  private Shrinking() {}

  /** The smallest plan that was found. */
  static Scenario.Outcome smallest(Scenario.Outcome failed, Supplier<Rig> rigs) {
    Stopwatch watch = Stopwatch.start();
    Scenario.Outcome smallest = failed;
    boolean isSmaller = true;
    while (isSmaller && watch.elapsedNanos() < SEARCHED_MAX_NANOS) {
      isSmaller = false;
      for (Plan plan : smallest.plan().smaller()) {
        Scenario.Outcome outcome = Scenario.run(plan, rigs.get());
        boolean failsTheSame =
            outcome.isFailure()
                && outcome.violation().invariant().equals(failed.violation().invariant());
        if (failsTheSame) {
          smallest = outcome;
          isSmaller = true;
          break;
        }
        if (watch.elapsedNanos() >= SEARCHED_MAX_NANOS) {
          break;
        }
      }
    }
    return smallest;
  }

  /** What somebody needs to understand a failure and to see it again. */
  static String report(Scenario.Outcome failed, Supplier<Rig> rigs) {
    Scenario.Outcome smallest = smallest(failed, rigs);
    Chronicle chronicle = new Chronicle();
    Scenario.run(smallest.plan(), rigs.get(), chronicle);
    List<String> lines = chronicle.lines();
    List<String> shown = lines.subList(Math.max(0, lines.size() - LINES_SHOWN_MAX), lines.size());
    return """
    %s
    %s, failed after %d steps. Again: -Dbailiwick.sim.seed=%d
    made smaller: %s, fails after %d steps: %s
    its last %d of %d lines:
    %s
    """
        .formatted(
            failed.violation(),
            failed.plan(),
            failed.steps(),
            failed.plan().seed(),
            smallest.plan(),
            smallest.steps(),
            smallest.violation(),
            shown.size(),
            lines.size(),
            String.join("\n", shown));
  }
}
