package io.bailiwick.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.bailiwick.contract.Answer;
import io.bailiwick.harness.Agent;
import io.bailiwick.harness.Bodies;
import io.bailiwick.harness.ClusterNode;
import io.bailiwick.harness.NoAnswer;
import io.bailiwick.harness.Request;
import io.bailiwick.harness.ServerCluster;
import io.bailiwick.harness.Tenancy;
import io.bailiwick.harness.Workers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * Prints what a tenant costs in memory, working and at rest, and how long it takes until all
 * tenants of a node that leaves are served by others.
 */
class ManyTenantsIT {
  private static final int TENANTS = Integer.getInteger("bailiwick.cluster.tenants", 300);
  private static final int WORKERS = 8;
  private static final Map<String, Long> LEDGERS = Map.of("", 1_000_000L, "app:chat", 1_000_000L);
  private static final Duration WITHIN = Duration.ofMinutes(30);
  private static final Duration AT_REST_WITHIN = Duration.ofMinutes(15);

  private static final Map<String, String> ROOM = Map.of("BAILIWICK_STORE_POOL_SIZE", "8");

  @Test
  void tenantsCostLittleAndMoveFast() throws Exception {
    Trial.of(
        "many-tenants",
        3,
        ROOM,
        "-Dit.test=ManyTenantsIT -Dbailiwick.cluster.tenants=" + TENANTS,
        this::measure);
  }

  private void measure(ServerCluster cluster) {
    reserveInAll(cluster, tenants(cluster, 0, WORKERS), "first"); // classes, pools, caches
    long emptyBytes = heap(cluster);
    List<Tenancy> tenants = tenants(cluster, WORKERS, TENANTS);
    reserveInAll(cluster, tenants, "working");
    System.out.printf(
        "%d tenants that work: %d bytes of heap each%n",
        tenants.size(), (heap(cluster) - emptyBytes) / tenants.size());
    handOver(cluster, tenants);
    await("entities at rest")
        .atMost(AT_REST_WITHIN)
        .pollInterval(Duration.ofSeconds(2))
        .until(() -> entities(cluster) == 0);
    System.out.printf(
        "%d tenants at rest: %d bytes of heap each%n",
        tenants.size(), Math.max(0, heap(cluster) - emptyBytes) / tenants.size());
  }

  private void handOver(ServerCluster cluster, List<Tenancy> tenants) {
    ClusterNode leaving = cluster.node(2);
    List<ClusterNode> others = cluster.nodes().subList(0, 2);
    long scopes = Placement.own(cluster, leaving, "scopes");
    long fromNs = System.nanoTime();
    Workers<Void> leave =
        Workers.start(
            1,
            number -> {
              leaving.terminate();
              System.out.printf("it left in %d ms%n", (System.nanoTime() - fromNs) / 1_000_000);
              return null;
            });
    List<Long> slowestMs =
        Workers.start(WORKERS, number -> servedAgain(cluster, others, tenants, number))
            .await(WITHIN);
    System.out.printf(
        "a node with %d live scopes left: all %d tenants were served after %d ms, the longest"
            + " answer took %d ms%n",
        scopes,
        tenants.size(),
        (System.nanoTime() - fromNs) / 1_000_000,
        slowestMs.stream().mapToLong(ms -> ms).max().orElseThrow());
    leave.await(WITHIN);
    leaving.start();
  }

  private long servedAgain(
      ServerCluster cluster, List<ClusterNode> nodes, List<Tenancy> tenants, int worker) {
    long slowestMs = 0;
    for (int i = worker; i < tenants.size(); i += WORKERS) {
      long fromNs = System.nanoTime();
      reserve(tenants.get(i).through(cluster.clientOf(nodes)), "moved");
      slowestMs = Math.max(slowestMs, (System.nanoTime() - fromNs) / 1_000_000);
    }
    return slowestMs;
  }

  private static List<Tenancy> tenants(ServerCluster cluster, int from, int to) {
    List<List<Tenancy>> made =
        Workers.start(
                WORKERS,
                worker ->
                    IntStream.range(from, to)
                        .filter(i -> i % WORKERS == worker)
                        .mapToObj(i -> cluster.tenancy(LEDGERS))
                        .toList())
            .await(WITHIN);
    List<Tenancy> all = new ArrayList<>();
    made.forEach(all::addAll);
    return all;
  }

  private static void reserveInAll(ServerCluster cluster, List<Tenancy> tenants, String key) {
    Workers.start(
            WORKERS,
            worker -> {
              for (int i = worker; i < tenants.size(); i += WORKERS) {
                reserve(tenants.get(i).through(cluster.client()), key);
              }
              return null;
            })
        .await(WITHIN);
  }

  /** With the same key until it is answered. */
  private static void reserve(Tenancy tenancy, String key) {
    Agent agent = tenancy.agent();
    Request request =
        Request.post("/v1/reservations", Bodies.reserve(key, tenancy.scope("app:chat"), 1))
            .with("X-Cycles-API-Key", agent.secret());
    await()
        .pollDelay(Duration.ZERO)
        .pollInterval(Duration.ofMillis(20))
        .atMost(Duration.ofSeconds(60))
        .ignoreException(NoAnswer.class)
        .until(
            () -> {
              Answer answer = agent.client().exchange(request);
              assertThat(answer.status()).as(answer.body()).isIn(200, 503);
              return answer.status() == 200;
            });
  }

  private static long heap(ServerCluster cluster) {
    return cluster.nodes().stream().mapToLong(node -> Heap.liveBytes(node.process().pid())).sum();
  }

  private static long entities(ServerCluster cluster) {
    return cluster.nodes().stream()
        .mapToLong(
            node -> Placement.own(cluster, node, "scopes") + Placement.own(cluster, node, "books"))
        .sum();
  }
}
