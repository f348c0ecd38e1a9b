package io.bailiwick.harness;

import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import org.awaitility.core.ConditionTimeoutException;

/** Several nodes, each a process of its own, on one PostgreSQL. */
public final class ServerCluster implements AutoCloseable {
  private static final int NODES_MAX = 5;

  /** Named by all, so that any of them can start first; but one has to be the very first. */
  private static final int SEEDS_MAX = 3;

  private static final String SEEDS = "BAILIWICK_CLUSTER_SEED_NODES";

  private static final Duration SETTLED_WITHIN = Duration.ofSeconds(60);

  /** Many writes. */
  private static final Duration SHOWN_WITHIN = Duration.ofSeconds(1);

  /** For a node to find out that it is not wanted, to end, to start and to join. */
  private static final Duration WHOLE_WITHIN = Duration.ofSeconds(180);

  private final ServerSetup common;
  private final Network network;
  private final List<ClusterNode> nodes = new CopyOnWriteArrayList<>();

  private final IntFunction<Map<String, String>> settingsOf;

  private ServerCluster(Network network, String name, IntFunction<Map<String, String>> settingsOf) {
    this.network = network;
    this.settingsOf = settingsOf;
    this.common =
        ServerSetup.on(StoreKind.POSTGRESQL, name)
            .with("BAILIWICK_CLUSTER_ENABLED", "true")
            .with("BAILIWICK_AUTH_KEY_PEPPER", "pepper-of-the-cluster-under-test")
            .with("BAILIWICK_STORE_POOL_SIZE", "4");
  }

  /** Starts that many nodes on an empty database, and waits until all serve. */
  public static ServerCluster of(String name, int count, Map<String, String> settings) {
    return of(name, count, number -> settings);
  }

  /** The same with settings for each node, by its number. */
  public static ServerCluster of(
      String name, int count, IntFunction<Map<String, String>> settingsOf) {
    return in(new Relays(NODES_MAX), name, count, settingsOf);
  }

  private static ServerCluster in(
      Network network, String name, int count, IntFunction<Map<String, String>> settingsOf) {
    ServerCluster cluster = new ServerCluster(network, name, settingsOf);
    try {
      // The first one alone, so that the others have something to join.
      cluster.grow(1);
      cluster.grow(count - 1);
      return cluster;
    } catch (RuntimeException | AssertionError e) {
      cluster.close();
      throw e;
    }
  }

  /** One in each namespace, with nothing between them but the kernel. */
  public static ServerCluster in(Namespaces namespaces, String name, Map<String, String> settings) {
    return in(namespaces, name, namespaces.places().size(), number -> settings);
  }

  /** The very first one would look for seed nodes that are not there yet for five seconds. */
  private String seedNodes(int count) {
    return network.places().stream()
        .limit(Math.min(count, SEEDS_MAX))
        .map(Place::address)
        .collect(Collectors.joining(","));
  }

