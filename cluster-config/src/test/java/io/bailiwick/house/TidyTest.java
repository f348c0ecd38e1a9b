package io.bailiwick.house;

import static org.assertj.core.api.Assertions.assertThat;

import io.bailiwick.house.SourceTree.Source;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The rules of the house that a machine can check, on every Java file of every module. See
 * docs/STYLE.md.
 */
class TidyTest {

  private static final int MAIN_LINES_MAX = 300;
  private static final int TEST_LINES_MAX = 400;

  /**
   * Files that are longer than they may be, with their length. Entries may shrink and vanish; none
   * is ever added.
   */
  private static final Map<String, Integer> TOO_LONG = Map.of();

  private static final Pattern PUT_OFF = Pattern.compile("\\b(TODO|FIXME)\\b");
  private static final Pattern TOP_LEVEL_TYPE =
      Pattern.compile(
          "(?m)^(public |final |abstract |sealed |non-sealed"
              + " )*(class|interface|record|enum|@interface) ");

  private final List<Source> sources = SourceTree.all();

  @ParameterizedTest
  @EnumSource(TidyRule.class)
  void everySourceKeeps(TidyRule rule) {
    assertThat(sources.stream().flatMap(source -> rule.violations(source).stream())).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(ImportRule.class)
  void everySourceKeeps(ImportRule rule) {
    assertThat(sources.stream().flatMap(source -> rule.violations(source).stream())).isEmpty();
  }

  @Test
  void noSourceIsTooLong() {
    for (Source source : sources) {
      int lines = source.lines().size();
      Integer excused = TOO_LONG.get(source.path().toString());
      if (excused != null) {
        assertThat(lines)
            .as("the excuse of %s, which only shrinks", source.path())
            .isEqualTo(excused);
      } else {
        assertThat(lines)
            .as("lines of %s", source.path())
            .isLessThanOrEqualTo(source.isMain() ? MAIN_LINES_MAX : TEST_LINES_MAX);
      }
    }
  }

  @Test
  void everyFolderSaysWhyItExists() {
    Set<String> explained =
        sources.stream()
            .filter(source -> source.className().equals("package-info"))
            .map(source -> source.module() + " " + source.packageName())
            .collect(Collectors.toSet());
    Set<String> all =
        sources.stream()
            .map(source -> source.module() + " " + source.packageName())
            .collect(Collectors.toCollection(TreeSet::new));

    assertThat(all).allSatisfy(folder -> assertThat(explained).contains(folder));
  }

  @Test
  void everyMainTypeSaysItsRole() {
    for (Source source : sources) {
      var type = TOP_LEVEL_TYPE.matcher(source.text());
      if (source.isMain() && type.find()) {
        assertThat(source.text().substring(0, type.start()))
            .as("comment of %s", source.path())
            .contains("/**");
      }
    }
  }

  @Test
  void nothingIsPutOff() throws IOException {
    for (Path file : SourceTree.files()) {
      if (!file.endsWith("TidyTest.java") && PUT_OFF.matcher(Files.readString(file)).find()) {
        assertThat(file).as("a file with a note to self").isNull();
      }
    }
  }

  @Test
  void topLevelOfTheRepositoryIsTheHouse() throws IOException {
    try (Stream<Path> entries = Files.list(SourceTree.root())) {
      assertThat(
              entries
                  .map(entry -> entry.getFileName().toString())
                  .filter(name -> !name.startsWith(".")))
          .isSubsetOf(
              "pom.xml",
              "README.md",
              "engine",
              "http",
              "cluster-config",
              "multi-jvm-tests",
              "docs",
              "target",
              "data");
    }
  }
}
