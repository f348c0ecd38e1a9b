package io.bailiwick.config;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigValue;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class SettingCoverageTest {

  private final Config defaults = SettingSources.defaults();

  @Test
  void everyKeyOfTheFilesIsReadIntoARecord() {
    SettingReader reader = new SettingReader(defaults.getConfig(SettingReader.ROOT));
    Settings.read(reader);

    assertThat(reader.boundsByKey().keySet()).containsExactlyInAnyOrderElementsOf(keys());
  }

  @Test
  void everyKeySaysWhatItMeansAndWhetherNodesMustAgree() {
    for (Map.Entry<String, ConfigValue> entry : defaults.entrySet()) {
      String comment = String.join("", entry.getValue().origin().comments()).strip();
      assertThat(comment).as(entry.getKey()).matches("\\S.*\\. (Node-local|Cluster-wide)\\.");
    }
  }

  @Test
  void everyKeyHasAVariableOfItsOwn() {
    Set<String> variables =
        keys().stream().map(Environment::variableOf).collect(Collectors.toSet());

    assertThat(variables).hasSameSizeAs(keys());
    assertThat(variables).contains("BAILIWICK_HTTP_MAX_BODY_BYTES");
  }

  @Test
  void everyDefaultCanBeGivenByItsVariable() {
    for (Map.Entry<String, ConfigValue> entry : defaults.entrySet()) {
      String variable = Environment.variableOf(entry.getKey());
      Object value = entry.getValue().unwrapped();
      String text =
          value instanceof List<?> list
              ? String.join(",", list.stream().map(String::valueOf).toList())
              : value.toString();

      assertThat(Settings.load(Map.of(variable, text)))
          .as(variable)
          .isEqualTo(Settings.load(Map.of()));
    }
  }

  @Test
  void systemPropertiesOfTheProcessAreNoSettings() {
    System.setProperty("bailiwick.http.port", "1");
    try {
      ConfigFactory.invalidateCaches();
      assertThat(Settings.load(Map.of()).http().port()).isEqualTo(7878);
    } finally {
      System.clearProperty("bailiwick.http.port");
      ConfigFactory.invalidateCaches();
    }
  }

  private Set<String> keys() {
    return defaults.entrySet().stream()
        .map(Map.Entry::getKey)
        .collect(Collectors.toCollection(TreeSet::new));
  }
}
