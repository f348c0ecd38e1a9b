package io.bailiwick.config;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigParseOptions;
import com.typesafe.config.ConfigValue;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Where settings come from: the defaults, then a file, then the environment; the last one wins. */
final class SettingSources {

  /** One file of defaults for each concern, in the order of the reference page. */
  static final List<String> CONCERNS =
      List.of(
          "http",
          "store",
          "placement",
          "reservation",
          "scope",
          "tenant",
          "record",
          "bulk",
          "auth",
          "webhook",
          "log",
          "cluster");

  private SettingSources() {}

  /** The defaults with full keys, and with the comments of their files. */
  static Config defaults() {
    Config defaults = ConfigFactory.empty();
    for (String concern : CONCERNS) {
      defaults = defaults.withFallback(resource(concern));
    }
    return defaults.resolve();
  }

  /** Everything under {@code bailiwick}, keys relative to it. */
  static Config merged(Map<String, String> environment, Optional<Path> file) {
    Config defaults = defaults();
    Config fromFile = file.map(path -> file(path, defaults)).orElse(ConfigFactory.empty());
    return Environment.settings(environment, defaults)
        .withFallback(fromFile)
        .withFallback(defaults)
        .getConfig(SettingReader.ROOT);
  }

  static Config resource(String name) {
    return ConfigFactory.parseResources(
        SettingSources.class.getClassLoader(),
        "bailiwick/" + name + ".conf",
        ConfigParseOptions.defaults().setAllowMissing(false));
  }

  private static Config file(Path path, Config defaults) {
    if (!Files.isReadable(path)) {
      throw InvalidSetting.of("the settings file " + path.toAbsolutePath() + " cannot be read");
    }
    Config file;
    try {
      file = ConfigFactory.parseFile(path.toFile()).resolve();
    } catch (ConfigException e) {
      throw InvalidSetting.of("the settings file " + path.toAbsolutePath() + ": " + e.getMessage());
    }
    Set<String> keys =
        defaults.entrySet().stream().map(Map.Entry::getKey).collect(Collectors.toSet());
    for (Map.Entry<String, ConfigValue> entry : file.entrySet()) {
      if (!keys.contains(entry.getKey())) {
        throw InvalidSetting.of(
            entry.getKey(),
            String.valueOf(entry.getValue().unwrapped()),
            entry.getValue().origin().description(),
            "is not a setting of Bailiwick; docs/reference/settings.md lists them all");
      }
    }
    return file;
  }
}
