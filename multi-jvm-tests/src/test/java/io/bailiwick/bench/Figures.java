package io.bailiwick.bench;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bailiwick.harness.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** All figures as JSON in a file. */
final class Figures {
  private Figures() {}

  /**
   * Writes it, with the folders that it needs.
   *
   * @param setup how it was asked for
   * @param summary more members, of all runs together
   */
  static void write(
      Path file,
      Map<String, ?> setup,
      Map<String, String> notes,
      List<Run> runs,
      ObjectNode summary)
      throws IOException {
    ObjectNode all =
        Json.object(
            "setup", setup, "notes", notes, "runs", runs.stream().map(Figures::json).toList());
    all.setAll(summary);
    Path folder = file.toAbsolutePath().getParent();
    if (folder != null) {
      Files.createDirectories(folder);
    }
    Files.writeString(file, all.toPrettyString() + "\n");
  }

  private static ObjectNode json(Run run) {
    ObjectNode json =
        Json.object(
            "workload", run.name(),
            "run", run.number(),
            "counted", run.headline().label(),
            "per_second", run.perSecond(),
            "seconds", run.seconds());
    ObjectNode latencies = json.putObject("latency");
    run.latencies()
        .forEach((operation, latency) -> latencies.set(operation.label(), json(latency)));
    ObjectNode costs = json.putObject("processes");
    run.costs().forEach((process, cost) -> costs.set(process, json(cost)));
    run.machine().ifPresent(machine -> json.set("machine", json(machine)));
    json.set(
        "by_second",
        Json.object(
            "count", run.bySecond().stream().map(Series.Second::count).toList(),
            "worst_ms", run.bySecond().stream().map(Series.Second::worstMs).toList()));
    json.setAll(
        Json.object(
            "longest_stall_ms", run.longestStallMs(),
            "errors", run.errors(),
            "unstarted", run.unstarted(),
            "ledgers_compared", run.audit().ledgers(),
            "failures", run.audit().failures()));
    return json;
  }

  private static ObjectNode json(Machine.Shares machine) {
    return Json.object(
        "idle", machine.idle(),
        "steal", machine.steal(),
        "iowait", machine.iowait(),
        "load", machine.load());
  }

  private static ObjectNode json(Latency latency) {
    return Json.object(
        "count", latency.count(),
        "p50_ms", latency.p50Ms(),
        "p90_ms", latency.p90Ms(),
        "p99_ms", latency.p99Ms(),
        "p99_9_ms", latency.p999Ms(),
        "worst_ms", latency.worstMs());
  }

  private static ObjectNode json(Run.Cost cost) {
    return Json.object(
        "cpu_ms", cost.cpuMs(),
        "cpu_ms_each", cost.cpuMsEach(),
        "memory_before_kib", cost.memoryBeforeKib(),
        "memory_after_kib", cost.memoryAfterKib());
  }
}
