package io.bailiwick.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;

/**
 * What the processors of this machine have done since it started, as Linux tells under /proc.
 *
 * @param ticks of all processors together, whatever they did
 * @param idleTicks nothing to do
 * @param iowaitTicks nothing to do until a disk has answered
 * @param stealTicks taken by others on the same hardware
 * @param load tasks that run or wait for a processor or a disk, averaged over the last minute
 */
record Machine(long ticks, long idleTicks, long iowaitTicks, long stealTicks, double load) {
  private static final Path STAT = Path.of("/proc/stat");
  private static final Path LOAD = Path.of("/proc/loadavg");

  /** Of the fields after the name: user, nice, system, idle, iowait, irq, softirq, steal. */
  private static final int IDLE = 3;

  private static final int IOWAIT = 4;
  private static final int STEAL = 7;

  /**
   * What they did in a window, as shares of all their time, 0 to 1.
   *
   * @param load when the window closed
   */
  record Shares(double idle, double steal, double iowait, double load) {}

  /** Nothing where there is no /proc. */
  static Optional<Machine> now() {
    try {
      return Optional.of(of(Files.readString(STAT), Files.readString(LOAD)));
    } catch (IOException notThere) {
      return Optional.empty();
    }
  }

  /** Of the texts of /proc/stat, whose first line is of all processors, and /proc/loadavg. */
  static Machine of(String stat, String loadavg) {
    String[] fields = stat.lines().findFirst().orElseThrow().split(" +");
    // What guests used comes after, and is in user and nice already.
    long[] ticks =
        Arrays.stream(fields).skip(1).limit(STEAL + 1).mapToLong(Long::parseLong).toArray();
    return new Machine(
        Arrays.stream(ticks).sum(),
        ticks[IDLE],
        ticks[IOWAIT],
        ticks[STEAL],
        Double.parseDouble(loadavg.split(" ")[0]));
  }

  /** What they did since; all zero if no tick has passed. */
  Shares since(Machine before) {
    double passed = Math.max(1, ticks - before.ticks);
    // The kernel may take back a little of its iowait.
    return new Shares(
        Math.max(0, idleTicks - before.idleTicks) / passed,
        Math.max(0, stealTicks - before.stealTicks) / passed,
        Math.max(0, iowaitTicks - before.iowaitTicks) / passed,
        load);
  }
}
