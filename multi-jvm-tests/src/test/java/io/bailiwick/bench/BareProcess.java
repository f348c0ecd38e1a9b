package io.bailiwick.bench;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.bailiwick.harness.Packaged;
import io.bailiwick.harness.ServerSetup;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * {@link BareRoute} in a process of its own, with the virtual machine, the options and the
 * libraries of a server that runs.
 */
final class BareProcess implements AutoCloseable {
  private static final Duration READY_WITHIN = Duration.ofSeconds(40);
  private static final Duration POLL_EVERY = Duration.ofMillis(50);

  private final Process process;
  private final InetSocketAddress address;

  private BareProcess(Process process, InetSocketAddress address) {
    this.process = process;
    this.address = address;
  }

  /**
   * Starts it, and waits until it listens.
   *
   * @param serverPid of a packaged server that runs
   * @param answers what it answers, as {@link BareRoute} reads it
   */
  static BareProcess start(long serverPid, JsonNode answers) {
    InetSocketAddress address =
        new InetSocketAddress(InetAddress.getLoopbackAddress(), ServerSetup.freePort());
    Path folder = Packaged.scratch();
    File log = folder.resolve("bare-" + address.getPort() + ".log").toFile();
    Path file = folder.resolve("bare-" + address.getPort() + ".json");
    try {
      Files.writeString(file, answers.toString());
      List<String> command = new ArrayList<>(virtualMachine(serverPid));
      command.addAll(
          List.of(
              "-cp",
              classes() + File.pathSeparator + Packaged.jar(),
              BareRoute.class.getName(),
              Integer.toString(address.getPort()),
              file.toString()));
      Process process =
          new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log).start();
      await("the bare route, which says why not in " + log)
          .atMost(READY_WITHIN)
          .pollInterval(POLL_EVERY)
          .failFast(() -> !process.isAlive())
          .until(() -> listens(address));
      return new BareProcess(process, address);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What is measured there. */
  Target target() {
    return new Target(List.of(address), address, "", Map.of("bare route", process.pid()));
  }

  /** The command of a server that runs, up to what it runs. */
  private static List<String> virtualMachine(long pid) {
    ProcessHandle.Info info = ProcessHandle.of(pid).orElseThrow().info();
    List<String> command = new ArrayList<>(List.of(info.command().orElseThrow()));
    List<String> arguments = Arrays.asList(info.arguments().orElseThrow());
    int end = arguments.indexOf("-jar");
    if (end < 0) {
      throw new IllegalStateException("a server that is started in another way: " + arguments);
    }
    // An archive of classes only makes a start faster, and this is another class path.
    arguments.subList(0, end).stream()
        .filter(option -> !option.startsWith("-XX:AOTCache="))
        .forEach(command::add);
    return command;
  }

  private static Path classes() {
    URI here =
        URI.create(
            BareProcess.class.getProtectionDomain().getCodeSource().getLocation().toExternalForm());
    return Path.of(here);
  }

  private static boolean listens(InetSocketAddress address) {
    try (Socket socket = new Socket()) {
      socket.connect(address, (int) POLL_EVERY.toMillis());
      return true;
    } catch (IOException notYet) {
      return false;
    }
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
