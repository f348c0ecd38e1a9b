package io.bailiwick.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.bailiwick.harness.Clock;
import io.bailiwick.harness.Seed;
import io.bailiwick.harness.ServerProcess;
import io.bailiwick.harness.Tenancy;
import io.bailiwick.harness.Workers;
import io.bailiwick.history.History;
import io.bailiwick.history.Outcome;
import io.bailiwick.oracle.ExpiryHappens;
import io.bailiwick.oracle.HoldsAddUp;
import io.bailiwick.oracle.Observed;
import io.bailiwick.oracle.Oracle;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/**
 * 32 clients who work for a fleet until their server is gone, and the judgement of what is there
 * afterwards.
 */
public final class Load {
  static final int CLIENTS = 32;

  private static final Duration GONE_WITHIN = Duration.ofSeconds(40);

  /** The interval of the sweep, and what it takes under load. */
  private static final Duration EXPIRED_WITHIN = Duration.ofSeconds(5);

  private final String name;
  private final Fleet fleet;
  private final History history = new History();
  private final AtomicInteger running = new AtomicInteger(CLIENTS);
  private final Workers<Void> clients;

  private Load(ServerProcess server, String name, long seed) {
    this.name = name + " of seed " + seed;
    this.fleet = Fleet.on(server);
    this.clients =
        Workers.start(
            CLIENTS,
            number -> {
              LoadClient client =
                  new LoadClient(
                      name + "-c" + number, fleet.of(number), history, Seed.dice(seed, number));
              client.run();
              running.decrementAndGet();
              return null;
            });
  }

  /** Starts the clients. */
  public static Load on(ServerProcess server, String name) {
    return new Load(server, name, Seed.of("bailiwick.load.seed"));
  }

  static Load on(ServerProcess server, String name, long seed) {
    return new Load(server, name, seed);
  }

  /** How many still get answers. */
  int running() {
    return running.get();
  }

  /** Until the last client has noticed that the server is gone. */
  public void awaitEnd() {
    clients.await(GONE_WITHIN);
  }

  public long acknowledged() {
    return history.acknowledged();
  }

  /**
   * Has every unknown outcome answered, and judges all tenants by all invariants.
   *
   * @return how many outcomes were unknown
   */
  public int resolveAndJudge(ServerProcess restarted) {
    Fleet after = fleet.after(restarted);
    int unknown = history.resolve(after.tenancies());
    eachOf(
        after,
        tenancy -> {
          Clock.awaitPast(endOfShortLeases(tenancy));
          awaitSweep(tenancy);
          judge(tenancy);
        });
    return unknown;
  }

  /** What has expired reads so at once; its hold goes back with the next sweep. */
  private void awaitSweep(Tenancy tenancy) {
    await()
        .pollDelay(Duration.ZERO)
        .pollInterval(Duration.ofMillis(20))
        .atMost(EXPIRED_WITHIN)
        .untilAsserted(
            () -> {
              Observed observed = observe(tenancy);
              assertThat(new ExpiryHappens().violations(observed)).as(name).isEmpty();
              assertThat(new HoldsAddUp().violations(observed)).as(name).isEmpty();
            });
  }

  /** Judges again: later faults have changed nothing. */
  void judgeAgain(ServerProcess later) {
    eachOf(fleet.after(later), this::judge);
  }

  private static void eachOf(Fleet fleet, Consumer<Tenancy> work) {
    Workers.start(
            fleet.tenancies().size(),
            number -> {
              work.accept(fleet.of(number));
              return null;
            })
        .await(Fleet.WITHIN);
  }

  private void judge(Tenancy tenancy) {
    assertThat(Oracle.violationsOfAll(observe(tenancy)))
        .as("%s, tenant %s", name, tenancy.id())
        .isEmpty();
  }

  private Observed observe(Tenancy tenancy) {
    return Observed.of(tenancy, history, fleet.allocated());
  }

  /** Of those that end soon; the others outlive the test. */
  private long endOfShortLeases(Tenancy tenancy) {
    long soonMs = Clock.nowMs() + 60_000;
    return history.acknowledged(tenancy.id()).stream()
        .mapToLong(Outcome::expiresAtMs)
        .filter(endMs -> endMs < soonMs)
        .max()
        .orElse(0);
  }
}
