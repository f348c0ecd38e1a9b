package io.bailiwick.cluster;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What another JVM keeps in its heap, as the JDK's own tool says. */
final class Heap {
  private static final Pattern USED =
      Pattern.compile("(?:generation|DefNew|Tenured).* used (\\d+)K");

  private Heap() {}

  /** Bytes that are left after a collection of everything. */
  static long liveBytes(long pid) {
    jcmd(pid, "GC.run");
    Matcher used = USED.matcher(jcmd(pid, "GC.heap_info"));
    long kib = 0;
    int generations = 0;
    while (used.find()) {
      kib += Long.parseLong(used.group(1));
      generations++;
    }
    if (generations != 2) {
      throw new IllegalStateException(generations + " generations in what jcmd says");
    }
    return kib << 10;
  }

  private static String jcmd(long pid, String command) {
    Path tool = Path.of(System.getProperty("java.home"), "bin", "jcmd");
    try {
      Process process =
          new ProcessBuilder(tool.toString(), Long.toString(pid), command)
              .redirectErrorStream(true)
              .start();
      return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
