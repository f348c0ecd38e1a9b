package io.bailiwick.bench;

import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The figures of one run.
 *
 * @param name of the workload, and which part of it
 * @param number from 1
 * @param headline what is counted
 * @param errors by operation and status, with those of the warm-up
 * @param costs by process; empty where there is no /proc
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
        .timesUs()
        .forEach((operation, times) -> latencies.put(operation, Latency.of(times)));
    long count = latencies.getOrDefault(headline, Latency.NONE).count();
    Map<String, Cost> costs = new LinkedHashMap<>();
    measured
        .before()
        .forEach(
            (process, before) -> {
              Proc.Used after = measured.after().get(process);
              long cpuMs = after.cpuMs() - before.cpuMs();
              costs.put(
                  process,
                  new Cost(
                      cpuMs,
                      (double) cpuMs / Math.max(1, count),
                      before.memoryKib(),
                      after.memoryKib()));
            });
    return new Run(
        name,
        number,
        headline,
        measured.seconds(),
        latencies,
        measured.tally().errors(),
        costs,
        measured.unstarted(),
        audit);
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
