package io.bailiwick.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.bailiwick.defect.Agents;
import io.bailiwick.fault.Fault;
import io.bailiwick.fault.LoadClient;
import io.bailiwick.harness.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * Three nodes, none of which agrees with another on the time, whose clocks jump by minutes while
 * clients work, and whose tenants move from one to another. Leases end early or late by as much;
 * nothing else may be wrong.
 */
class ClockSkewIT {
  private static final Duration SKEW =
      Duration.ofSeconds(Integer.getInteger("bailiwick.cluster.skew.s", 180));

  private static final int EACH_MS = 5_000;

  @Test
  void onlyLeasesDependOnClocks() throws Exception {
    Trial.of(
        "clock-skew",
        3,
        Agents.withClock(Map.of("BAILIWICK_RESERVATION_SWEEP_INTERVAL", "200ms")),
        "-Dit.test=ClockSkewIT",
        cluster -> {
          ClusterLoad load = ClusterLoad.on(cluster, "skew");
          load.awaitProgress();
          List<Fault> story =
              List.of(
                  new Fault.Skew(0, SKEW),
                  new Fault.Skew(1, SKEW.negated()),
                  // Its tenants go to nodes whose clocks are far behind what it has written.
                  new Fault.Kill(List.of(0)),
                  new Fault.Skew(2, SKEW),
                  new Fault.Skew(1, SKEW),
                  new Fault.Skew(2, SKEW.negated()));
          for (Fault fault : story) {
            System.out.printf("%tT %s; %s%n", Clock.nowMs(), fault, load);
            fault.on(cluster);
            Clock.awaitPast(Clock.nowMs() + EACH_MS);
          }
          cluster.heal();
          load.awaitProgress();
          load.closeOne();
          load.end();
          assertThat(load.unanswered()).as("never answered").isEmpty();
          assertThat(load.longestLease())
              .as("a lease by a fast clock")
              .isGreaterThan(LoadClient.LONG_LEASE.plus(SKEW.dividedBy(2)));
          Duration longest = load.longestStall();
          String slowest = load.slowest();
          load.judge();
          System.out.printf(
              "clocks %d s apart: %s, violations 0, the longest took %d ms; %s%n",
              2 * SKEW.toSeconds(), load, longest.toMillis(), slowest);
        });
  }
}
