package io.bailiwick.harness;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Nodes on loopback addresses of their own, which reach each other through relays of the tests. Any
 * user can run them.
 */
final class Relays implements Network {
  private final Links links = new Links();
  private final List<Place> places;

  Relays(int count) {
    places =
        IntStream.range(0, count)
            .<Place>mapToObj(
                number ->
                    new BehindRelay(number, ServerSetup.freePort(), ServerSetup.freePort(), links))
            .toList();
  }

  @Override
  public List<Place> places() {
    return places;
  }

  @Override
  public Links links() {
    return links;
  }

  @Override
  public void isolate(int node) {
    List<Integer> others =
        IntStream.range(0, places.size()).filter(other -> other != node).boxed().toList();
    links.part(List.of(node), others);
  }

  @Override
  public void heal() {
    links.healAll();
  }

  /** A node that the others reach at a port at which a relay listens. */
  private static final class BehindRelay implements Place {
    /** Where hosts begin on the loopback network; by its host a relay knows who connects. */
    private static final int FIRST_HOST = 10;

    private final int number;
    private final int relayPort;
    private final int bindPort;
    private final Links links;
    private Relay relay;

    BehindRelay(int number, int relayPort, int bindPort, Links links) {
      this.number = number;
      this.relayPort = relayPort;
      this.bindPort = bindPort;
      this.links = links;
    }

    @Override
    public String address() {
      return "127.0.0.1:" + relayPort;
    }

    @Override
    public Map<String, String> settings() {
      return Map.of(
          "BAILIWICK_CLUSTER_HOSTNAME", "127.0.0.1",
          "BAILIWICK_CLUSTER_PORT", Integer.toString(relayPort),
          "BAILIWICK_CLUSTER_BIND_HOSTNAME", host(),
          "BAILIWICK_CLUSTER_BIND_PORT", Integer.toString(bindPort),
          "BAILIWICK_CLUSTER_OUTBOUND_HOSTNAME", host());
    }

    private String host() {
      return "127.0.0." + (FIRST_HOST + number);
    }

    private static int numberOf(InetAddress from) {
      return (from.getAddress()[3] & 0xff) - FIRST_HOST;
    }

    @Override
    public InetAddress tests() {
      return InetAddress.getLoopbackAddress();
    }

    @Override
    public List<String> command() {
      return List.of();
    }

    @Override
    public void open() {
      relay =
          new Relay(
              relayPort,
              new InetSocketAddress(host(), bindPort),
              from -> links.line(numberOf(from), number));
    }

    @Override
    public void close() {
      relay.close();
    }
  }
}
