package io.bailiwick.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.bailiwick.harness.ClusterNode;
import io.bailiwick.harness.Operator;
import io.bailiwick.harness.Reply;
import io.bailiwick.harness.Request;
import io.bailiwick.harness.ServerCluster;
import io.bailiwick.harness.ServerSetup;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * Nodes that are asked to leave through the API while clients work: the oldest one, where the
 * shards' coordinator lives, and the one that is the oldest then. Each drains, hands over, and its
 * process ends.
 */
class LeaveIT {
  private static final String CLUSTER = "/v1/x-bailiwick/cluster";

  /** 8.5 s of the node itself, and the cluster's gossip, on a busy machine. */
  private static final Duration LEFT_WITHIN = Duration.ofSeconds(15);

  /** The default of {@code http.drain-timeout}: nobody waits for the end of a drain. */
  private static final Duration DRAIN = Duration.ofSeconds(4);

  /** What an operation may take, with all its tries, while nodes start. */
  private static final Duration STALL_MAX = Duration.ofSeconds(15);

  @Test
  void theOldestHandsOverAndEndsWithZeroWhileTheOthersServe() throws Exception {
    Trial.of(
        "leave",
        3,
        Map.of("BAILIWICK_RESERVATION_SWEEP_INTERVAL", "200ms"),
        "-Dit.test=LeaveIT",
        cluster -> {
          ClusterLoad load = ClusterLoad.on(cluster, "leave");
          load.awaitProgress();
          ClusterNode last = cluster.node(2);
          for (ClusterNode leaving : cluster.nodes().subList(0, 2)) {
            leave(leaving, cluster, last);
            load.awaitProgress();
          }
          leaveOf(last, last).refused(409, "INVALID_REQUEST");
          // Before two nodes start, which takes the processors of everybody here.
          String slowest = load.slowest();
          Duration longest = load.longestStall();
          assertThat(longest).as(slowest).isLessThan(DRAIN);
          cluster.heal();
          load.awaitProgress();
          load.end();
          assertThat(load.unanswered()).as("never answered").isEmpty();
          assertThat(load.longestStall()).isLessThan(STALL_MAX);
          load.judge();
          System.out.printf(
              "two of three left on request: %s, none failed, the longest took %d ms; %s%n",
              load, longest.toMillis(), slowest);
        });
  }

  private static void leave(ClusterNode leaving, ServerCluster cluster, ClusterNode asked) {
    long fromNs = System.nanoTime();
    Reply left = leaveOf(leaving, asked).expect(202);
    assertThat(left.text("status")).isEqualTo("LEAVING");
    assertThat(
            operator(asked)
                .rows("/v1/admin/audit/logs?request_id=" + left.header("X-Request-Id"), "logs"))
        .singleElement()
        .matches(entry -> entry.path("operation").asText().equals("leaveCluster"))
        .matches(entry -> entry.path("tenant_id").asText().equals("__admin__"))
        .matches(entry -> entry.path("status").asInt() == 202);
    assertThat(leaving.process().awaitEnd(LEFT_WITHIN)).as("exit code").isZero();
    System.out.printf("left within %d ms%n", (System.nanoTime() - fromNs) / 1_000_000);
    for (ClusterNode node : cluster.nodes()) {
      assertThat(node.process().log())
          .as("node %d", node.number())
          .doesNotContain(LogLine.OF_BAD_ORDER);
    }
  }

  /** Asks one node to have the cluster let another one go. */
  private static Reply leaveOf(ClusterNode leaving, ClusterNode asked) {
    String address = operator(leaving).get(CLUSTER).expect(200).text("self");
    String target = CLUSTER + "/members/" + address + "/leave";
    return operator(asked).send(new Request("POST", target, Map.of(), null));
  }

  private static Operator operator(ClusterNode node) {
    return new Operator(node.process().client(), ServerSetup.ADMIN_KEY);
  }
}
