package io.bailiwick.bench;

import io.bailiwick.harness.Packaged;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/** The command. Ends with 0 if every ledger added up, 1 if one did not, 2 if asked wrongly. */
final class Bench {
  private static final String USAGE =
      """
      usage: multi-jvm-tests/bench [WORKLOAD...] [--OPTION VALUE...]
      Measures a server that speaks the Cycles protocol; without --url it starts its own.
      """;

  private Bench() {}

  public static void main(String[] arguments) throws IOException {
    Options options;
    try {
      options = Options.of(arguments);
    } catch (IllegalArgumentException wrong) {
      System.err.println("bench: " + wrong.getMessage());
      System.err.print(USAGE);
      for (Workload workload : Workload.values()) {
        System.err.println("  " + workload.label() + "  " + workload.what());
      }
      System.exit(2);
      return;
    }
    Report report = measure(options);
    System.exit(report.failures() == 0 ? 0 : 1);
  }

  private static Report measure(Options options) throws IOException {
    Instant startedAt = Instant.now();
    Target target = options.isOwnServer() ? OwnServer.start(options.store()) : named(options);
    Report report = new Report(System.out, options.ratePerSecond() == 0);
    Session session = new Session(target, options, report);
    report.begin();
    for (Workload workload : options.workloads()) {
      workload.measure(session);
    }
    report.summarize();
    Map<String, String> setup = new LinkedHashMap<>(options.told());
    setup.put("started_at", startedAt.toString());
    setup.put("processors", Integer.toString(Runtime.getRuntime().availableProcessors()));
    setup.put("java", Runtime.version().toString());
    report.write(file(options, startedAt), setup);
    return report;
  }

  private static Target named(Options options) {
    return new Target(
        options.urls().stream().map(Target::address).toList(),
        Target.address(options.adminUrl()),
        options.adminKey(),
        options.pids());
  }

  private static Path file(Options options, Instant startedAt) {
    return options.out().isEmpty()
        ? Packaged.root()
            .resolve("multi-jvm-tests/target/bench")
            .resolve(startedAt.getEpochSecond() + ".json")
        : Path.of(options.out());
  }
}
