package io.bailiwick.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.bailiwick.harness.ClusterNode;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A cluster grows from one node to five and shrinks to three while clients work. */
class GrowAndShrinkIT {
  @Test
  void nothingFailsThatIsRepeatedUnderItsKey() throws Exception {
    Trial.of(
        "grow",
        1,
        Map.of("BAILIWICK_RESERVATION_SWEEP_INTERVAL", "200ms"),
        "-Dit.test=GrowAndShrinkIT",
        cluster -> {
          ClusterLoad load = ClusterLoad.on(cluster, "grow");
          load.awaitProgress();
          cluster.grow(2);
          load.awaitProgress();
          cluster.grow(2);
          load.awaitProgress();
          cluster.shrink();
          cluster.shrink();
          load.awaitProgress();
          load.end();
          assertThat(load.unanswered()).as("never answered").isEmpty();
          assertThat(load.longestStall()).isLessThan(RollingRestartIT.STALL_MAX);
          for (ClusterNode node : cluster.nodes()) {
            assertThat(node.process().log())
                .as("node %s", node.number())
                .doesNotContain(LogLine.VOTED_OUT);
          }
          System.out.printf(
              "1, 3, 5, 3 nodes: %s, none failed, longest stall %d ms; %s%n",
              load, load.longestStall().toMillis(), load.slowest());
          load.judge();
        });
  }
}
