package io.bailiwick.journal;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads a trace of the system calls of {@link CrashChild} ({@code strace -f -y -s 5000}): was each
 * event flushed to disk before it was acknowledged? Looks for the event's own bytes in the writes
 * to the log, for a flush of the log after that, and for the printed line.
 *
 * @param acknowledged events whose acknowledgement was printed
 * @param tooEarly those of them that had not been written and flushed by then
 * @param flushes of the log
 */
record FlushTrace(int acknowledged, List<String> tooEarly, int flushes) {

  /** The payload that {@link WriterFixture#row} makes: entity, sequence number, and a UUID. */
  private static final Pattern PAYLOAD =
      Pattern.compile("(entity-\\d)(\\d+)[0-9a-f]{8}-[0-9a-f]{4}-");

  private static final Pattern PRINTED = Pattern.compile(" write\\(1<[^\"]*\"(entity-\\d) (\\d+)");

  static FlushTrace read(Path trace, String log) throws IOException {
    Map<String, Boolean> flushed = new HashMap<>();
    List<String> tooEarly = new ArrayList<>();
    int acknowledged = 0;
    int flushes = 0;
    boolean isFlushUnfinished = false;
    for (String line : Files.readAllLines(trace, StandardCharsets.ISO_8859_1)) {
      boolean isOnLog = line.contains(log + ">");
      if (isOnLog && line.contains(" pwrite64(")) {
        PAYLOAD
            .matcher(line)
            .results()
            .forEach(found -> flushed.putIfAbsent(found.group(1) + " " + found.group(2), false));
      } else if (isOnLog && line.contains("sync(") && line.contains("<unfinished")) {
        isFlushUnfinished = true;
      } else if (isOnLog && line.contains("sync(")
          || isFlushUnfinished && line.contains("sync resumed>")) {
        flushes += line.endsWith("= 0") ? 1 : 0;
        isFlushUnfinished = false;
        flushed.replaceAll((event, was) -> was || line.endsWith("= 0"));
      }
      Matcher printed = PRINTED.matcher(line);
      if (printed.find()) {
        String event = printed.group(1) + " " + printed.group(2);
        acknowledged++;
        if (!flushed.getOrDefault(event, false)) {
          tooEarly.add(event);
        }
      }
    }
    return new FlushTrace(acknowledged, tooEarly, flushes);
  }
}
