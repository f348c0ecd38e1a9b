package io.bailiwick.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.bailiwick.harness.ServerCluster;
import io.bailiwick.harness.ServerProcess.Stopped;
import io.bailiwick.harness.Workers;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** SIGTERM to all nodes at the same time, while clients work: nobody is left to hand over to. */
class StopAllIT {
  /** Who goes first is chance: {@code -Dbailiwick.cluster.stops=10} sees more of it. */
  private static final int STOPS = Integer.getInteger("bailiwick.cluster.stops", 1);

  /** Notice, drain, and the wait for somebody who does not come; on a busy machine. */
  private static final Duration STOPS_WITHIN = Duration.ofSeconds(9);

  private static final Duration WITHIN = Duration.ofSeconds(60);

  @Test
  void allEndInGoodOrderAndLoseNothing() throws Exception {
    Trial.of(
        "stop-all",
        3,
        Map.of("BAILIWICK_RESERVATION_SWEEP_INTERVAL", "200ms"),
        "-Dit.test=StopAllIT -Dbailiwick.cluster.stops=" + STOPS,
        cluster -> {
          ClusterLoad load = ClusterLoad.on(cluster, "stop-all");
          for (int stop = 0; stop < STOPS; stop++) {
            load.awaitProgress();
            stopAll(cluster);
            cluster.heal();
          }
          load.awaitProgress();
          load.end();
          load.judge();
        });
  }

  private static void stopAll(ServerCluster cluster) {
    List<Stopped> all = Workers.start(3, number -> cluster.node(number).terminate()).await(WITHIN);
    System.out.println("all stopped at once: " + all);
    assertThat(all).allMatch(stopped -> stopped.exitCode() == 0);
    assertThat(all).allMatch(stopped -> stopped.took().compareTo(STOPS_WITHIN) < 0);
    assertThat(cluster.nodes())
        .extracting(node -> node.process().log())
        .allSatisfy(log -> assertThat(log).doesNotContain(LogLine.OF_BAD_ORDER));
  }
}
