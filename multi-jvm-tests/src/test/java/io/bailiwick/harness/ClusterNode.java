package io.bailiwick.harness;

import io.bailiwick.contract.ResponseContract;
import io.bailiwick.defect.SkewedClock;
import java.io.File;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;

/**
 * A node of a cluster, through all its processes. The other nodes reach it where its place is, and
 * it reaches the database only through a relay.
 */
public final class ClusterNode implements AutoCloseable {
  /** A client tries another node when this one says nothing for so long. */
  private static final Duration ANSWER_WITHIN = Duration.ofSeconds(8);

  /** Several start at the same time, and find each other. */
  private static final Duration READY_WITHIN = Duration.ofSeconds(90);

  /** Several on one machine, which live for minutes: what they do not spend on compiling helps. */
  private static final String JAVA_OPTIONS = "-Xmn96m -Xmx256m " + ServerSetup.LIVES_SHORTLY;

  /** What a server says that takes its clock from the tests. */
  private static final String HAS_CLOCK = "clock is in ";

  private final int number;
  private volatile ServerSetup setup;
  private final MachineClock clock;
  private final Place place;
  private final Relay toDatabase;
  private final Relay.Line database = new Relay.Line(new Wire(), new Wire());
  private volatile ServerProcess process;
  private volatile Client client;

  /** There is a way to it; it does not run yet. */
  ClusterNode(int number, ServerSetup given, Place place) {
    this.number = number;
    this.place = place;
    place.open();
    this.clock =
        new MachineClock(given.dataDir().resolveSibling("clock-of-" + number).toAbsolutePath());
    // Any port will do: it is taken for as long as there is the node.
    this.toDatabase =
        new Relay(
            new InetSocketAddress(place.tests(), 0),
            new InetSocketAddress(InetAddress.getLoopbackAddress(), PostgresServer.port()),
            from -> database);
    String url =
        given
            .settings()
            .get("BAILIWICK_STORE_URL")
            .replace(
                "127.0.0.1:" + PostgresServer.port() + "/",
                place.tests().getHostAddress() + ":" + toDatabase.port() + "/");
    this.setup =
        given
            .with(place.settings())
            .with("BAILIWICK_STORE_URL", url + "?ApplicationName=" + name(number))
            .with(
                ServerSetup.JAVA_OPTIONS,
                "%s -D%s=%s ".formatted(JAVA_OPTIONS, SkewedClock.FILE, clock.file())
                    + given.settings().getOrDefault(ServerSetup.JAVA_OPTIONS, ""));
  }

  /** As which it writes to the database. */
  static String name(int number) {
    return "node" + number;
  }

  public int number() {
    return number;
  }

  /** Starts a process, and does not wait. */
  public ClusterNode launch() {
    process = ServerProcess.launch(setup, place.command());
    return this;
  }

  /** Starts a process if there is none: what a supervisor does. */
  public synchronized boolean launchIfEnded() {
    boolean isEnded = !process.isAlive();
    if (isEnded) {
      forgetConnections();
      launch();
    }
    return isEnded;
  }

  boolean hasServed() {
    return client != null;
  }

  boolean serves() {
    return process.isAlive() && process.isReady();
  }

  /** Waits until it serves. */
  public ClusterNode awaitReady() {
    process.awaitReady(READY_WITHIN);
    if (client == null) {
      client = new Client(setup.address(), contract(), ANSWER_WITHIN);
    }
    return this;
  }

  /** Starts a process and waits until it serves. */
  public ClusterNode start() {
    return launch().awaitReady();
  }

  ResponseContract contract() {
    return process.client().contract();
  }

  /** The same through all its processes. */
  Client client() {
    return client;
  }

  public ServerProcess process() {
    return process;
  }

  public boolean isAlive() {
    return process != null && process.isAlive();
  }

  /** kill -9. */
  public void kill() {
    process.kill();
    forgetConnections();
  }

  /** SIGTERM, and waits for the end. */
  public ServerProcess.Stopped terminate() {
    ServerProcess.Stopped stopped = process.terminate();
    forgetConnections();
    return stopped;
  }

  /** Those that a client keeps lead to a process that is gone. */
  private void forgetConnections() {
    if (client != null) {
      client.close();
    }
  }

  /**
   * Sets its clock, while it runs and for its later processes.
   *
   * @param by after the time of the tests; before it if negative
   */
  public void skew(Duration by) {
    if (!process.log().contains(HAS_CLOCK)) {
      throw new IllegalStateException("node %d has the clock of the machine".formatted(number));
    }
    clock.set(by);
  }

  MachineClock clock() {
    return clock;
  }

  /** Changes a setting, for its later processes. */
  public void configure(String variable, String value) {
    setup = setup.with(variable, value);
  }

  /** Between the node and the database. */
  public Relay.Line database() {
    return database;
  }

  /** Breaks the connections to the database; new ones can be made. */
  public void breakDatabase() {
    toDatabase.breakAll();
  }

  public File logFile() {
    return process.logFile();
  }

  @Override
  public void close() {
    if (isAlive()) {
      process.close();
    }
    forgetConnections();
    place.close();
    toDatabase.close();
  }
}
