package io.bailiwick.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.bailiwick.harness.ClusterNode;
import io.bailiwick.harness.Operator;
import io.bailiwick.harness.ServerCluster;
import io.bailiwick.harness.ServerSetup;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Every node of three is stopped and started again, one after the other, while clients work. */
class RollingRestartIT {
  /** What an operation may take, with all its tries. */
  static final Duration STALL_MAX = Duration.ofSeconds(15);

  @Test
  void nothingFailsThatIsRepeatedUnderItsKey() throws Exception {
    Trial.of(
        "rolling-restart",
        3,
        Map.of("BAILIWICK_RESERVATION_SWEEP_INTERVAL", "200ms"),
        "-Dit.test=RollingRestartIT",
        cluster -> {
          ClusterLoad load = ClusterLoad.on(cluster, "rolling");
          load.awaitProgress();
          for (ClusterNode node : cluster.nodes()) {
            assertThat(node.terminate().exitCode()).as("an orderly stop").isZero();
            assertLeft(node, cluster.nodes());
            // Nodes have machines of their own; here the start of one takes the others' processors.
            load.awaitProgress();
            node.start();
            load.awaitProgress();
          }
          load.end();
          assertThat(load.unanswered()).as("never answered").isEmpty();
          assertThat(load.longestStall()).isLessThan(STALL_MAX);
          load.judge();
          System.out.printf(
              "rolling restart of 3: %s, none failed, the longest took %d ms; %s%n"
                  + "handovers: %s%n",
              load, load.longestStall().toMillis(), load.slowest(), handovers(cluster));
        });
  }

  /** How long shards were on the move, as the cluster says; the rest of a stall is recovery. */
  private static JsonNode handovers(ServerCluster cluster) {
    return new Operator(cluster.client(), ServerSetup.ADMIN_KEY)
        .get("/v1/x-bailiwick/cluster")
        .body()
        .path("handovers");
  }

  /** It says good-bye, and is not missed and voted out. */
  private static void assertLeft(ClusterNode gone, List<ClusterNode> all) {
    for (ClusterNode node : all) {
      assertThat(node.process().log())
          .as("node %s", node.number())
          .doesNotContain(LogLine.VOTED_OUT);
    }
    assertThat(gone.isAlive()).isFalse();
  }
}
