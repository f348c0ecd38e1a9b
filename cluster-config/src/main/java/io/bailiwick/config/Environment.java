package io.bailiwick.config;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueFactory;
import com.typesafe.config.ConfigValueType;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Environment variables as settings. The name follows from the key, so that no variable has to be
 * written down twice: {@code bailiwick.http.max-body-bytes} is {@code
 * BAILIWICK_HTTP_MAX_BODY_BYTES}. Elements of a list are separated by commas.
 */
final class Environment {

  /** A file of settings, read before the environment. */
  static final String CONFIG_FILE = "BAILIWICK_CONFIG_FILE";

  /** Names that operators of other servers of the protocol know. */
  private static final Map<String, String> OTHER_NAMES =
      Map.of(
          "ADMIN_API_KEY",
          "bailiwick.auth.admin-key",
          "BAILIWICK_ADMIN_API_KEY",
          "bailiwick.auth.admin-key",
          "WEBHOOK_SECRET_ENCRYPTION_KEY",
          "bailiwick.webhook.secret-key");

  /** Read by the launcher or by {@code Main} itself. */
  private static final Set<String> NOT_SETTINGS =
      Set.of(CONFIG_FILE, "BAILIWICK_JAVA_HOME", "BAILIWICK_JAVA_OPTS");

  private static final String PREFIX = "BAILIWICK_";

  private Environment() {}

  static String variableOf(String key) {
    return key.toUpperCase(Locale.ROOT).replace('.', '_').replace('-', '_');
  }

  /**
   * The settings among {@code environment}; a variable with our prefix that is none stops the
   * start.
   */
  static Config settings(Map<String, String> environment, Config defaults) {
    Map<String, String> keyByVariable = new TreeMap<>(OTHER_NAMES);
    defaults
        .entrySet()
        .forEach(entry -> keyByVariable.put(variableOf(entry.getKey()), entry.getKey()));

    Config settings = ConfigFactory.empty();
    for (Map.Entry<String, String> variable : new TreeMap<>(environment).entrySet()) {
      String name = variable.getKey();
      String key = keyByVariable.get(name);
      if (key != null) {
        ConfigValue value = value(variable.getValue(), defaults.getValue(key).valueType(), name);
        settings = settings.withValue(key, value);
      } else if (name.startsWith(PREFIX) && !NOT_SETTINGS.contains(name)) {
        throw InvalidSetting.of(
            "environment variable "
                + name
                + " is not a setting of Bailiwick; docs/reference/settings.md lists them all");
      }
    }
    return settings;
  }

  private static ConfigValue value(String text, ConfigValueType type, String name) {
    String origin = "environment variable " + name;
    if (type != ConfigValueType.LIST) {
      return ConfigValueFactory.fromAnyRef(text, origin);
    }
    List<String> elements =
        Arrays.stream(text.split(",")).map(String::strip).filter(e -> !e.isEmpty()).toList();
    return ConfigValueFactory.fromIterable(elements, origin);
  }
}
