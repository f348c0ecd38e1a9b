package io.bailiwick.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bailiwick.harness.Agent;
import io.bailiwick.harness.Bodies;
import io.bailiwick.harness.ClusterNode;
import io.bailiwick.harness.Json;
import io.bailiwick.harness.Operator;
import io.bailiwick.harness.Reply;
import io.bailiwick.harness.ServerCluster;
import io.bailiwick.harness.Tenancy;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** One tenant's policies, through every node of a cluster. */
class PoliciesEverywhereIT {
  private static final Duration TAKEN_OVER_WITHIN = Duration.ofSeconds(60);

  @Test
  void whatOneNodeAcknowledgesActsOnAllAndOutlivesItsOwner() throws Exception {
    Trial.of(
        "policies",
        3,
        Map.of(),
        "-Dit.test=PoliciesEverywhereIT",
        cluster -> {
          Tenancy tenancy = cluster.tenancy(Map.of("", 1_000_000L));
          String writer = tenancy.scope("app:chat/agent:writer");
          Operator first = tenancy.through(cluster.node(0).process().client()).operator();
          String policy = first.policy(tenancy.id(), "agent:*", "caps", tokens(0));
          for (int round = 1; round <= 30; round++) {
            int number = round % 3;
            Operator operator = tenancy.through(cluster.node(number).process().client()).operator();
            operator.updatePolicy(policy, Json.object("caps", tokens(round))).expect(200);
            for (ClusterNode node : cluster.nodes()) {
              assertThat(capOf(agent(tenancy, node), "r" + round + node.number(), writer))
                  .as("through node %d, right after node %d", node.number(), number)
                  .isEqualTo(round);
            }
          }
          ratesAreCountedTogether(cluster, tenancy);

          Placement.of(cluster, tenancy.id()).kill();
          Agent anyNodes = cluster.through(tenancy).agent();
          await()
              .atMost(TAKEN_OVER_WITHIN)
              .ignoreExceptions()
              .untilAsserted(() -> assertThat(capOf(anyNodes, "after", writer)).isEqualTo(30));
        });
  }

  private static void ratesAreCountedTogether(ServerCluster cluster, Tenancy tenancy) {
    String scope = tenancy.scope("app:mail");
    tenancy
        .operator()
        .policy(tenancy.id(), scope, "rate_limits", Json.object("max_reservations_per_minute", 6));
    for (int round = 0; round < 2; round++) {
      for (ClusterNode node : cluster.nodes()) {
        agent(tenancy, node)
            .reserve(Bodies.reserve("m" + round + node.number(), scope, 1))
            .expect(200);
      }
    }
    for (ClusterNode node : cluster.nodes()) {
      agent(tenancy, node)
          .reserve(Bodies.reserve("more" + node.number(), scope, 1))
          .refused(429, "LIMIT_EXCEEDED");
    }
  }

  private static Agent agent(Tenancy tenancy, ClusterNode node) {
    return tenancy.through(node.process().client()).agent();
  }

  private static ObjectNode tokens(int max) {
    return Json.object("max_tokens", max);
  }

  private static int capOf(Agent agent, String key, String scope) {
    Reply reply = agent.reserve(Bodies.reserve(key, scope, 1)).expect(200);
    return reply.body().path("caps").path("max_tokens").asInt(-1);
  }
}
