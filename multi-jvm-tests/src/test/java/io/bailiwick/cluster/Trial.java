package io.bailiwick.cluster;

import io.bailiwick.harness.ClusterNode;
import io.bailiwick.harness.ServerCluster;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * Runs a story on a cluster of its own. If it fails, says where to read what every node has said,
 * and how to run it again.
 */
final class Trial {
  /** What a story does; the cluster ends with it. */
  @FunctionalInterface
  interface Story {
    void on(ServerCluster cluster) throws Exception;
  }

  private Trial() {}

  /**
   * @param again options that run the same again
   */
  static void of(String name, int nodes, Map<String, String> settings, String again, Story story)
      throws Exception {
    of(name, again, () -> ServerCluster.of(name, nodes, settings), story);
  }

  /**
   * The same on any cluster.
   *
   * @param start starts it; it ends with the story
   */
  static void of(String name, String again, Supplier<ServerCluster> start, Story story)
      throws Exception {
    long fromNs = System.nanoTime();
    List<ClusterNode> seen = List.of();
    try (ServerCluster cluster = start.get()) {
      seen = cluster.nodes();
      story.on(cluster);
      System.out.printf("%s: %d s%n", name, (System.nanoTime() - fromNs) / 1_000_000_000);
    } catch (Exception | AssertionError failure) {
      seen.forEach(node -> System.out.println("log of a node: " + node.logFile()));
      System.out.printf(
          "again: mvn -B -pl multi-jvm-tests verify -Dtest=none"
              + " -Dsurefire.failIfNoSpecifiedTests=false %s%n",
          again);
      throw failure;
    }
  }
}
