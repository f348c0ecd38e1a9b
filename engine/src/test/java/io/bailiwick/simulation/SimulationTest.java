package io.bailiwick.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import io.bailiwick.simulation.world.Plan;
import io.bailiwick.simulation.world.Rig;
import io.bailiwick.time.Stopwatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** Thousands of runs, each from a seed, all invariants checked after every step. */
class SimulationTest {

  private static final long FIRST = Long.getLong("bailiwick.sim.first", 1);
  private static final long SEEDS = Long.getLong("bailiwick.sim.seeds", 8_000);
  private static final Long ONLY = Long.getLong("bailiwick.sim.seed");

  /** Every so many seeds are run twice. */
  private static final int TWICE_EVERY = 100;

  @Test
  void everythingThatMustAlwaysBeTrueIs() {
    if (ONLY != null) {
      Scenario.Outcome outcome = Scenario.run(Plan.of(ONLY), new Rig());
      assertThat(outcome.isFailure() ? Shrinking.report(outcome, Rig::new) : "").isEmpty();
      return;
    }
    Stopwatch watch = Stopwatch.start();
    AtomicLong steps = new AtomicLong();
    Scenario.Outcome failed =
        LongStream.range(FIRST, FIRST + SEEDS)
            .parallel()
            .mapToObj(seed -> Scenario.run(Plan.of(seed), new Rig()))
            .peek(outcome -> steps.addAndGet(outcome.steps()))
            .filter(Scenario.Outcome::isFailure)
            .findAny()
            .orElse(null);
    if (failed != null) {
      throw new AssertionError(Shrinking.report(failed, Rig::new));
    }
    System.out.printf(
        "simulation: seeds %d to %d, %d steps, %d s%n",
        FIRST,
        FIRST + SEEDS - 1,
        steps.get(),
        TimeUnit.NANOSECONDS.toSeconds(watch.elapsedNanos()));
  }

  /** I14. */
  @Test
  void sameSeedSameRun() {
    for (long seed = FIRST; seed < FIRST + SEEDS; seed += TWICE_EVERY) {
      assertThat(fingerprint(seed)).as("runs of seed %d", seed).isEqualTo(fingerprint(seed));
    }
  }

  @Test
  void anotherSeedIsAnotherRun() {
    assertThat(fingerprint(FIRST)).isNotEqualTo(fingerprint(FIRST + 1));
  }

  private static long fingerprint(long seed) {
    Fingerprint fingerprint = new Fingerprint();
    Scenario.run(Plan.of(seed), new Rig(), fingerprint);
    return fingerprint.value();
  }
}
