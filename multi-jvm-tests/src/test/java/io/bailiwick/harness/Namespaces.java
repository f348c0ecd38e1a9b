package io.bailiwick.harness;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.IntStream;

/**
 * Nodes in network namespaces of the kernel, as on machines of their own. Each has two links: one
 * to a switch that only nodes are at, one to a switch that the tests are at, with the database and
 * the clients. Both switches are in one more namespace. A node is isolated by pulling its link to
 * the others out of the switch: what is sent then gets lost, and nobody is told.
 *
 * <p>Needs root and {@code ip} of iproute2, and takes away what it has made: when it is closed,
 * when it cannot be made as a whole, and when the process of the tests ends.
 */
public final class Namespaces implements Network, AutoCloseable {
  /** Networks for tests of devices (RFC 2544), which nothing real is at. */
  private static final String AT_TESTS = "198.18.%d.%d";

  /** Where the kernel shows all that have a name. */
  static final Path ALL = Path.of("/run/netns");

  private static final String AT_NODES = "198.19.%d.%d";
  private static final int TESTS_HOST = 1;
  private static final int FIRST_HOST = 10;
  private static final String CLUSTER_PORT = "7355";
  private static final int SUBNETS = 256;

  /** How the names of all that this process makes begin. */
  static final String OF_THIS_PROCESS = "bailiwick-%x-".formatted(ProcessHandle.current().pid());

  /** The names of all begin with this; a run that was killed may leave them behind. */
  private final String name =
      OF_THIS_PROCESS + Integer.toHexString(ThreadLocalRandom.current().nextInt(1 << 24));

  private final String hub = name + "-hub";
  private final int subnet = freeSubnet();
  private final List<String> made = new ArrayList<>();
  private final Thread atEnd = new Thread(this::remove);
  private final List<Place> places;

  private Namespaces(int count) {
    places = IntStream.range(0, count).<Place>mapToObj(number -> new InNamespace(number)).toList();
  }

  /** Why this machine cannot have them; nothing if it can. */
  public static Optional<String> missing() {
    try (Namespaces one = new Namespaces(1)) {
      one.make();
      return Optional.empty();
    } catch (UncheckedIOException | IllegalStateException e) {
      return Optional.of("no network namespaces, which need root and iproute2: " + e.getMessage());
    }
  }

  /** Makes one for each of so many nodes. */
  public static Namespaces of(int count) {
    Namespaces namespaces = new Namespaces(count);
    try {
      namespaces.make();
      return namespaces;
    } catch (RuntimeException e) {
      namespaces.close();
      throw e;
    }
  }

  private void make() {
    Runtime.getRuntime().addShutdownHook(atEnd);
    add(hub);
    for (String network : List.of("nodes", "tests")) {
      IpRoute.in(hub, "link add %s type bridge", network);
      IpRoute.in(hub, "link set %s up", network);
    }
    String own = "bw%06x".formatted(ThreadLocalRandom.current().nextInt(1 << 24));
    IpRoute.run("link add %s type veth peer name own netns %s", own, hub);
    IpRoute.in(hub, "link set own master tests up");
    IpRoute.run("addr add %s/24 dev %s", AT_TESTS.formatted(subnet, TESTS_HOST), own);
    IpRoute.run("link set %s up", own);
    for (int number = 0; number < places.size(); number++) {
      add(namespace(number));
      IpRoute.in(namespace(number), "link set lo up");
      connect(number, "nodes", AT_NODES);
      connect(number, "tests", AT_TESTS);
    }
  }

  private synchronized void add(String namespace) {
    // Before it is there: one that is killed while it is made may be there all the same.
    made.add(namespace);
    IpRoute.run("netns add %s", namespace);
  }

  private void connect(int number, String network, String hosts) {
    String port = port(network, number);
    String address = hosts.formatted(subnet, FIRST_HOST + number);
    IpRoute.in(
        namespace(number), "link add %s type veth peer name %s netns %s", network, port, hub);
    IpRoute.in(hub, "link set %s master %s up", port, network);
    IpRoute.in(namespace(number), "addr add %s/24 dev %s", address, network);
    IpRoute.in(namespace(number), "link set %s up", network);
  }

  private String namespace(int number) {
    return name + "-" + number;
  }

  /** The end of a node's link that is at the switch. */
  private static String port(String network, int number) {
    return network + number;
  }

  /** One that this machine is not at, through another run. */
  private static int freeSubnet() {
    int from = ThreadLocalRandom.current().nextInt(SUBNETS);
    return IntStream.range(from, from + SUBNETS)
        .map(one -> one % SUBNETS)
        .filter(one -> !isUsed(AT_TESTS.formatted(one, TESTS_HOST)))
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("all networks for tests are used"));
  }

  private static boolean isUsed(String address) {
    try {
      return NetworkInterface.getByInetAddress(InetAddress.getByName(address)) != null;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public List<Place> places() {
    return places;
  }

  @Override
  public Links links() {
    throw new UnsupportedOperationException("the kernel joins these nodes, not a relay");
  }

  @Override
  public void isolate(int node) {
    // Not down: the node would be told, by the loss of its carrier.
    IpRoute.in(hub, "link set %s nomaster", port("nodes", node));
  }

  @Override
  public void heal() {
    for (int number = 0; number < places.size(); number++) {
      IpRoute.in(hub, "link set %s master nodes", port("nodes", number));
    }
  }

  /** Removes them. What runs in them should have ended. */
  @Override
  public void close() {
    Runtime.getRuntime().removeShutdownHook(atEnd);
    remove();
  }

  /** Each, also if one does not go. Links end with the namespaces that they are in. */
  private synchronized void remove() {
    List<String> all = List.copyOf(made);
    made.clear();
    RuntimeException first = null;
    for (String namespace : all) {
      try {
        if (Files.exists(ALL.resolve(namespace))) {
          IpRoute.run("netns del %s", namespace);
        }
      } catch (RuntimeException e) {
        first = first == null ? e : first;
      }
    }
    if (first != null) {
      throw first;
    }
  }

  /** One of them. */
  private final class InNamespace implements Place {
    private final int number;

    InNamespace(int number) {
      this.number = number;
    }

    private String host(String network) {
      return network.formatted(subnet, FIRST_HOST + number);
    }

    @Override
    public String address() {
      return host(AT_NODES) + ":" + CLUSTER_PORT;
    }

    @Override
    public Map<String, String> settings() {
      return Map.of(
          "BAILIWICK_CLUSTER_HOSTNAME", host(AT_NODES),
          "BAILIWICK_CLUSTER_PORT", CLUSTER_PORT,
          "BAILIWICK_HTTP_INTERFACE", host(AT_TESTS));
    }

    @Override
    public InetAddress tests() {
      try {
        return InetAddress.getByName(AT_TESTS.formatted(subnet, TESTS_HOST));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    @Override
    public List<String> command() {
      return List.of("ip", "netns", "exec", namespace(number));
    }

    /** The kernel has made it. */
    @Override
    public void open() {}

    @Override
    public void close() {}
  }
}
