package io.bailiwick.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.bailiwick.fault.LoadClient;
import io.bailiwick.fault.LoadClient.Mode;
import io.bailiwick.harness.Bodies;
import io.bailiwick.harness.Clock;
import io.bailiwick.harness.Json;
import io.bailiwick.harness.NoAnswer;
import io.bailiwick.harness.Packaged;
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
import io.bailiwick.oracle.LedgersAddUp;
import io.bailiwick.oracle.LinearizableCounter;
import io.bailiwick.oracle.NeverOversubscribed;
import io.bailiwick.oracle.NothingAfterClose;
import io.bailiwick.oracle.Observed;
import io.bailiwick.oracle.OneTerminalState;
import io.bailiwick.oracle.Oracle;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Clients that survive: each goes to any node for each request, repeats under the same key what was
 * not answered, and leaves it unknown when its patience ends. Now and then an answer is lost on the
 * way back. Afterwards everything unknown is resolved by its key, and everything is judged.
 */
final class ClusterLoad {
  private static final int TENANTS = 4;
  private static final int CLIENTS = 8;

  /** So many that an entity always has something to write while a write is under way. */
  private static final int MANY_CLIENTS = 40;

  private static final int LOST_OF_1000 = 10;
  private static final int REPEATED_OF_ALL = 60;
  private static final Duration WITHIN = Duration.ofSeconds(90);

  /** Longer than any fault of a node lasts. */
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  /** Sweep, and what brings a lost owner's entities back. */
  private static final Duration EXPIRED_WITHIN = Duration.ofSeconds(30);

  /** A lease that is to end within that time might do so while its tenant is looked at. */
  private static final Duration SOON = Duration.ofSeconds(10);

  /** What some minutes of work have left, one after the other. */
  private static final Duration RELEASED_WITHIN = Duration.ofSeconds(180);

  private static final String TIGHT = "app:chat/agent:b";

  /** The tight one runs dry now and then; the same order every time, for the dice. */
  private static final Map<String, Long> LEDGERS =
      new TreeMap<>(Map.of("", 300_000L, "app:chat", 100_000L, TIGHT, 1_000L, "app:mail", 40_000L));

  private static final int PAUSE_MS = 20;
  private static final int SLOWEST = 8;

  private static final List<Oracle> OF_A_CLOSED_TENANT =
      List.of(
          new LedgersAddUp(),
          new NeverOversubscribed(),
          new OneTerminalState(),
          new NothingAfterClose(),
          new HoldsReturnToZero());

  private final String name;
  private final History history = new History();
  private final Answers answers = new Answers();
  private final Map<String, Tenancy> tenancies = new LinkedHashMap<>();
  private final Map<String, Long> allocated = new TreeMap<>();
  private final AtomicBoolean goesOn = new AtomicBoolean(true);
  private final Workers<Void> clients;
  private final ServerCluster cluster;

  private final Tenancy closing;
  private boolean isClosed;

  private ClusterLoad(ServerCluster cluster, String name, long seed, Duration patience, int count) {
    this.name = name + " of seed " + seed;
    this.cluster = cluster;
    cluster.forgetClocks();
    RoamingClient roaming = cluster.client();
    Random losses = Seed.dice(seed, -2);
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
    List<Tenancy> all = new ArrayList<>(tenancies.values());
    this.closing = cluster.tenancy(LEDGERS).through(roaming);
    all.add(closing);
    this.clients =
        Workers.start(
            count + 1,
            number -> {
              new LoadClient(
                      name + "-c" + number,
                      all.get(number < count ? number % TENANTS : TENANTS),
                      history,
                      Seed.dice(seed, number),
                      new Mode(List.copyOf(LEDGERS.keySet()), patience, PAUSE_MS, TIGHT))
                  .runWhile(goesOn::get);
              return null;
            });
  }

  /** Starts the clients; {@code -Dbailiwick.cluster.seed} is what they do. */
  static ClusterLoad on(ServerCluster cluster, String name) {
    return on(cluster, name, Seed.of("bailiwick.cluster.seed"));
  }

  static ClusterLoad on(ServerCluster cluster, String name, long seed) {
    return on(cluster, name, seed, PATIENCE);
  }

  /**
   * @param patience after which a client leaves open what became of its operation
   */
  static ClusterLoad on(ServerCluster cluster, String name, long seed, Duration patience) {
    return new ClusterLoad(cluster, name, seed, patience, CLIENTS);
  }

  /** Many clients. */
  static ClusterLoad crowdOn(ServerCluster cluster, String name) {
    return new ClusterLoad(
        cluster, name, Seed.of("bailiwick.cluster.seed"), PATIENCE, MANY_CLIENTS);
  }

  /** Until every tenant has got something that was asked for after now. */
  void awaitProgress() {
    long fromNs = System.nanoTime();
    await("progress of every tenant").atMost(WITHIN).until(() -> hasProgressed(fromNs));
  }

  private boolean hasProgressed(long fromNs) {
    clients.check();
    return tenancies.keySet().stream()
        .allMatch(
            tenant ->
                history.acknowledged(tenant).stream()
                    .anyMatch(outcome -> outcome.span().fromNs() > fromNs));
  }

