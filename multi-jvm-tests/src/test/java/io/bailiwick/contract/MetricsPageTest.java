package io.bailiwick.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** docs/reference/metrics.md has every metric of the code, and no other. */
class MetricsPageTest {
  private static final Pattern IN_CODE =
      Pattern.compile("\"((?:bailiwick|cycles|http\\.server)\\.[a-z.]+[a-z])\"");
  private static final Pattern ON_PAGE = Pattern.compile("(?m)^\\| `([a-z.]+)` \\| ");

  @Test
  void thePageHasEveryMetricOfTheCodeAndNoOther() {
    assertThat(found(ON_PAGE, Repository.text("docs/reference/metrics.md")))
        .isEqualTo(found(IN_CODE, code()))
        .hasSizeGreaterThan(30);
  }

  private static Set<String> found(Pattern pattern, String text) {
    return pattern
        .matcher(text)
        .results()
        .map(match -> match.group(1))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static String code() {
    try (Stream<Path> files = Files.walk(Repository.path("http/src/main/java/io/bailiwick/http"))) {
      return files
          .filter(file -> file.toString().endsWith(".java"))
          .map(MetricsPageTest::text)
          .collect(Collectors.joining("\n"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
