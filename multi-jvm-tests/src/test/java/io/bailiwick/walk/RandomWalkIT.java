package io.bailiwick.walk;

import static org.assertj.core.api.Assertions.assertThat;

import io.bailiwick.harness.Seed;
import io.bailiwick.harness.SharedServer;
import org.junit.jupiter.api.Test;

/**
 * {@code -Dbailiwick.walk.steps} sets how far it goes, {@code -Dbailiwick.walk.seed} takes the same
 * way again.
 */
class RandomWalkIT {
  private static final int STEPS = Integer.getInteger("bailiwick.walk.steps", 5_000);

  @Test
  void everyAnswerAndEveryBalanceIsTheModels() {
    long seed = Seed.of("bailiwick.walk.seed");
    Walker walker = new Walker(SharedServer.operator(), Seed.dice(seed, 0));
    for (int step = 0; step < STEPS; step++) {
      try {
        walker.step();
      } catch (AssertionError | RuntimeException e) {
        throw new AssertionError(
            "step %d of seed %d: %s%nthe last steps:%n%s"
                .formatted(step, seed, e.getMessage(), walker.story()),
            e);
      }
    }
    System.out.println("random walk of " + STEPS + " steps: " + walker.seen());
    if (STEPS >= 1_000) {
      assertThat(walker.seen().keySet())
          .as("the walk went everywhere")
          .contains(
              "expired",
              "reserve 200 ",
              "reserve 409 BUDGET_FROZEN",
              "reserve 409 BUDGET_EXCEEDED",
              "reserve 409 OVERDRAFT_LIMIT_EXCEEDED",
              "commit 200 ",
              "commit 409 BUDGET_EXCEEDED",
              "commit 409 OVERDRAFT_LIMIT_EXCEEDED",
              "commit 409 RESERVATION_FINALIZED",
              "release 200 ",
              "extend 200 ",
              "event 201 ",
              "event 409 BUDGET_EXCEEDED",
              "dry run 200 ",
              "decide 200 ",
              "fund RESET_SPENT 200 ",
              "fund REPAY_DEBT 200 ",
              "fund DEBIT 200 ");
    }
  }
}
