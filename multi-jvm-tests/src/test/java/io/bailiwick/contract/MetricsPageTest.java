package io.bailiwick.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** docs/reference/metrics.md names what the code measures, and nothing else. */
class MetricsPageTest {
  private static final Pattern CALL =
      Pattern.compile("meters\\.(count|time|size|gauge)\\(([^;]*);");
  private static final Pattern NAME = Pattern.compile("\"((?:cycles|bailiwick|http)\\.[a-z.]+)\"");
  private static final Pattern ROW =
      Pattern.compile("^\\| `([a-z_]+)` \\| ([a-z]+) \\|", Pattern.MULTILINE);

  /** The word of the page for a way into the registry. */
  private static final Map<String, String> TYPES =
      Map.of("count", "counter", "time", "timer", "size", "size", "gauge", "gauge");

  /** Names as Prometheus has them, and their types. */
  private static Map<String, String> measured() throws IOException {
    Map<String, String> found = new TreeMap<>();
    try (Stream<Path> files = Files.walk(Repository.path("http/src/main/java"))) {
      for (Path file : files.filter(path -> path.toString().endsWith(".java")).toList()) {
        for (MatchResult call : CALL.matcher(Files.readString(file)).results().toList()) {
          String type = TYPES.get(call.group(1));
          NAME.matcher(call.group(2))
              .results()
              .map(name -> name.group(1).replace('.', '_'))
              .forEach(name -> found.put(type.equals("counter") ? name + "_total" : name, type));
        }
      }
    }
    return found;
  }

  @Test
  void thePageNamesWhatIsMeasured() throws IOException {
    Map<String, String> said = new TreeMap<>();
    ROW.matcher(Repository.text("docs/reference/metrics.md"))
        .results()
        .forEach(row -> said.put(row.group(1), row.group(2)));
    assertThat(said).isNotEmpty().isEqualTo(measured());
  }
}
