package io.bailiwick.cluster;

import io.bailiwick.fault.FaultPlan;
import io.bailiwick.harness.Clock;
import io.bailiwick.harness.Seed;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * Everything that can go wrong, one after the other as a seed says, under load; then everything is
 * healed, every unknown outcome is resolved by its key, and every invariant is judged.
 */
class MixedFaultsIT {
  private static final int NODES = 3;

  /** {@code -Dbailiwick.cluster.faults=50} for a long night. */
  private static final int FAULTS = Integer.getInteger("bailiwick.cluster.faults", 3);

  private static final Duration LASTS_MAX =
      Duration.ofSeconds(Integer.getInteger("bailiwick.cluster.fault.s", 12));

  @Test
  void noFaultBreaksAnInvariant() throws Exception {
    long seed = Seed.of("bailiwick.cluster.seed");
    FaultPlan plan = FaultPlan.of(Seed.dice(seed, -1), FAULTS, NODES, LASTS_MAX);
    Trial.of(
        "mixed-faults",
        NODES,
        Map.of("BAILIWICK_RESERVATION_SWEEP_INTERVAL", "200ms"),
        "-Dit.test=MixedFaultsIT -Dbailiwick.cluster.faults=%d -Dbailiwick.cluster.seed=%d"
            .formatted(FAULTS, seed),
        cluster -> {
          ClusterLoad load = ClusterLoad.on(cluster, "mixed", seed);
          load.awaitProgress();
          for (FaultPlan.Entry entry : plan.entries()) {
            System.out.printf(
                "%tT %s for %d ms; %s%n",
                Clock.nowMs(), entry.fault(), entry.lasts().toMillis(), load);
            entry.fault().on(cluster);
            Clock.awaitPast(Clock.nowMs() + entry.lasts().toMillis());
            cluster.heal();
            load.awaitProgress();
          }
          load.closeOne();
          load.end();
          load.judge();
          System.out.printf("%d faults: %s%n", FAULTS, load);
        });
  }
}
