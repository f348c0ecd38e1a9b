package io.bailiwick.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.bailiwick.contract.Answer;
import io.bailiwick.harness.Agent;
import io.bailiwick.harness.Bodies;
import io.bailiwick.harness.ClusterNode;
import io.bailiwick.harness.Json;
import io.bailiwick.harness.Request;
import io.bailiwick.harness.ServerCluster;
import io.bailiwick.harness.Tenancy;
import java.util.List;
import java.util.Map;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;

/**
 * Prints what a lifecycle takes at the node that owns the tenant and at one that does not, over one
 * connection each, in turns: both see the same machine.
 */
class HopCostIT {
  private static final int TURNS = Integer.getInteger("bailiwick.hop.turns", 20);
  private static final int LIFECYCLES = 100;

  /** Nobody is warm in the first turns. */
  private static final int WARM_UP_TURNS = Math.max(1, TURNS / 4);

  private static final Map<String, Long> LEDGERS =
      Map.of("", 1_000_000_000L, "app:chat", 1_000_000_000L, "app:chat/agent:a", 1_000_000_000L);

  private final Histogram atOwner = new Histogram(3);
  private final Histogram elsewhere = new Histogram(3);
  private int sequence;

  @Test
  void lifecycleAtAnotherNodeCostsAHop() throws Exception {
    Trial.of("hop-cost", 3, Map.of(), "-Dit.test=HopCostIT", this::measure);
    print("at the owner's node", atOwner);
    print("at another node", elsewhere);
    assertThat(elsewhere.getTotalCount()).isEqualTo(atOwner.getTotalCount()).isPositive();
  }

  private void measure(ServerCluster cluster) {
    Tenancy tenancy = cluster.tenancy(LEDGERS);
    for (int turn = 0; turn < WARM_UP_TURNS + TURNS; turn++) {
      ClusterNode owner = Placement.of(cluster, tenancy.id());
      ClusterNode other = cluster.node((owner.number() + 1) % 3);
      boolean counts = turn >= WARM_UP_TURNS;
      run(tenancy.through(cluster.clientOf(List.of(owner))), counts ? atOwner : null);
      run(tenancy.through(cluster.clientOf(List.of(other))), counts ? elsewhere : null);
    }
  }

  private void run(Tenancy tenancy, Histogram times) {
    for (int i = 0; i < LIFECYCLES; i++) {
      long fromNs = System.nanoTime();
      lifecycle(tenancy);
      if (times != null) {
        times.recordValue((System.nanoTime() - fromNs) / 1_000);
      }
    }
  }

  /** The bodies are not judged, which would take longer than the answers do. */
  private void lifecycle(Tenancy tenancy) {
    String key = "hop" + sequence++;
    Answer reserved =
        exchange(
            tenancy.agent(),
            Request.post(
                "/v1/reservations", Bodies.reserve(key, tenancy.scope("app:chat/agent:a"), 10)));
    String id = Json.parse(reserved.body()).path("reservation_id").asText();
    exchange(
        tenancy.agent(),
        Request.post("/v1/reservations/" + id + "/commit", Bodies.commit("c" + key, 9)));
  }

  private static Answer exchange(Agent agent, Request request) {
    Answer answer = agent.client().exchange(request.with("X-Cycles-API-Key", agent.secret()));
    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    return answer;
  }

  private static void print(String where, Histogram times) {
    System.out.printf(
        "lifecycle %s, one connection: p50 %.2f ms, p90 %.2f ms, p99 %.2f ms, max %.2f ms (%d)%n",
        where,
        times.getValueAtPercentile(50) / 1e3,
        times.getValueAtPercentile(90) / 1e3,
        times.getValueAtPercentile(99) / 1e3,
        times.getMaxValue() / 1e3,
        times.getTotalCount());
  }
}
