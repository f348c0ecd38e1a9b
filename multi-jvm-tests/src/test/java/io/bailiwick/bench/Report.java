package io.bailiwick.bench;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bailiwick.harness.Json;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The results: a table on the console, as it grows, and all figures as JSON in a file. */
final class Report {
  /** The workload that the bare route is compared with. */
  static final String W1 = "w1";

  private static final String ROW = "%-24s %3s %10s %8s %8s %8s %8s %8s %6s %-7s %-15s %5s  %s%n";
  private static final double KIB_PER_MIB = 1024;
  private static final int PERCENT = 100;

  private final PrintStream out;
  private final boolean isAtFullSpeed;
  private final List<Run> runs = new ArrayList<>();
  private final Map<String, String> notes = new LinkedHashMap<>();

  /**
   * @param isAtFullSpeed whether connections ask again as soon as they are answered
   */
  Report(PrintStream out, boolean isAtFullSpeed) {
    this.out = out;
    this.isAtFullSpeed = isAtFullSpeed;
  }

  /** Prints the names of the columns. */
  void begin() {
    out.printf(
        ROW,
        "workload",
        "run",
        "per second",
        "p50 ms",
        "p99 ms",
        "p99.9 ms",
        "worst ms",
        "stall ms",
        "errors",
        "ledgers",
        "idle/steal/io %",
        "load",
        "CPU ms each, MiB");
  }

  /** Adds and prints a run. */
  void add(Run run) {
    runs.add(run);
    Latency latency = run.latency();
    out.printf(
        ROW,
        run.name(),
        run.number(),
        number(run.perSecond(), 1),
        number(latency.p50Ms(), 2),
        number(latency.p99Ms(), 2),
        number(latency.p999Ms(), 2),
        number(latency.worstMs(), 1),
        run.longestStallMs(),
        run.errorCount(),
        ledgers(run.audit()),
        run.machine().map(Report::processors).orElse("-"),
        run.machine().map(machine -> number(machine.load(), 1)).orElse("-"),
        costs(run));
    run.audit().failures().forEach(failure -> out.println("  WRONG: " + failure));
    if (run.errorCount() > 0) {
      out.println("  errors: " + run.errors());
    }
    if (run.unstarted() > 0) {
      out.println("  no connection was free to start: " + run.unstarted());
    }
  }

  /** Says and keeps something that is not a run's. */
  void note(String name, String text) {
    notes.put(name, text);
    out.println("  " + name + ": " + text);
  }

  /** Prints medians and ranges, and the latency of each operation. */
  void summarize() {
    out.printf("%nmedian (least-most) of the runs%n");
    byName()
        .forEach(
            (name, same) -> {
              out.printf(
                  "%-24s %s %s/s%n",
                  name, spread(same, Run::perSecond).text(1), same.getFirst().headline().label());
              out.printf(
                  "  %-22s %s ms%n",
                  "longest stall", spread(same, run -> run.longestStallMs()).text(0));
              summarizeMachine(same);
              same.getFirst().latencies().keySet().forEach(op -> summarize(op, same));
              same.getFirst().costs().keySet().forEach(process -> summarize(process, same));
            });
    limitShare()
        .ifPresent(
            share ->
                out.printf(
                    "w1's requests per second are %s %% of the bare route's (limit).%n",
                    number(share * PERCENT, 1)));
    long wrong = failures();
    out.println(wrong == 0 ? "All ledgers add up." : wrong + " runs are worthless.");
  }

  private void summarizeMachine(List<Run> same) {
    List<Machine.Shares> machines = same.stream().flatMap(run -> run.machine().stream()).toList();
    if (!machines.isEmpty()) {
      out.printf(
          "  %-22s idle %s %%, steal %s %%, iowait %s %%, load %s%n",
          "machine",
          spread(machines, machine -> machine.idle() * PERCENT).text(0),
          spread(machines, machine -> machine.steal() * PERCENT).text(0),
          spread(machines, machine -> machine.iowait() * PERCENT).text(0),
          spread(machines, Machine.Shares::load).text(1));
    }
  }

  private void summarize(Operation operation, List<Run> same) {
    out.printf(
        "  %-22s p50 %s ms, p99 %s ms%n",
        operation.label(),
        spread(same, run -> latency(run, operation).p50Ms()).text(2),
        spread(same, run -> latency(run, operation).p99Ms()).text(2));
  }

  private void summarize(String process, List<Run> same) {
    out.printf(
        "  %-22s %s CPU ms each, %s MiB%n",
        process,
        spread(same, run -> run.costs().get(process).cpuMsEach()).text(3),
        spread(same, run -> run.costs().get(process).memoryAfterKib() / KIB_PER_MIB).text(0));
  }

  /** How many runs are worthless. */
  long failures() {
    return runs.stream().filter(run -> !run.audit().failures().isEmpty()).count();
  }

  /** Everything, with how it was asked for. */
  void write(Path file, Map<String, ?> setup) throws IOException {
    ObjectNode medians = Json.object();
    byName().forEach((name, same) -> medians.putPOJO(name, spread(same, Run::perSecond)));
    ObjectNode summary = Json.object("per_second", medians);
    limitShare().ifPresent(share -> summary.put("w1_share_of_limit", share));
    Figures.write(file, setup, notes, runs, summary);
    out.println("All figures: " + file);
  }

  /** Of the bare route's rate, w1's; nothing unless both ran well, and as fast as they could. */
  private OptionalDouble limitShare() {
    List<Run> server = byName().getOrDefault(W1, List.of());
    List<Run> bare = byName().getOrDefault(Limit.NAME, List.of());
    boolean isComparable =
        isAtFullSpeed
            && Stream.concat(server.stream(), bare.stream())
                .allMatch(run -> run.audit().failures().isEmpty());
    return server.isEmpty() || bare.isEmpty() || !isComparable
        ? OptionalDouble.empty()
        : OptionalDouble.of(
            spread(server, Run::perSecond).median() / spread(bare, Run::perSecond).median());
  }

  private Map<String, List<Run>> byName() {
    return runs.stream()
        .collect(Collectors.groupingBy(Run::name, LinkedHashMap::new, Collectors.toList()));
  }

  private static <T> Spread spread(List<T> all, ToDoubleFunction<T> figure) {
    return Spread.of(all.stream().map(figure::applyAsDouble).toList());
  }

  private static Latency latency(Run run, Operation operation) {
    return run.latencies().getOrDefault(operation, Latency.NONE);
  }

  private static String costs(Run run) {
    return run.costs().entrySet().stream()
        .map(
            cost ->
                String.format(
                    Locale.ROOT,
                    "%s %.3f %.0f",
                    cost.getKey(),
                    cost.getValue().cpuMsEach(),
                    cost.getValue().memoryAfterKib() / KIB_PER_MIB))
        .collect(Collectors.joining(", "));
  }

  private static String processors(Machine.Shares machine) {
    return String.format(
        Locale.ROOT,
        "%.0f/%.0f/%.0f",
        machine.idle() * PERCENT,
        machine.steal() * PERCENT,
        machine.iowait() * PERCENT);
  }

  private static String ledgers(Audit audit) {
    if (!audit.failures().isEmpty()) {
      return "WRONG";
    }
    return audit.ledgers() == 0 ? "none" : "add up";
  }

  private static String number(double figure, int decimals) {
    return String.format(Locale.ROOT, "%." + decimals + "f", figure);
  }
}
