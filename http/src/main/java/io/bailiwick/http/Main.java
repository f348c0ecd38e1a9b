package io.bailiwick.http;

import io.bailiwick.config.InvalidSetting;
import io.bailiwick.config.Settings;
import io.bailiwick.config.StoreSettings;
import io.bailiwick.entity.Authority;
import io.bailiwick.http.auth.Secrets;
import io.bailiwick.http.trace.LogSetup;
import io.bailiwick.journal.Store;
import io.bailiwick.journal.StoreOpenException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Entry point of the server process. The launcher passes its command and the options after it.
 *
 * <p>What its exit codes mean is said in {@link ExitCode}.
 */
public final class Main {
  /** Adds something to play with, and prints requests to paste. */
  private static final String DEMO = "--demo";

  /** Stops as soon as it is ready. */
  private static final String UNTIL_READY = "--until-ready";

  /** What {@link #DEMO} does, then works for itself for a while, and stops. */
  private static final String PRACTICE = "--practice";

  private static final List<String> OPTIONS = List.of(DEMO, UNTIL_READY, PRACTICE);

  private Main() {}

  /**
   * Runs the command.
   *
   * @param args {@code version}, or {@code start} and its options
   */
  public static void main(String[] args) {
    List<String> arguments = List.of(args);
    String command = arguments.isEmpty() ? "start" : arguments.getFirst();
    List<String> options = arguments.subList(Math.min(1, arguments.size()), arguments.size());
    switch (command) {
      case "version" ->
          System.out.println("bailiwick " + Main.class.getPackage().getImplementationVersion());
      case "start" -> start(options);
      default -> end(ExitCode.MISUSED, "there is no command " + command);
    }
  }

  private static void start(List<String> options) {
    for (String option : options) {
      if (!OPTIONS.contains(option)) {
        end(ExitCode.MISUSED, "there is no option " + option);
      }
    }
    try {
      Settings settings = Settings.load(System.getenv());
      LogSetup.apply(settings.log());
      run(settings, options);
    } catch (InvalidSetting e) {
      end(ExitCode.MISUSED, e.getMessage());
    } catch (StoreOpenException | UncheckedIOException e) {
      end(ExitCode.FAILED, e.getMessage());
    } catch (RuntimeException e) {
      logger().error("the server cannot start: a bug", e);
      System.exit(ExitCode.FAILED.number());
    }
  }

  private static void run(Settings settings, List<String> options) {
    if (options.contains(PRACTICE) && !isNew(settings.store())) {
      end(
          ExitCode.MISUSED,
          PRACTICE + " is for an embedded store in a folder that is not there yet");
    }
    InstantSource clock = InstantSource.system();
    Store store = Store.open(settings.store(), Authority.occupancy(settings), clock);
    Secrets secrets = Secrets.of(settings.auth(), folder(settings.store().dataDir()));
    if (secrets.adminKeyIsNew()) {
      System.err.printf(
          "The admin key, shown this once and kept in %s: %s%n",
          settings.store().dataDir().resolve("admin-key"), secrets.adminKey().value());
    }
    Server server = Server.start(settings, store, secrets, clock);
    AtomicReference<ExitCode> exitCode = new AtomicReference<>(ExitCode.STOPPED);
    AtomicBoolean isStopping = new AtomicBoolean();
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread(
                () -> {
                  isStopping.set(true);
                  server.stop();
                  // The virtual machine's own code would say that a signal has killed it.
                  Runtime.getRuntime().halt(exitCode.get().number());
                },
                "stop"));
    server
        .whenReady()
        .thenCompose(
            ready ->
                options.contains(DEMO)
                    ? server.demo().prepare().thenAccept(there -> System.out.print(there.text()))
                    : done())
        .thenAccept(
            ready -> {
              server.serve();
              logger().info("ready on {}", server.listeners());
            })
        .thenCompose(ready -> options.contains(PRACTICE) ? practice(server) : done())
        .whenComplete(
            (ready, failure) -> {
              if (failure == null) {
                if (options.contains(UNTIL_READY) || options.contains(PRACTICE)) {
                  new Thread(() -> System.exit(0), "exit").start();
                }
              } else if (!server.system().getWhenTerminated().toCompletableFuture().isDone()) {
                exitCode.set(ExitCode.FAILED);
                end(ExitCode.FAILED, failure.getMessage());
              }
            });
    store
        .taken()
        .thenAccept(
            sentence -> {
              exitCode.set(ExitCode.FAILED);
              new Thread(() -> end(ExitCode.FAILED, sentence), "exit").start();
            });
    // A node without actors, such as one that was voted out of its cluster, is of no more use.
    server
        .system()
        .getWhenTerminated()
        .whenComplete(
            (done, failure) -> {
              if (!isStopping.get()) {
                exitCode.set(ExitCode.of(server.departure()));
                new Thread(() -> end(exitCode.get(), server.departure().toString()), "exit")
                    .start();
              }
            });
  }

  private static boolean isNew(StoreSettings store) {
    return store.kind() == StoreSettings.Kind.EMBEDDED && Files.notExists(store.dataDir());
  }

  private static CompletionStage<Void> practice(Server server) {
    return server
        .demo()
        .prepare()
        .thenCompose(there -> new Practice(server.listeners().port(), there.secret()).run());
  }

  private static CompletionStage<Void> done() {
    return CompletableFuture.completedFuture(null);
  }

  private static Path folder(Path folder) {
    try {
      return Files.createDirectories(folder);
    } catch (IOException e) {
      throw new UncheckedIOException("the folder " + folder + " cannot be used: " + e, e);
    }
  }

  /** Not a constant: the log is set up after this class is loaded. */
  private static Logger logger() {
    return LoggerFactory.getLogger(Main.class);
  }

  private static void end(ExitCode exitCode, String message) {
    System.err.println("bailiwick: " + message);
    System.exit(exitCode.number());
  }
}
