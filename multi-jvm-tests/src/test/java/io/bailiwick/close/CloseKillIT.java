package io.bailiwick.close;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.bailiwick.harness.Clock;
import io.bailiwick.harness.NoAnswer;
import io.bailiwick.harness.Operator;
import io.bailiwick.harness.Reply;
import io.bailiwick.harness.Seed;
import io.bailiwick.harness.ServerProcess;
import io.bailiwick.harness.ServerSetup;
import io.bailiwick.harness.StoreKind;
import io.bailiwick.harness.Workers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Tenants are closed while clients work for them, and the server is killed with -9 at a random
 * point of their closes: some are not begun, some half done, some acknowledged. {@code
 * -Dbailiwick.close.kills} and {@code -Dbailiwick.close.seed} say how often on each store, and how.
 */
class CloseKillIT {
  private static final int KILLS = Integer.getInteger("bailiwick.close.kills", 25);

  private static final int CLIENTS = 32;

  /** Closed in one round, each at its own moment. */
  private static final int TENANTS = 4;

  /** Mutations of a tenant before its close; so many that the server has found its pace. */
  private static final int CLOSE_AFTER_MIN = 5;

  private static final int CLOSE_AFTER_MAX = 60;

  /** After the first close is asked for: half of all kills in its midst, the others later. */
  private static final int[] KILL_AFTER_MS_MAX = {400, 1_500};

  private static final Duration WITHIN = Duration.ofSeconds(60);

  private final Map<String, Integer> stages = new TreeMap<>();
  private long longestMs;

  @ParameterizedTest
  @EnumSource
  void aCloseThatWasBegunEndsWhateverKillsTheServer(StoreKind store) throws InterruptedException {
    long fromNs = System.nanoTime();
    long seed = Seed.of("bailiwick.close.seed");
    Random dice = Seed.dice(seed, -1);
    List<ClosedTenant> closed = new ArrayList<>();
    ServerProcess server =
        ServerProcess.start(
            ServerSetup.on(store, "close-kill-" + store.name().toLowerCase(Locale.ROOT)));
    try {
      for (int round = 0; round < KILLS; round++) {
        List<Closing> tenants = killWhileClosing(server, round, seed, dice);
        server = ServerProcess.start(server.setup());
        closed.addAll(finish(server, tenants));
      }
      Clock.awaitPast(Clock.nowMs() + 3L * CloseClient.TTL_MS);
      for (ClosedTenant one : closed) {
        one.isStillTheSame(server.operator());
      }
    } finally {
      server.close();
    }
    System.out.printf(
        "%d closes under load, %d kills on %s: found as %s; whole after at most %d ms;"
            + " %d mutations done, %d refused, %d late; %d s%n",
        closed.size(),
        KILLS,
        store,
        stages,
        longestMs,
        closed.stream().mapToInt(one -> one.notes().done.get()).sum(),
        closed.stream().mapToInt(one -> one.notes().refused.get()).sum(),
        closed.stream().mapToInt(one -> one.notes().late.get()).sum(),
        Duration.ofNanos(System.nanoTime() - fromNs).toSeconds());
    assertThat(stages.keySet())
        .as("kills that met a close half done")
        .anyMatch(stage -> stage.startsWith("CLOSING"));
  }

  private static List<Closing> killWhileClosing(
      ServerProcess server, int round, long seed, Random dice) throws InterruptedException {
    List<Closing> tenants = Workers.start(TENANTS, number -> Closing.on(server)).await(WITHIN);
    Workers<Void> clients =
        Workers.start(
            CLIENTS,
            number -> {
              String name = "r%d-c%d".formatted(round, number);
              Closing tenant = tenants.get(number % TENANTS);
              new CloseClient(name, tenant, Seed.dice(seed + round, number)).run();
              return null;
            });
    List<Integer> closeAfter =
        tenants.stream().map(one -> dice.nextInt(CLOSE_AFTER_MIN, CLOSE_AFTER_MAX)).toList();
    CountDownLatch first = new CountDownLatch(1);
    Workers<Void> closers =
        Workers.start(
            TENANTS,
            number -> {
              Closing tenant = tenants.get(number);
              await()
                  .pollInterval(Duration.ofMillis(1))
                  .until(() -> tenant.done.get() >= closeAfter.get(number) || !server.isAlive());
              first.countDown();
              closeUntilItIsAcknowledgedOrTheServerGone(tenant, server.operator());
              return null;
            });
    first.await();
    Clock.awaitPast(Clock.nowMs() + dice.nextInt(KILL_AFTER_MS_MAX[round % 2]));
    server.kill();
    clients.await(WITHIN);
    closers.await(WITHIN);
    return tenants;
  }

  private static void closeUntilItIsAcknowledgedOrTheServerGone(Closing tenant, Operator operator) {
    try {
      Reply reply = tenant.close(operator);
      while (reply.isUnknown()) {
        reply = tenant.close(operator);
      }
      reply.expect(200);
    } catch (NoAnswer gone) {
      // What became of it is found out when the server is back.
      return;
    }
  }

  /** Every close that was begun ends by itself; the others are asked for. Then all are judged. */
  private List<ClosedTenant> finish(ServerProcess server, List<Closing> tenants) {
    long readyMs = Clock.nowMs();
    return Workers.start(tenants.size(), number -> finish(server, tenants.get(number), readyMs))
        .await(WITHIN);
  }

  private ClosedTenant finish(ServerProcess server, Closing tenant, long readyMs) {
    tenant.through(server.client());
    Operator operator = server.operator();
    String found = tenant.stage(operator);
    count(found);
    assertThat(tenant.isAcknowledged() && found.equals("OPEN"))
        .as("%s was acknowledged and is %s", tenant.id(), found)
        .isFalse();
    assertThat(tenant.isWhole() && !found.equals("CLOSED"))
        .as("%s was whole and is %s", tenant.id(), found)
        .isFalse();
    if (found.equals("OPEN")) {
      closeUntilItIsAcknowledgedOrTheServerGone(tenant, operator);
      tenant.awaitClosed(operator);
    } else {
      nothingSucceeds(tenant);
      tenant.awaitClosed(operator);
      tookMs(Clock.nowMs() - readyMs);
    }
    assertThat(tenant.stage(operator)).isEqualTo("CLOSED");
    nothingSucceeds(tenant);
    return ClosedTenant.judged(tenant, operator);
  }

  /** The tenant reads as closed: whatever begins from here on is refused. */
  private static void nothingSucceeds(Closing tenant) {
    int before = tenant.done.get();
    new CloseClient("after", tenant, new Random(0)).doAll();
    assertThat(tenant.done.get()).as("%s changed after its close", tenant.id()).isEqualTo(before);
    assertThat(tenant.late.get()).as("%s: begun after the close", tenant.id()).isZero();
  }

  private synchronized void count(String stage) {
    stages.merge(stage, 1, Integer::sum);
  }

  private synchronized void tookMs(long ms) {
    longestMs = Math.max(longestMs, ms);
  }
}
