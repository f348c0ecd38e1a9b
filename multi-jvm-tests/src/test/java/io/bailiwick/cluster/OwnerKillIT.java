package io.bailiwick.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.bailiwick.harness.ClusterNode;
import io.bailiwick.harness.JournalWitness;
import io.bailiwick.harness.ServerCluster;
import io.bailiwick.harness.Tenancy;
import io.bailiwick.harness.Workers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/**
 * One node of three is killed with -9, again and again: its tenants are served by others soon, and
 * nobody else notices.
 */
class OwnerKillIT {
  private static final int TENANTS = 12;

  /** One kill for each: {@code -Dbailiwick.cluster.kills=9} measures better. */
  private static final int KILLS = Integer.getInteger("bailiwick.cluster.kills", 1);

  /** What the tenants of a killed node wait at most. */
  private static final Duration SERVED_AGAIN_WITHIN = Duration.ofSeconds(30);

  /** Longer than the time between two looks at whether the shards are spread evenly. */
  private static final Duration SETTLED_FOR = Duration.ofSeconds(11);

  private static final Duration WITHIN = Duration.ofSeconds(90);

  /** What a machine with other work adds to a p99 now and then. */
  private static final long NOISE_MS = 250;

  private final List<Duration> outages = new ArrayList<>();
  private final List<Duration> othersBefore = new ArrayList<>();
  private final List<Duration> othersMeanwhile = new ArrayList<>();

  @Test
  void tenantsOfAKilledNodeAreServedAgainSoonAndTheOthersNeverNotice() throws Exception {
    Trial.of(
        "owner-kill",
        3,
        Map.of(),
        "-Dit.test=OwnerKillIT -Dbailiwick.cluster.kills=" + KILLS,
        cluster -> {
          JournalWitness witness = JournalWitness.of(cluster);
          List<Tenancy> tenants = tenants(cluster);
          for (int kill = 0; kill < KILLS; kill++) {
            round(cluster, witness, tenants, kill);
          }
        });
    assertThat(share(othersMeanwhile, 0.99))
        .as("p99 of all others in ms")
        .isLessThanOrEqualTo(2 * share(othersBefore, 0.99) + NOISE_MS);
    System.out.printf(
        "%d kills of an owner: its tenants are served again after %d ms (median of %d), %d ms at"
            + " worst; the others' p99 was %d ms before and %d ms meanwhile, their slowest answer"
            + " took %d ms%n",
        KILLS,
        share(outages, 0.5),
        outages.size(),
        share(outages, 1),
        share(othersBefore, 0.99),
        share(othersMeanwhile, 0.99),
        share(othersMeanwhile, 1));
  }

  /** Milliseconds that this share of {@code all} took at most. */
  private static long share(List<Duration> all, double share) {
    List<Duration> sorted = all.stream().sorted().toList();
    return sorted.get((int) Math.ceil(share * sorted.size()) - 1).toMillis();
  }

  private static List<Tenancy> tenants(ServerCluster cluster) {
    return Workers.start(
            TENANTS, number -> cluster.tenancy(Map.of("", 1_000_000L, "app:chat", 1_000_000L)))
        .await(WITHIN);
  }

  private void round(
      ServerCluster cluster, JournalWitness witness, List<Tenancy> tenants, int kill) {
    ClusterNode victim = cluster.node(kill % 3);
    List<ClusterNode> survivors = new ArrayList<>(cluster.nodes());
    survivors.remove(victim);
    tenants.forEach(tenant -> askEverywhere(cluster, tenant, "warm" + kill));
    AtomicBoolean goesOn = new AtomicBoolean(true);
    List<Probe> all =
        tenants.stream()
            .map(tenant -> new Probe(tenant.through(cluster.clientOf(survivors)), "app:chat"))
            .toList();
    Workers<Probe> probes =
        Workers.start(TENANTS, number -> all.get(number).run(goesOn::get, "kill" + kill));
    Map<String, Integer> owners = settledOwners(witness);
    victim.kill();
    long killedNs = System.nanoTime();
    await("all tenants are served again")
        .atMost(WITHIN)
        .until(() -> all.stream().allMatch(probe -> isServedAfter(probe, killedNs)));
    goesOn.set(false);
    List<Probe> done = probes.await(WITHIN);

    assertThat(owners.values()).as("some tenants lived on the node").contains(victim.number());
    assertThat(owners.values().stream().distinct().count())
        .as("nodes that own tenants")
        .isGreaterThan(1);
    for (Probe probe : done) {
      if (owners.get(probe.tenancy().id()) == victim.number()) {
        outages.add(outage(probe, killedNs));
      } else {
        assertUndisturbed(probe, killedNs);
      }
    }
    victim.start();
  }

  /**
   * A node asks the oldest one where a tenant lives, once. While that one is gone it cannot, so
   * that the claim is about tenants whom every node has served before.
   */
  private static void askEverywhere(ServerCluster cluster, Tenancy tenant, String key) {
    for (ClusterNode node : cluster.nodes()) {
      AtomicBoolean isOver = new AtomicBoolean();
      new Probe(tenant.through(cluster.clientOf(List.of(node))), "app:chat")
          .run(() -> !isOver.getAndSet(true), key + "-" + node.number());
    }
  }

  /** A node that came back is given tenants; one that moves just now has no owner to kill. */
  private static Map<String, Integer> settledOwners(JournalWitness witness) {
    AtomicReference<Map<String, Integer>> owners = new AtomicReference<>(witness.owners());
    await("owners that stay")
        .pollDelay(SETTLED_FOR)
        .pollInterval(SETTLED_FOR)
        .atMost(WITHIN)
        .until(() -> owners.getAndSet(witness.owners()).equals(owners.get()));
    return owners.get();
  }

  private static boolean isServedAfter(Probe probe, long killedNs) {
    return firstAfter(probe, killedNs).isPresent();
  }

  private static Optional<Probe.Try> firstAfter(Probe probe, long killedNs) {
    return probe.tries().stream()
        .filter(one -> one.isSuccess() && one.span().fromNs() > killedNs)
        .findFirst();
  }

  /** From the kill to the end of the first answer to something asked after it. */
  private static Duration outage(Probe probe, long killedNs) {
    Probe.Try back = firstAfter(probe, killedNs).orElseThrow();
    Duration outage = Duration.ofNanos(back.span().toNs() - killedNs);
    assertThat(outage).as(probe.tenancy().id()).isLessThan(SERVED_AGAIN_WITHIN);
    return outage;
  }

  private void assertUndisturbed(Probe probe, long killedNs) {
    for (Probe.Try one : probe.tries()) {
      boolean isAfter = one.span().toNs() > killedNs;
      assertThat(one.isSuccess() || !isAfter)
          .as("tenant of a survivor, %s: %s", probe.tenancy().id(), one)
          .isTrue();
      (isAfter ? othersMeanwhile : othersBefore).add(one.span().length());
    }
  }
}
