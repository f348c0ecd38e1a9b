package io.bailiwick.bench;

import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The figures of one run.
 *
 * @param name of the workload, and which part of it
 * @param number from 1
 * @param headline what is counted
 * @param seconds of the window
 * @param errors by operation and status, with those of the warm-up
 * @param costs by process; empty where there is no /proc
 * @param machine what the processors did in the window; nothing where there is no /proc
 * @param bySecond what is counted, for each second of the window
 * @param longestStallMs the longest time in which nothing of what is counted ended
 * @param unstarted turns that an open loop could not start
 * @param audit whether it is worth anything
 */
record Run(
    String name,
    int number,
    Operation headline,
    double seconds,
    Map<Operation, Latency> latencies,
    Map<String, Long> errors,
    Map<String, Cost> costs,
    Optional<Machine.Shares> machine,
    List<Series.Second> bySecond,
    long longestStallMs,
    long unstarted,
    Audit audit) {

  /**
   * What a process took.
   *
   * @param cpuMs in the window
   * @param cpuMsEach for one of what is counted
   */
  record Cost(long cpuMs, double cpuMsEach, long memoryBeforeKib, long memoryAfterKib) {}

  static Run of(
      String name, int number, Operation headline, Driver.Measured measured, Audit audit) {
    Map<Operation, Latency> latencies = new EnumMap<>(Operation.class);
    measured
        .tally()
        .series()
        .forEach((operation, series) -> latencies.put(operation, Latency.of(series.timesUs())));
    Series counted = measured.tally().series().getOrDefault(headline, new Series());
    return new Run(
        name,
        number,
        headline,
        measured.seconds(),
        latencies,
        measured.tally().errors(),
        costs(measured, counted.timesUs().getTotalCount()),
        measured
            .before()
            .machine()
            .flatMap(before -> measured.after().machine().map(after -> after.since(before))),
        counted.seconds(measured.seconds()),
        counted.longestStallMs(measured.seconds()),
        measured.unstarted(),
        audit);
  }

  private static Map<String, Cost> costs(Driver.Measured measured, long count) {
    Map<String, Cost> costs = new LinkedHashMap<>();
    measured
        .before()
        .processes()
        .forEach(
            (process, before) -> {
              Proc.Used after = measured.after().processes().get(process);
              long cpuMs = after.cpuMs() - before.cpuMs();
              costs.put(
                  process,
                  new Cost(
                      cpuMs,
                      (double) cpuMs / Math.max(1, count),
                      before.memoryKib(),
                      after.memoryKib()));
            });
    return costs;
  }

  double perSecond() {
    return latency().count() / seconds;
  }

  /** Of what is counted. */
  Latency latency() {
    return latencies.getOrDefault(headline, Latency.NONE);
  }

  long errorCount() {
    return errors.values().stream().mapToLong(Long::longValue).sum();
  }
}
