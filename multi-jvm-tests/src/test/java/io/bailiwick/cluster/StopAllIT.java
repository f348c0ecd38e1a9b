package io.bailiwick.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.bailiwick.harness.ServerProcess.Stopped;
import io.bailiwick.harness.Workers;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** SIGTERM to all nodes at the same time, while clients work: nobody is left to hand over to. */
class StopAllIT {
  /** Notice, drain, and no wait for somebody who does not come; on a busy machine. */
  private static final Duration STOPS_WITHIN = Duration.ofSeconds(8);

  private static final Duration WITHIN = Duration.ofSeconds(60);

  @Test
  void allEndInGoodOrderAndLoseNothing() throws Exception {
    Trial.of(
        "stop-all",
        3,
        Map.of("BAILIWICK_RESERVATION_SWEEP_INTERVAL", "200ms"),
        "-Dit.test=StopAllIT",
        cluster -> {
          ClusterLoad load = ClusterLoad.on(cluster, "stop-all");
          load.awaitProgress();
          List<Stopped> stopped =
              Workers.start(3, number -> cluster.node(number).terminate()).await(WITHIN);
          System.out.println("all stopped at once: " + stopped);
          for (int number = 0; number < 3; number++) {
            assertThat(stopped.get(number).exitCode()).isZero();
            assertThat(stopped.get(number).took()).isLessThan(STOPS_WITHIN);
            assertThat(cluster.node(number).process().log())
                .doesNotContain(LogLine.VOTED_OUT, LogLine.HELD_UP, LogLine.PHASE_TIMED_OUT);
          }
          cluster.heal();
          load.awaitProgress();
          load.end();
          load.judge();
        });
  }
}
