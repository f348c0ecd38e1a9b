package io.bailiwick.reservation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/**
 * What the rules answer and what they leave behind is what a plain model says, through whole lives
 * of tenants. {@code -Dbailiwick.walk.steps} sets how far it goes, {@code -Dbailiwick.walk.seed}
 * takes the same way again.
 */
class ModelWalkTest {

  private static final int STEPS = Integer.getInteger("bailiwick.walk.steps", 30_000);

  /** Of one tenant, before it is closed: fewer than what a book has in memory. */
  private static final int STEPS_OF_A_LIFE = 300;

  @Test
  void everyAnswerAndEveryFigureIsTheModels() {
    long seed = Long.getLong("bailiwick.walk.seed", new Random().nextLong());
    Map<String, Integer> seen = new TreeMap<>();
    int steps = 0;
    for (int life = 0; steps < STEPS; life++) {
      ModelWalk walk = new ModelWalk(new Random(seed + life));
      try {
        for (int step = 0; step < STEPS_OF_A_LIFE; step++) {
          steps++;
          walk.step();
        }
        walk.close();
      } catch (AssertionError | RuntimeException e) {
        throw new AssertionError(
            "step %d of seed %d: %s%nthe last steps:%n%s"
                .formatted(steps, seed, e.getMessage(), walk.story()),
            e);
      }
      walk.seen().forEach((what, times) -> seen.merge(what, times, Integer::sum));
    }
    System.out.printf("walk of %d steps, seed %d, no difference: %s%n", steps, seed, seen);
    if (STEPS >= 20_000) {
      assertThat(seen.keySet()).as("the walk went everywhere").contains(EVERYWHERE);
    }
  }

  private static final String[] EVERYWHERE = {
    "caps false",
    "caps true",
    "commit ",
    "commit BUDGET_EXCEEDED",
    "commit OVERDRAFT_LIMIT_EXCEEDED",
    "commit RESERVATION_EXPIRED",
    "commit RESERVATION_FINALIZED",
    "decide ",
    "dry run ",
    "event ",
    "event BUDGET_EXCEEDED",
    "event BUDGET_FROZEN",
    "event LIMIT_EXCEEDED",
    "event OVERDRAFT_LIMIT_EXCEEDED",
    "event TENANT_CLOSED",
    "event TENANT_SUSPENDED",
    "expired AUTO_RELEASE",
    "expired GRACE_ONLY",
    "extend ",
    "extend MAX_EXTENSIONS_EXCEEDED",
    "extend RESERVATION_EXPIRED",
    "freeze ",
    "freeze STATUS_UNCHANGED",
    "fund CREDIT ",
    "fund CREDIT BUDGET_FROZEN",
    "fund CREDIT TENANT_CLOSED",
    "fund DEBIT ",
    "fund REPAY_DEBT ",
    "fund RESET ",
    "fund RESET_SPENT ",
    "patch ",
    "policy ",
    "policy DUPLICATE_RESOURCE",
    "policy INVALID_REQUEST",
    "policy change ",
    "policy change NOT_FOUND",
    "release ",
    "release RESERVATION_EXPIRED",
    "release TENANT_CLOSED",
    "repeated",
    "reserve ",
    "reserve BUDGET_EXCEEDED",
    "reserve BUDGET_FROZEN",
    "reserve LIMIT_EXCEEDED",
    "reserve OVERDRAFT_LIMIT_EXCEEDED",
    "reserve TENANT_CLOSED",
    "reserve TENANT_SUSPENDED",
    "tenant settings",
    "unfreeze ",
  };
}
