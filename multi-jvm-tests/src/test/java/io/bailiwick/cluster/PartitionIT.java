package io.bailiwick.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.bailiwick.harness.Clock;
import io.bailiwick.harness.ClusterNode;
import io.bailiwick.harness.JournalWitness;
import io.bailiwick.harness.NoAnswer;
import io.bailiwick.harness.Operator;
import io.bailiwick.harness.Reply;
import io.bailiwick.harness.ServerCluster;
import io.bailiwick.harness.ServerSetup;
import io.bailiwick.harness.Tenancy;
import io.bailiwick.harness.Workers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/**
 * One node of three is cut off from the other two while clients work on both sides; all still reach
 * the database. The two go on, the one stops granting, and when the cut is over it comes back.
 */
class PartitionIT {
  private static final int TENANTS = 6;

  /**
   * The one that is cut off: {@code -Dbailiwick.cluster.victim}. 0 is the first of the seed nodes,
   * which founds a cluster when there is none.
   */
  static final int VICTIM = Integer.getInteger("bailiwick.cluster.victim", 2);

  static final Duration CUT = Duration.ofSeconds(Integer.getInteger("bailiwick.cluster.cut.s", 22));

  /**
   * Failure detector, quiet membership, and a machine that is busy: then a minority has to know.
   */
  private static final Duration KNOWS_WITHIN = Duration.ofSeconds(18);

  private static final Duration BACK_WITHIN = Duration.ofSeconds(120);

  @Test
  void theMinorityStopsGrantingAndComesBackByItself() throws Exception {
    Trial.of(
        "partition",
        3,
        Map.of(),
        "-Dit.test=PartitionIT -Dbailiwick.cluster.victim=" + VICTIM,
        cluster -> story(cluster, VICTIM, CUT, healed -> {}));
  }

  /**
   * Also for servers in which something is wrong, to see that it is noticed.
   *
   * @param onHealed what is done to the minority when the cut is over
   */
  static void story(
      ServerCluster cluster, int victim, Duration cut, Consumer<ClusterNode> onHealed) {
    ClusterNode minority = cluster.node(victim);
    List<ClusterNode> majority = new ArrayList<>(cluster.nodes());
    majority.remove(minority);
    List<Tenancy> tenants =
        Workers.start(TENANTS, number -> cluster.tenancy(Map.of("", 1_000_000L)))
            .await(BACK_WITHIN);
    JournalWitness witness = JournalWitness.of(cluster);
    AtomicBoolean goesOn = new AtomicBoolean(true);
    List<Probe> all = new ArrayList<>();
    for (List<ClusterNode> side : List.of(majority, List.of(minority))) {
      tenants.forEach(tenant -> all.add(new Probe(tenant.through(cluster.clientOf(side)), "")));
    }
    Workers<Probe> probes =
        Workers.start(all.size(), number -> all.get(number).run(goesOn::get, "probe" + number));
    await("a success of every probe")
        .atMost(BACK_WITHIN)
        .until(() -> all.stream().allMatch(probe -> probe.granted() > 0));
    assertThat(witness.owners()).as("tenants live on both sides").containsValue(victim);
    try (Supervisor supervisor = new Supervisor(cluster)) {
      long cutNs = System.nanoTime();
      cluster.isolate(victim);
      Clock.awaitPast(Clock.nowMs() + cut.toMillis());
      long healedNs = System.nanoTime();
      cluster.rejoin();
      onHealed.accept(minority);
      goesOn.set(false);
      List<Probe> done = probes.await(BACK_WITHIN);
      judge(done, cutNs, healedNs);
      System.out.printf(
          "the minority was started again %d times and served %.1f s after the cut was over%n",
          supervisor.restarts(), (System.nanoTime() - healedNs) / 1e9);
      await("one cluster of three")
          .atMost(BACK_WITHIN)
          .ignoreException(NoAnswer.class)
          .until(() -> cluster.nodes().stream().allMatch(node -> members(cluster, node) == 3));
    }
    tenants.forEach(tenant -> assertThat(cluster.through(tenant).balance("").reserved()).isZero());
  }

  /** As one node sees it; 0 if it does not say. */
  private static int members(ServerCluster cluster, ClusterNode node) {
    Reply view =
        new Operator(cluster.clientOf(List.of(node)), ServerSetup.ADMIN_KEY)
            .get("/v1/x-bailiwick/cluster");
    return view.isSuccess() ? view.body().path("members").size() : 0;
  }

  private static void judge(List<Probe> done, long cutNs, long healedNs) {
    List<Probe.Try> late = new ArrayList<>();
    long lastNs = cutNs;
    for (Probe probe : done.subList(TENANTS, 2 * TENANTS)) {
      for (Probe.Try one : probe.tries()) {
        if (one.isSuccess() && one.span().toNs() > cutNs && one.span().toNs() < healedNs) {
          lastNs = Math.max(lastNs, one.span().toNs());
          if (one.span().fromNs() - cutNs > KNOWS_WITHIN.toNanos()) {
            late.add(one);
          }
        }
      }
    }
    System.out.printf(
        "last grant of the minority: %.1f s after the cut; longest outage of the majority: %d ms%n",
        (lastNs - cutNs) / 1e9,
        done.subList(0, TENANTS).stream()
            .mapToLong(probe -> probe.longestOutage().toMillis())
            .max()
            .orElseThrow());
    assertThat(late).as("granted by the minority when it had to know").isEmpty();
    for (int i = 0; i < TENANTS; i++) {
      Probe one = done.get(i);
      assertThat(one.tenancy().balance("").spent())
          .as("spent by %s", one.tenancy().id())
          .isEqualTo(one.granted() + done.get(TENANTS + i).granted());
    }
  }
}
