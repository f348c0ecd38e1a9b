package io.bailiwick.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.bailiwick.fault.LoadClient;
import io.bailiwick.fault.LoadClient.Mode;
import io.bailiwick.harness.Bodies;
import io.bailiwick.harness.Clock;
import io.bailiwick.harness.RoamingClient;
import io.bailiwick.harness.Seed;
import io.bailiwick.harness.ServerCluster;
import io.bailiwick.harness.Tenancy;
import io.bailiwick.harness.Workers;
import io.bailiwick.history.Answers;
import io.bailiwick.history.History;
import io.bailiwick.history.Operation;
import io.bailiwick.history.Operation.Kind;
import io.bailiwick.history.Outcome;
import io.bailiwick.oracle.ExpiryHappens;
import io.bailiwick.oracle.HoldsAddUp;
import io.bailiwick.oracle.HoldsReturnToZero;
import io.bailiwick.oracle.LinearizableCounter;
import io.bailiwick.oracle.Observed;
import io.bailiwick.oracle.Oracle;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;

/**
 * Clients that survive: each goes to any node for each request, repeats under the same key what was
 * not answered, and leaves it unknown when its patience ends. Now and then an answer is lost on the
 * way back. Afterwards everything unknown is resolved by its key, and everything is judged.
 */
final class ClusterLoad {
  private static final int TENANTS = 4;
  private static final int CLIENTS = 8;
  private static final int LOST_OF_1000 = 10;
  private static final int REPEATED_OF_ALL = 60;
  private static final Duration WITHIN = Duration.ofSeconds(90);

  /** Longer than any fault of a node lasts. */
  private static final Duration PATIENCE =
      Duration.ofSeconds(Integer.getInteger("bailiwick.cluster.patience.s", 30));

  /** Sweep, and what brings a lost owner's entities back. */
  private static final Duration EXPIRED_WITHIN = Duration.ofSeconds(30);

  private static final String TIGHT = "app:chat/agent:b";

  /** The tight one runs dry now and then; the same order every time, for the dice. */
  private static final Map<String, Long> LEDGERS =
      new TreeMap<>(Map.of("", 300_000L, "app:chat", 100_000L, TIGHT, 1_000L, "app:mail", 40_000L));

  private static final int PAUSE_MS = 20;

  private final String name;
  private final History history = new History();
  private final Answers answers = new Answers();
  private final Map<String, Tenancy> tenancies = new LinkedHashMap<>();
  private final Map<String, Long> allocated = new TreeMap<>();
  private final AtomicBoolean goesOn = new AtomicBoolean(true);
  private final Workers<Void> clients;

  private ClusterLoad(ServerCluster cluster, String name, long seed) {
    this.name = name + " of seed " + seed;
    RoamingClient roaming = cluster.client();
    java.util.Random losses = Seed.dice(seed, -2);
    roaming.heardBy(
        (request, answer) -> {
          answers.add(request, answer);
          return !goesOn.get() || losses.nextInt(1000) >= LOST_OF_1000;
        });
    for (int i = 0; i < TENANTS; i++) {
      Tenancy tenancy = cluster.tenancy(LEDGERS).through(roaming);
      tenancies.put(tenancy.id(), tenancy);
      LEDGERS.forEach((below, amount) -> allocated.put(tenancy.scope(below), amount));
    }
    List<Tenancy> all = List.copyOf(tenancies.values());
    this.clients =
        Workers.start(
            CLIENTS,
            number -> {
              new LoadClient(
                      name + "-c" + number,
                      all.get(number % TENANTS),
                      history,
                      Seed.dice(seed, number),
                      new Mode(List.copyOf(LEDGERS.keySet()), PATIENCE, PAUSE_MS, TIGHT))
                  .runWhile(goesOn::get);
              return null;
            });
  }

  /** Starts the clients; {@code -Dbailiwick.cluster.seed} is what they do. */
  static ClusterLoad on(ServerCluster cluster, String name) {
    return on(cluster, name, Seed.of("bailiwick.cluster.seed"));
  }

  static ClusterLoad on(ServerCluster cluster, String name, long seed) {
    return new ClusterLoad(cluster, name, seed);
  }