  /** Closes one tenant, while a client works for it. */
  void closeOne() {
    Operation close =
        new Operation(Kind.CLOSE, closing.scope(""), "", Json.object("status", "CLOSED"));
    assertThat(history.pursue(close, closing, WITHIN).isSuccess()).as("closed").isTrue();
    isClosed = true;
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

  /** The longest that was ever left of a lease when a client was told of it. */
  Duration longestLease() {
    return history.inOrder().stream()
        .filter(outcome -> outcome.isAcknowledged())
        .map(outcome -> Duration.ofMillis(outcome.expiresAtMs() - toldAtMs(outcome)))
        .max(Duration::compareTo)
        .orElse(Duration.ZERO);
  }

  private static long toldAtMs(Outcome outcome) {
    return Clock.nowMs() - (System.nanoTime() - outcome.span().toNs()) / 1_000_000;
  }

  /** The longest of all, with the time of day when each began, to be looked up in the logs. */
  String slowest() {
    long nowNs = System.nanoTime();
    long nowMs = Clock.nowMs();
    return history.inOrder().stream()
        .sorted(Comparator.comparing((Outcome outcome) -> outcome.span().length()).reversed())
        .limit(SLOWEST)
        .map(
            outcome ->
                "%tT.%<tL %d ms %s %s"
                    .formatted(
                        nowMs - (nowNs - outcome.span().fromNs()) / 1_000_000,
                        outcome.span().length().toMillis(),
                        outcome.operation().kind(),
                        outcome.operation().tenant()))
        .collect(Collectors.joining("\n  ", "the slowest:\n  ", ""));
  }

  /** Resolves what is unknown, waits for the bound of expiry, and judges, on a healed cluster. */
  void judge() {
    try {
      Map<String, Tenancy> all = new LinkedHashMap<>(tenancies);
      all.put(closing.id(), closing);
      history.resolve(all);
      repeatSome();
      for (Tenancy tenancy : tenancies.values()) {
        judge(observeQuiet(tenancy), new LinearizableCounter());
      }
      releaseAll();
      for (Tenancy tenancy : tenancies.values()) {
        judge(observe(tenancy), new LinearizableCounter(), new HoldsReturnToZero());
      }
      if (isClosed) {
        judgeClosed();
      }
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
            .filter(outcome -> tenancies.containsKey(outcome.operation().tenant()))
            .toList();
    int step = Math.max(1, acknowledged.size() / REPEATED_OF_ALL);
    IntStream.iterate(0, i -> i < acknowledged.size(), i -> i + step)
        .mapToObj(i -> acknowledged.get(i).operation())
        .forEach(
            operation ->
                await()
                    .pollDelay(Duration.ZERO)
                    .ignoreException(NoAnswer.class)
                    .until(() -> !operation.send(tenancies.get(operation.tenant())).isUnknown()));
    assertThat(answers.differences()).as("%s: answers to a repetition", name).isEmpty();
  }

  /**
   * When what had to expire has, and nothing was about to while it was read: that leases end and
   * holds add up is judged here, by waiting for it.
   */
  private Observed observeQuiet(Tenancy tenancy) {
    AtomicReference<Observed> quiet = new AtomicReference<>();
    await()
        .pollDelay(Duration.ZERO)
        .atMost(EXPIRED_WITHIN)
        .untilAsserted(
            () -> {
              Observed observed = observe(tenancy);
              assertThat(new ExpiryHappens().violations(observed)).as(name).isEmpty();
              assertThat(observed.hasLeaseThatEndsWithin(SOON)).as(name).isFalse();
              assertThat(new HoldsAddUp().violations(observed)).as(name).isEmpty();
              quiet.set(observed);
            });
    return quiet.get();
  }

  private void judge(Observed observed, Oracle... further) {
    List<String> found = new ArrayList<>(Oracle.violationsOfAll(observed));
    found.addAll(Oracle.violationsOf(List.of(further), observed));
    assertThat(found).as("%s, tenant %s", name, observed.tenant()).isEmpty();
  }

  /** Its keys are gone, so that what was not answered cannot be asked for again. */
  private void judgeClosed() {
    await()
        .pollDelay(Duration.ZERO)
        .atMost(EXPIRED_WITHIN)
        .untilAsserted(
            () ->
                assertThat(Oracle.violationsOf(OF_A_CLOSED_TENANT, observe(closing)))
                    .as("%s, closed tenant %s", name, closing.id())
                    .isEmpty());
  }

  private void releaseAll() {
    List<Tenancy> all = List.copyOf(tenancies.values());
    Workers.start(
            all.size(),
            number -> {
              releaseAll(all.get(number));
              return null;
            })
        .await(RELEASED_WITHIN);
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
    AtomicReference<Observed> observed = new AtomicReference<>();
    await()
        .pollDelay(Duration.ZERO)
        .atMost(WITHIN)
        .ignoreException(NoAnswer.class)
        .untilAsserted(
            () -> observed.set(Observed.of(tenancy, history, allocated, cluster.fastest())));
    return observed.get();
  }

  private Path write() {
    Path file =
        Packaged.scratch()
            .resolve("history-" + name.replace(' ', '-') + "-" + Clock.nowMs() + ".txt");
    try {
      return Files.write(file, history.inOrder().stream().map(Object::toString).toList());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  int operations() {
    return history.size();
  }

  long acknowledged() {
    return history.acknowledged();
  }

  @Override
  public String toString() {
    return "%d operations, %d acknowledged".formatted(operations(), acknowledged());
  }
}
