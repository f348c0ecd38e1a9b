package io.bailiwick.harness;

import static org.awaitility.Awaitility.await;

import io.bailiwick.contract.ResponseContract;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.awaitility.core.ConditionTimeoutException;

/**
 * A server in a process of its own, started by the launcher that people use. Whatever happens to
 * the tests, the process ends with them.
 */
public final class ServerProcess implements AutoCloseable {
  /** Loaded machines start slowly; what a start should take is a test of its own. */
  private static final Duration READY_WITHIN = Duration.ofSeconds(40);

  private static final Duration GONE_WITHIN = Duration.ofSeconds(30);
  private static final int LOG_LINES_SHOWN = 60;

  private static final Set<ServerProcess> LIVE = ConcurrentHashMap.newKeySet();
  private static final Map<String, ResponseContract> CONTRACTS = new ConcurrentHashMap<>();

  static {
    Runtime.getRuntime()
        .addShutdownHook(new Thread(() -> LIVE.forEach(live -> live.process.destroyForcibly())));
  }

  private final ServerSetup setup;
  private final Process process;
  private final File log;
  private final long startedAtNs = System.nanoTime();
  private Duration startTook;
  private Client client;

  private ServerProcess(ServerSetup setup, Process process, File log) {
    this.setup = setup;
    this.process = process;
    this.log = log;
  }

  /** Starts a server, and does not wait. */
  public static ServerProcess launch(ServerSetup setup) {
    return launch(setup, List.of());
  }

  /**
   * The same somewhere else.
   *
   * @param there what is put before a command to run it there
   */
  static ServerProcess launch(ServerSetup setup, List<String> there) {
    Path folder = Packaged.scratch();
    try {
      Files.createDirectories(setup.dataDir().getParent());
      File log = folder.resolve(setup.name() + "-" + setup.port() + ".log").toFile();
      ProcessBuilder builder =
          new ProcessBuilder(
              Stream.of(
                      there,
                      List.of("bash", Packaged.launcher().toString(), "start"),
                      setup.arguments())
                  .flatMap(List::stream)
                  .toList());
      builder.environment().keySet().removeIf(name -> name.startsWith("BAILIWICK_"));
      builder.environment().remove("ADMIN_API_KEY");
      builder.environment().put("BAILIWICK_JAVA_HOME", System.getProperty("java.home"));
      builder.environment().putAll(setup.settings());
      builder.directory(setup.dataDir().getParent().toFile());
      builder.redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.appendTo(log));
      ServerProcess server = new ServerProcess(setup, builder.start(), log);
      LIVE.add(server);
      return server;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Starts a server and waits until it serves. */
  public static ServerProcess start(ServerSetup setup) {
    return launch(setup).awaitReady();
  }

  public static ServerProcess start(StoreKind store, String name) {
    return start(ServerSetup.on(store, name));
  }

  /** Waits for the first 200 of /readiness. */
  public ServerProcess awaitReady() {
    return awaitReady(READY_WITHIN);
  }

  /** Waits no longer than that. */
  ServerProcess awaitReady(Duration within) {
    try {
      await()
          .atMost(within)
          .pollDelay(Duration.ZERO)
          .pollInterval(Duration.ofMillis(20))
          .until(() -> isReady() || !process.isAlive());
    } catch (ConditionTimeoutException e) {
      String said = logTail();
      close();
      throw new AssertionError("not ready after " + within + ":\n" + said, e);
    }
    if (!process.isAlive()) {
      throw new AssertionError("the server stopped by itself:\n" + logTail());
    }
    startTook = Duration.ofNanos(System.nanoTime() - startedAtNs);
    ResponseContract contract = CONTRACTS.computeIfAbsent(document(), ResponseContract::of);
    client = new Client(setup.address(), contract);
    return this;
  }

  /** Whether it says so now. */
  boolean isReady() {
    try (HttpConnection connection = connect()) {
      return connection.exchange(Request.get("/readiness")).status() == 200;
    } catch (IOException notYet) {
      return false;
    }
  }

  private HttpConnection connect() throws IOException {
    return new HttpConnection(setup.address(), HttpConnection.ANSWER_WITHIN);
  }

  private String document() {
    try (HttpConnection connection = connect()) {
      return connection.exchange(Request.get("/openapi.yaml")).body();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Judges every answer. */
  public Client client() {
    return client;
  }

  public Operator operator() {
    return new Operator(client, ServerSetup.ADMIN_KEY);
  }

  public ServerSetup setup() {
    return setup;
  }

  public int port() {
    return setup.port();
  }

  public long pid() {
    return process.pid();
  }

  /** From the launch to the first 200 of /readiness. */
  public Duration startTook() {
    return startTook;
  }

  public boolean isAlive() {
    return process.isAlive();
  }

  /** What a process did when it was asked to stop. */
  public record Stopped(int exitCode, Duration took) {}

  /** SIGTERM, and waits for the end. */
  public Stopped terminate() {
    long from = System.nanoTime();
    process.destroy();
    int exitCode = awaitEnd(GONE_WITHIN);
    return new Stopped(exitCode, Duration.ofNanos(System.nanoTime() - from));
  }

  /** kill -9, and waits until the process is gone. */
  public void kill() {
    process.destroyForcibly();
    awaitEnd(GONE_WITHIN);
  }

  /** The exit code of a process that ends by itself. */
  public int awaitEnd(Duration within) {
    try {
      if (!process.waitFor(within.toMillis(), TimeUnit.MILLISECONDS)) {
        throw new AssertionError("still running after " + within + ":\n" + logTail());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
    LIVE.remove(this);
    if (client != null) {
      client.close();
    }
    return process.exitValue();
  }

  /** SIGSTOP: the process is there and does nothing. */
  public void pause() {
    Signal.STOP.send(pid());
  }

  /** SIGCONT. */
  public void resume() {
    Signal.CONT.send(pid());
  }

  /** Memory of the process that is really there, in KiB. */
  public long residentKib() {
    try (Stream<String> lines = Files.lines(Path.of("/proc/" + pid() + "/status"))) {
      return lines
          .filter(line -> line.startsWith("VmRSS:"))
          .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")))
          .findFirst()
          .orElseThrow();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Where {@link #log} is kept. */
  public File logFile() {
    return log;
  }

  /** All that this server and those before it on the same data have printed. */
  public String log() {
    try {
      return Files.readString(log.toPath());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  String logTail() {
    List<String> lines = log().lines().toList();
    int from = Math.max(0, lines.size() - LOG_LINES_SHOWN);
    return log + ":\n" + String.join("\n", lines.subList(from, lines.size()));
  }

  /** Those that run now. */
  static Set<ServerProcess> live() {
    return LIVE;
  }

  /** Ends the process without ceremony. Its data stays, for a restart. */
  @Override
  public void close() {
    if (process.isAlive()) {
      kill();
    }
    LIVE.remove(this);
  }
}