  /** Until every tenant has got something that was asked for after now. */
  void awaitProgress() {
    long fromNs = System.nanoTime();
    await("progress of every tenant")
        .atMost(WITHIN)
        .until(
            () ->
                tenancies.keySet().stream()
                    .allMatch(
                        tenant ->
                            history.acknowledged(tenant).stream()
                                .anyMatch(outcome -> outcome.span().fromNs() > fromNs)));
  }

  /** Closes one tenant, while its clients work. */
  void closeOne() {
    Tenancy tenancy = tenancies.values().iterator().next();
    Operation close =
        new Operation(
            Kind.CLOSE,
            tenancy.scope(""),
            "",
            io.bailiwick.harness.Json.object("status", "CLOSED"));
    history.pursue(close, tenancy, WITHIN);
  }

  /** Has the clients finish what they do. */
  void end() {
    goesOn.set(false);
    clients.await(WITHIN);
  }

  List<Outcome> unanswered() {
    return history.inOrder().stream().filter(Outcome::isUnknown).toList();
  }

  /** From the first try to the answer. */
  Duration longestStall() {
    return history.inOrder().stream()
        .map(outcome -> outcome.span().length())
        .max(Duration::compareTo)
        .orElse(Duration.ZERO);
  }

  /** Resolves what is unknown, waits for the bound of expiry, and judges, on a healed cluster. */
  void judge() {
    try {
      history.resolve(tenancies);
      repeatSome();
      tenancies.values().forEach(this::awaitExpiry);
      tenancies.values().forEach(tenancy -> judge(tenancy, false));
      tenancies.values().forEach(this::releaseAll);
      tenancies.values().forEach(tenancy -> judge(tenancy, true));
    } catch (RuntimeException | AssertionError failure) {
      System.out.println("history: " + write());
      throw failure;
    }
  }

  /** What was acknowledged has the same answer again, from wherever. */
  private void repeatSome() {
    List<Outcome> acknowledged =
        history.inOrder().stream()
            .filter(outcome -> outcome.isAcknowledged())
            .filter(outcome -> outcome.operation().kind() != Kind.CLOSE)
            .toList();
    int step = Math.max(1, acknowledged.size() / REPEATED_OF_ALL);
    IntStream.iterate(0, i -> i < acknowledged.size(), i -> i + step)
        .mapToObj(i -> acknowledged.get(i).operation())
        .forEach(
            operation ->
                await()
                    .ignoreException(io.bailiwick.harness.NoAnswer.class)
                    .until(() -> !operation.send(tenancies.get(operation.tenant())).isUnknown()));
    assertThat(answers.differences()).as("%s: answers to a repetition", name).isEmpty();
  }

  private void awaitExpiry(Tenancy tenancy) {
    await()
        .pollDelay(Duration.ZERO)
        .atMost(EXPIRED_WITHIN)
        .untilAsserted(
            () -> {
              Observed observed = observe(tenancy);
              assertThat(new ExpiryHappens().violations(observed)).as(name).isEmpty();
              assertThat(new HoldsAddUp().violations(observed)).as(name).isEmpty();
            });
  }

  private void judge(Tenancy tenancy, boolean isAllReleased) {
    Observed observed = observe(tenancy);
    List<String> found = new ArrayList<>(Oracle.violationsOfAll(observed));
    found.addAll(Oracle.violationsOf(List.of(new LinearizableCounter()), observed));
    if (isAllReleased) {
      found.addAll(new HoldsReturnToZero().violations(observed));
    }
    assertThat(found).as("%s, tenant %s", name, tenancy.id()).isEmpty();
  }

  private void releaseAll(Tenancy tenancy) {
    tenancy
        .agent()
        .reservations("&status=ACTIVE")
        .forEach(
            row -> {
              String id = row.path("reservation_id").asText();
              String scope = row.path("scope_path").asText();
              history.pursue(
                  new Operation(Kind.RELEASE, scope, id, Bodies.release("last-" + id)),
                  tenancy,
                  WITHIN);
            });
  }

  private Observed observe(Tenancy tenancy) {
    return Observed.of(tenancy, history, allocated);
  }

  private Path write() {
    Path file =
        io.bailiwick.harness.Packaged.scratch()
            .resolve("history-" + name.replace(' ', '-') + "-" + Clock.nowMs() + ".txt");
    try {
      return Files.write(file, history.inOrder().stream().map(Object::toString).toList());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public String toString() {
    return "%d operations, %d acknowledged".formatted(history.size(), history.acknowledged());
  }
}
