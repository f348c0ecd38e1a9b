package io.bailiwick.fault;

import static org.assertj.core.api.Assertions.assertThat;

import io.bailiwick.harness.Clock;
import io.bailiwick.harness.Seed;
import io.bailiwick.harness.ServerProcess;
import io.bailiwick.harness.ServerSetup;
import io.bailiwick.harness.StoreKind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;

/**
 * Kills a server with -9 at random moments under load, starts it again, and judges, round after
 * round on the same data. {@code -Dbailiwick.kill.rounds} and {@code -Dbailiwick.kill.seed} say how
 * often and how.
 */
final class KillRounds {
  private static final int ROUNDS = Integer.getInteger("bailiwick.kill.rounds", 20);

  /** Between the first request and the kill. */
  private static final int KILL_AFTER_MS_MIN = 300;

  private static final int KILL_AFTER_MS_MAX = 2_000;

  private KillRounds() {}

  static void on(StoreKind store) {
    long fromNs = System.nanoTime();
    long seed = Seed.of("bailiwick.kill.seed");
    Random dice = Seed.dice(seed, -1);
    List<Load> loads = new ArrayList<>();
    int unknown = 0;
    ServerProcess server =
        ServerProcess.start(
            ServerSetup.on(store, "kill-" + store.name().toLowerCase(Locale.ROOT))
                .with("BAILIWICK_RESERVATION_SWEEP_INTERVAL", "200ms"));
    try {
      for (int round = 0; round < ROUNDS; round++) {
        Load load = Load.on(server, "r" + round, seed + round);
        Clock.awaitPast(Clock.nowMs() + dice.nextInt(KILL_AFTER_MS_MIN, KILL_AFTER_MS_MAX));
        assertThat(load.running()).as("clients that still get answers").isPositive();
        server.kill();
        load.awaitEnd();
        server = ServerProcess.start(server.setup());
        unknown += load.resolveAndJudge(server);
        loads.add(load);
      }
      for (Load load : loads) {
        load.judgeAgain(server);
      }
    } finally {
      server.close();
    }
    System.out.printf(
        "%d rounds of kill -9 on %s: %d acknowledged, %d unknown and answered later, in %d s%n",
        ROUNDS,
        store,
        loads.stream().mapToLong(Load::acknowledged).sum(),
        unknown,
        Duration.ofNanos(System.nanoTime() - fromNs).toSeconds());
  }
}