  /** Adds nodes, all at the same time, and waits until they serve. */
  public void grow(int count) {
    String seeds = seedNodes(nodes.size() + count);
    nodes.forEach(node -> node.configure(SEEDS, seeds));
    List<ClusterNode> added = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      int number = nodes.size() + i;
      ServerSetup setup = setup(number).with(SEEDS, seeds);
      added.add(new ClusterNode(number, setup, network.places().get(number)).launch());
    }
    nodes.addAll(added);
    awaitWhole();
  }

  private ServerSetup setup(int number) {
    return common.onAnotherPort(common.name() + "-" + number).with(settingsOf.apply(number));
  }

  /** Stops the node that came last, in an orderly way, and takes it out. */
  public void shrink() {
    ClusterNode last = nodes.removeLast();
    last.terminate();
    last.close();
  }

  public List<ClusterNode> nodes() {
    return List.copyOf(nodes);
  }

  public ClusterNode node(int number) {
    return nodes.get(number);
  }

  public Links links() {
    return network.links();
  }

  /** Cuts one node off from all others, until it is healed or rejoined. */
  public void isolate(int number) {
    network.isolate(number);
  }

  /** Ends every cut between nodes, and does nothing else. */
  public void rejoin() {
    network.heal();
  }

  /** A client of whichever of these nodes it comes to. */
  public RoamingClient clientOf(List<ClusterNode> some) {
    return new RoamingClient(() -> some);
  }

  /** A client of whichever node it comes to that has ever served, dead or alive. */
  public RoamingClient client() {
    return new RoamingClient(() -> nodes.stream().filter(ClusterNode::hasServed).toList());
  }

  /**
   * A tenant with these ledgers; a cluster that still distributes its shards may need some tries.
   * One that acknowledges what is not yet durable gets its key all the same, in a moment.
   */
  public Tenancy tenancy(Map<String, Long> budgets) {
    AtomicReference<Tenancy> made = new AtomicReference<>();
    Operator operator = new Operator(client(), ServerSetup.ADMIN_KEY);
    await()
        .pollDelay(Duration.ZERO)
        .atMost(SETTLED_WITHIN)
        .ignoreExceptionsMatching(
            failure -> failure instanceof NoAnswer || failure instanceof ConditionTimeoutException)
        .untilAsserted(
            () -> {
              String id = Tenancy.create(operator);
              Agent agent = firstAgent(operator, id);
              made.set(new Tenancy(id, operator, agent).withBudgets(budgets));
            });
    return made.get();
  }

  private static Agent firstAgent(Operator operator, String tenant) {
    AtomicReference<Agent> agent = new AtomicReference<>();
    await()
        .pollDelay(Duration.ZERO)
        .pollInterval(Duration.ofMillis(20))
        .atMost(SHOWN_WITHIN)
        .untilAsserted(() -> agent.set(operator.newAgent(tenant)));
    return agent.get();
  }

  /** The same tenant, asked for at any node. */
  public Tenancy through(Tenancy tenancy) {
    return tenancy.through(client());
  }

  /** JDBC URL that no fault is on. */
  public String databaseUrl() {
    return common.settings().get("BAILIWICK_STORE_URL");
  }

  /** Ends every fault that can be ended, and starts what has stopped. Does not wait. */
  public void mend() {
    network.heal();
    for (ClusterNode node : nodes) {
      node.clock().set(Duration.ZERO);
      node.database().up().heal();
      node.database().down().heal();
      if (node.isAlive()) {
        node.process().resume();
      }
      node.launchIfEnded();
    }
  }

  /**
   * Mends it, and waits until all serve. A node that was cut off or paused for too long ends by
   * itself when it hears of it, and is started again too.
   */
  public void heal() {
    mend();
    awaitWhole();
  }

  /** Starts again what ends by itself meanwhile, as a supervisor does. */
  private void awaitWhole() {
    await("a whole cluster")
        .pollInterval(Duration.ofMillis(200))
        .atMost(WHOLE_WITHIN)
        .until(
            () -> {
              nodes.forEach(ClusterNode::launchIfEnded);
              return nodes.stream().allMatch(ClusterNode::serves);
            });
    nodes.forEach(ClusterNode::awaitReady);
  }

  /** How far any node has been before the time of the tests, since that was last forgotten. */
  public Duration fastest() {
    return nodes.stream()
        .map(node -> node.clock().fastest())
        .max(Duration::compareTo)
        .orElse(Duration.ZERO);
  }

  /** For those who begin now, what clocks were before does not matter. */
  public void forgetClocks() {
    nodes.forEach(node -> node.clock().forget());
  }

  static <T> T anyOf(List<T> some) {
    return some.get(ThreadLocalRandom.current().nextInt(some.size()));
  }

  @Override
  public void close() {
    try {
      network.heal();
    } finally {
      nodes.forEach(ClusterNode::close);
      nodes.clear();
    }
  }
}
