package io.bailiwick.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import io.bailiwick.simulation.fault.Fault;
import io.bailiwick.simulation.world.Plan;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The simulation can fail: each fault that is put in on purpose is caught. */
class DeliberateFaultsTest {

  /** A fault that is not caught within so many seeds would not be caught in a build. */
  private static final long SEEDS_MAX = 1_500;

  @ParameterizedTest
  @EnumSource(Fault.class)
  void isCaught(Fault fault) {
    Scenario.Outcome caught =
        LongStream.rangeClosed(1, SEEDS_MAX)
            .mapToObj(seed -> Scenario.run(Plan.of(seed), fault.rig()))
            .filter(Scenario.Outcome::isFailure)
            .findFirst()
            .orElse(null);

    assertThat(caught).as("a run in which %s is noticed", fault).isNotNull();
    System.out.printf(
        "%s: seed %d, %s%n", fault, caught.plan().seed(), caught.violation().invariant());
  }
}
