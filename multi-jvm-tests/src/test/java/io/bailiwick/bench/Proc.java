package io.bailiwick.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;

/** CPU time and memory of processes, as Linux tells them under /proc. */
final class Proc {
  /** A clock tick of /proc on every architecture that Linux is used on: USER_HZ is 100. */
  private static final long MS_PER_TICK = 10;

  /** Of utime, stime and the two of children that have ended, in what follows the name. */
  private static final int UTIME = 11;

  private static final int CSTIME = 14;

  /**
   * What was used so far.
   *
   * @param cpuMs of the process and those below it, also those that have ended
   * @param memoryKib that is there for them; what they share counts once
   */
  record Used(long cpuMs, long memoryKib) {
    static final Used NOTHING = new Used(0, 0);

    Used plus(Used other) {
      return new Used(cpuMs + other.cpuMs, memoryKib + other.memoryKib);
    }
  }

  private Proc() {}

  /** Whether this system has /proc. */
  static boolean isThere() {
    return Files.isReadable(Path.of("/proc/self/stat"));
  }

  /** Of one process; nothing when it is gone. */
  static Used of(long pid) {
    Path folder = Path.of("/proc/" + pid);
    try {
      long cpuMs = cpuMs(Files.readString(folder.resolve("stat")));
      return new Used(cpuMs, memoryKib(folder));
    } catch (IOException gone) {
      return Used.NOTHING;
    }
  }

  /** Of a process and all below it, such as a database and its sessions. */
  static Used ofTree(long pid) {
    try (Stream<ProcessHandle> below =
        ProcessHandle.of(pid).stream().flatMap(ProcessHandle::descendants)) {
      return below.map(one -> of(one.pid())).reduce(of(pid), Used::plus);
    }
  }

  /** Of a line of /proc/PID/stat. The name of the process may have spaces and parentheses in it. */
  static long cpuMs(String stat) {
    String[] fields = stat.substring(stat.lastIndexOf(')') + 1).strip().split(" ");
    long ticks = 0;
    for (int i = UTIME; i <= CSTIME; i++) {
      ticks += Long.parseLong(fields[i]);
    }
    return ticks * MS_PER_TICK;
  }

  /** The value of a line such as {@code Pss: 1234 kB}. */
  static Optional<Long> kib(String text, String name) {
    return text.lines()
        .filter(line -> line.startsWith(name + ":"))
        .map(line -> Long.parseLong(line.replaceAll("[^0-9]", "")))
        .findFirst();
  }

  /** The proportional share where it may be read, or else all that is resident. */
  private static long memoryKib(Path folder) throws IOException {
    Path shares = folder.resolve("smaps_rollup");
    try {
      return kib(Files.readString(shares), "Pss").orElse(0L);
    } catch (IOException notOurs) {
      return kib(Files.readString(folder.resolve("status")), "VmRSS").orElse(0L);
    }
  }
}
