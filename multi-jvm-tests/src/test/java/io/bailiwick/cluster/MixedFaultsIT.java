package io.bailiwick.cluster;

import io.bailiwick.defect.Agents;
import io.bailiwick.defect.Defect;
import io.bailiwick.fault.FaultPlan;
import io.bailiwick.harness.Clock;
import io.bailiwick.harness.Seed;
import io.bailiwick.harness.ServerCluster;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * Everything that can go wrong, as a seed says, under load: another fault every 20 to 30 seconds,
 * and quiet a quarter of the time. Every few minutes everything is healed, every unknown outcome is
 * resolved by its key, every invariant is judged, and other tenants go on: so that an hour can be
 * judged as well as two minutes.
 */
class MixedFaultsIT {
  private static final int NODES = 3;

  /**
   * Of turns, without the start and the judging; {@code -Dbailiwick.cluster.minutes=60} for an
   * hour.
   */
  private static final int MINUTES = Integer.getInteger("bailiwick.cluster.minutes", 2);

  /** A defect that every node has: then this must fail. */
  private static final String DEFECT = System.getProperty("bailiwick.cluster.defect", "");

  /** How long the same tenants are worked for. */
  private static final Duration EPOCH = Duration.ofMinutes(5);

  /** Too short for a turn. */
  private static final Duration LEAST = Duration.ofSeconds(20);

  /** Longer than all of a round's faults, so that what is measured is not where clients give up. */
  private static final Duration PATIENCE = Duration.ofSeconds(150);

  private final Map<String, Integer> faults = new TreeMap<>();
  private int turns;
  private int operations;
  private long acknowledged;
  private int leftOpen;
  private Duration longest = Duration.ZERO;
  private Duration left = Duration.ofMinutes(MINUTES);
  private Duration quiet = Duration.ZERO;
  private Duration judging = Duration.ZERO;

  @Test
  void noFaultBreaksAnInvariant() throws Exception {
    long seed = Seed.of("bailiwick.cluster.seed");
    Map<String, String> settings = new HashMap<>();
    settings.put("BAILIWICK_RESERVATION_SWEEP_INTERVAL", "200ms");
    if (!DEFECT.isEmpty()) {
      settings.putAll(Agents.with(Defect.valueOf(DEFECT)));
    }
    Trial.of(
        "mixed-faults",
        NODES,
        Agents.withClock(settings),
        "-Dit.test=MixedFaultsIT -Dbailiwick.cluster.minutes=%d -Dbailiwick.cluster.seed=%d"
            .formatted(MINUTES, seed),
        cluster -> {
          FaultPlan plan = new FaultPlan(Seed.dice(seed, -1), NODES);
          for (int i = 0; left.compareTo(LEAST) > 0; i++) {
            epoch(cluster, plan, ClusterLoad.on(cluster, "mixed" + i, seed + i, PATIENCE));
          }
          // Every epoch has been judged, or this line is not reached.
          System.out.printf(
              "mixed faults, %d min: %s, violations 0; %d turns, quiet %d s, and %d s of judging%n",
              MINUTES, figures(), turns, quiet.toSeconds(), judging.toSeconds());
        });
  }

  private void epoch(ServerCluster cluster, FaultPlan plan, ClusterLoad load) {
    load.awaitProgress();
    Duration until = left.minus(EPOCH);
    while (left.compareTo(LEAST) > 0 && left.compareTo(until) > 0) {
      turn(cluster, plan.next(), load);
    }
    long fromMs = Clock.nowMs();
    cluster.heal();
    load.awaitProgress();
    load.closeOne();
    load.end();
    operations += load.operations();
    acknowledged += load.acknowledged();
    leftOpen += load.unanswered().size();
    if (load.longestStall().compareTo(longest) > 0) {
      longest = load.longestStall();
    }
    load.judge();
    judging = judging.plusMillis(Clock.nowMs() - fromMs);
    System.out.printf("%tT judged: %s%n", Clock.nowMs(), figures());
  }

  /** One fault until the next; a quiet turn is not over before everybody serves again. */
  private void turn(ServerCluster cluster, FaultPlan.Turn turn, ClusterLoad load) {
    turns++;
    System.out.printf(
        "%tT %s for %d ms; %s%n",
        Clock.nowMs(),
        turn.fault().map(Object::toString).orElse("quiet"),
        turn.lasts().toMillis(),
        load);
    long fromMs = Clock.nowMs();
    if (turn.fault().isPresent()) {
      faults.merge(turn.fault().get().getClass().getSimpleName(), 1, Integer::sum);
      turn.fault().get().on(cluster);
      Clock.awaitPast(fromMs + turn.lasts().toMillis());
      cluster.mend();
    } else {
      cluster.heal();
      load.awaitProgress();
      Clock.awaitPast(fromMs + turn.lasts().toMillis());
      quiet = quiet.plusMillis(Clock.nowMs() - fromMs);
    }
    left = left.minusMillis(Clock.nowMs() - fromMs);
  }

  private String figures() {
    return ("%d operations, %d acknowledged, %d left open after %d s and resolved later, faults %s,"
            + " longest stall %d ms")
        .formatted(
            operations,
            acknowledged,
            leftOpen,
            PATIENCE.toSeconds(),
            faults.entrySet().stream()
                .map(kind -> kind.getKey() + " " + kind.getValue())
                .collect(Collectors.joining(", ", "(", ")")),
            longest.toMillis());
  }
}
