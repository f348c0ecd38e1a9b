package io.bailiwick.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.bailiwick.defect.Agents;
import io.bailiwick.defect.Defect;
import io.bailiwick.harness.ServerCluster;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.function.IntFunction;

/**
 * Runs a story on servers in which something is wrong, and demands that it fails for that reason.
 */
final class DefectTrial {
  private static final Map<String, String> SOON =
      Map.of("BAILIWICK_RESERVATION_SWEEP_INTERVAL", "200ms");

  private DefectTrial() {}

  /**
   * @param sign expression that the failure's message contains
   * @param within of the start of the story
   */
  static void noticed(Defect defect, int nodes, String sign, Duration within, Trial.Story story) {
    noticed(defect, nodes, number -> Agents.with(defect), sign, within, story);
  }

  /** The same with the defects of each node, by its number. */
  static void noticed(
      Defect defect,
      int nodes,
      IntFunction<Map<String, String>> defects,
      String sign,
      Duration within,
      Trial.Story story) {
    try (ServerCluster cluster =
        ServerCluster.of(
            "defect-" + defect.name().toLowerCase(java.util.Locale.ROOT).replace('_', '-'),
            nodes,
            number -> {
              Map<String, String> all = new HashMap<>(SOON);
              all.putAll(defects.apply(number));
              return all;
            })) {
      long fromNs = System.nanoTime();
      Throwable failure = catchThrowable(() -> story.on(cluster));
      Duration took = Duration.ofNanos(System.nanoTime() - fromNs);
      assertThat(cluster.nodes())
          .as("nodes with the defect %s", defect)
          .anyMatch(node -> node.process().log().contains("defect " + defect + " is in"));
      assertThat(failure).as("%s was noticed", defect).isNotNull();
      assertThat(failure.getMessage()).as("what noticed %s", defect).containsPattern(sign);
      assertThat(took).as("time until %s was noticed", defect).isLessThan(within);
      System.out.printf("%s was noticed after %d ms%n", defect, took.toMillis());
    }
  }
}
