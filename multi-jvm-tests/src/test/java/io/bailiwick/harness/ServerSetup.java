package io.bailiwick.harness;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;

/**
 * How a server is started; starting it again with the same one is a restart on the same data.
 *
 * @param name of its log
 * @param settings environment variables
 * @param arguments after {@code start}
 */
public record ServerSetup(
    String name, int port, Path dataDir, Map<String, String> settings, List<String> arguments) {
  public static final String ADMIN_KEY = "admin-key-of-the-tests";

  /** Added to the launcher's own options. */
  public static final String JAVA_OPTIONS = "BAILIWICK_JAVA_OPTS";

  /**
   * Most servers of tests live for some seconds. Two fifths of what a start takes of the processor
   * is the second compiler's, for code that nobody is going to run for long.
   */
  public static final String LIVES_SHORTLY = "-XX:TieredStopAtLevel=1";

  /** A server on an empty store of its own. */
  public static ServerSetup on(StoreKind store, String name) {
    int port = freePort();
    Path dataDir = Packaged.scratch().resolve(name + "-" + port).resolve("data");
    Map<String, String> settings = new LinkedHashMap<>(store.settings(dataDir));
    settings.put("BAILIWICK_STORE_DATA_DIR", dataDir.toString());
    settings.put("BAILIWICK_HTTP_PORT", Integer.toString(port));
    settings.put("BAILIWICK_AUTH_ADMIN_KEY", ADMIN_KEY);
    settings.put(JAVA_OPTIONS, LIVES_SHORTLY);
    return new ServerSetup(name, port, dataDir, settings, List.of());
  }

  public ServerSetup with(String variable, String value) {
    Map<String, String> more = new LinkedHashMap<>(settings);
    more.put(variable, value);
    return new ServerSetup(name, port, dataDir, more, arguments);
  }

  public ServerSetup with(Map<String, String> some) {
    Map<String, String> more = new LinkedHashMap<>(settings);
    more.putAll(some);
    return new ServerSetup(name, port, dataDir, more, arguments);
  }

  /** Where it serves. */
  InetSocketAddress address() {
    return new InetSocketAddress(
        settings.getOrDefault("BAILIWICK_HTTP_INTERFACE", "127.0.0.1"), port);
  }

  /** Without a setting that every test server has. */
  public ServerSetup without(String variable) {
    Map<String, String> fewer = new LinkedHashMap<>(settings);
    fewer.remove(variable);
    return new ServerSetup(name, port, dataDir, fewer, arguments);
  }

  /**
   * With the launcher's own options alone: for one that lives long, or whose speed is the claim.
   */
  public ServerSetup asPeopleStartIt() {
    return without(JAVA_OPTIONS);
  }

  public ServerSetup withArgument(String argument) {
    List<String> more = new ArrayList<>(arguments);
    more.add(argument);
    return new ServerSetup(name, port, dataDir, settings, more);
  }

  /** The same store and settings, on another port. */
  public ServerSetup onAnotherPort(String otherName) {
    int other = freePort();
    ServerSetup moved = with("BAILIWICK_HTTP_PORT", Integer.toString(other));
    return new ServerSetup(otherName, other, dataDir, moved.settings(), arguments);
  }

  /**
   * Below the range that the system takes for clients' ends, so that a server that starts again
   * finds its port free.
   */
  public static int freePort() {
    for (int tries = 0; tries < 100; tries++) {
      int port = ThreadLocalRandom.current().nextInt(20_000, 32_000);
      try (ServerSocket socket = new ServerSocket()) {
        socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        return port;
      } catch (IOException taken) {
        continue;
      }
    }
    throw new IllegalStateException("no free port in 100 tries");
  }
}
