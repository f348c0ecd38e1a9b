package io.bailiwick.config;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigRenderOptions;
import com.typesafe.config.ConfigValue;
import io.bailiwick.house.SourceTree;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * The reference page of the settings is made from the files and the bounds in the code. With {@code
 * -Dpage.write=true} it is written anew.
 */
class SettingsPageTest {

  private static final Path PAGE = SourceTree.root().resolve("docs/reference/settings.md");

  private static final String HEAD =
      """
      # Settings

      Every setting has a default, and can be given by an environment variable or in a file (HOCON) that `BAILIWICK_CONFIG_FILE` names; the
      environment wins. An unknown key, an unknown variable that begins with `BAILIWICK_`, or a value out of its bounds stops the start with
      exit code 2 and a line that names key, value and bound. Durations and sizes carry their unit (`500ms`, `5s`, `7d`, `256 KiB`); elements
      of a list in a variable are separated by commas.

      The launcher reads two more variables: `BAILIWICK_JAVA_HOME` (the JDK to use) and `BAILIWICK_JAVA_OPTS` (options of the JVM). The admin
      key is also taken from `ADMIN_API_KEY` or `BAILIWICK_ADMIN_API_KEY`.

      This page is made from the code; a test compares them.
      """;

  @Test
  void pageIsThatOfTheCode() throws IOException {
    String page = page();
    if (Boolean.getBoolean("page.write")) {
      Files.createDirectories(PAGE.getParent());
      Files.writeString(PAGE, page);
    }
    assertThat(PAGE)
        .as(
            "to write it anew: mvn -q -pl cluster-config test -Dtest=SettingsPageTest"
                + " -Dpage.write=true")
        .hasContent(page);
  }

  private static String page() {
    Config defaults = SettingSources.defaults();
    SettingReader reader = new SettingReader(defaults.getConfig(SettingReader.ROOT));
    Settings.read(reader);
    Map<String, String> bounds = reader.boundsByKey();

    StringBuilder page = new StringBuilder(HEAD);
    for (String concern : SettingSources.CONCERNS) {
      String section = SettingReader.ROOT + "." + concern;
      page.append("\n## ").append(section).append("\n\n");
      page.append(String.join(" ", defaults.getValue(section).origin().comments()).strip())
          .append("\n\n");
      page.append("| Key | Variable | Default | Bound | Meaning |\n|---|---|---|---|---|\n");
      for (Map.Entry<String, ConfigValue> entry : inOrderOfTheFile(defaults.getConfig(section))) {
        String key = section + "." + entry.getKey();
        page.append(
            "| `%s` | `%s` | `%s` | %s | %s |\n"
                .formatted(
                    entry.getKey(),
                    Environment.variableOf(key),
                    entry
                        .getValue()
                        .render(ConfigRenderOptions.concise())
                        .replace("\"\"", " ")
                        .replace("\"", ""),
                    bounds.get(key).replace("must be ", ""),
                    String.join(
                        " ",
                        entry.getValue().origin().comments().stream()
                            .map(String::strip)
                            .toList())));
      }
    }
    return page.toString();
  }

  private static List<Map.Entry<String, ConfigValue>> inOrderOfTheFile(Config section) {
    return section.root().entrySet().stream()
        .sorted(Comparator.comparingInt(entry -> entry.getValue().origin().lineNumber()))
        .toList();
  }
}
