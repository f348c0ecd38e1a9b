package io.bailiwick.config;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Supplier;

/**
 * Reads one key after the other, checks it, and remembers its bound for the reference page. Keys
 * are relative to {@code bailiwick}. Not safe for use by several threads; used once, by {@link
 * Settings}.
 */
final class SettingReader {

  static final String ROOT = "bailiwick";

  private final Config config;
  private final SortedMap<String, String> boundsByKey = new TreeMap<>();

  /**
   * @param config everything under {@code bailiwick}, resolved
   */
  SettingReader(Config config) {
    this.config = config;
  }

  /** What was read so far: full key to its bound in words. */
  SortedMap<String, String> boundsByKey() {
    return new TreeMap<>(boundsByKey);
  }

  int integer(String key, int min, int max) {
    String bound = "must be a whole number from %d to %d".formatted(min, max);
    int value = parsed(key, bound, () -> config.getInt(key));
    return require(value >= min && value <= max, key, bound, value);
  }

  /** A size; a number without a unit is in bytes. */
  int bytes(String key, int min, int max) {
    String bound =
        "must be a size from %s to %s".formatted(SettingText.bytes(min), SettingText.bytes(max));
    long value = parsed(key, bound, () -> config.getBytes(key));
    return (int) (long) require(value >= min && value <= max, key, bound, value);
  }

  /** A duration; a number without a unit is in milliseconds. */
  Duration duration(String key, Duration min, Duration max) {
    String bound =
        "must be a duration from %s to %s"
            .formatted(SettingText.duration(min), SettingText.duration(max));
    Duration value = parsed(key, bound, () -> config.getDuration(key));
    return require(value.compareTo(min) >= 0 && value.compareTo(max) <= 0, key, bound, value);
  }

  boolean flag(String key) {
    return parsed(key, "must be true or false", () -> config.getBoolean(key));
  }

  /** One of the constants of {@code type}, in lower case with dashes. */
  <E extends Enum<E>> E choice(String key, Class<E> type) {
    List<String> names =
        Arrays.stream(type.getEnumConstants()).map(SettingReader::written).toList();
    String bound = "must be " + String.join(" or ", names);
    String value = parsed(key, bound, () -> config.getString(key));
    require(names.contains(value), key, bound, value);
    return type.getEnumConstants()[names.indexOf(value)];
  }

  /** Any text, of at most 1,000 characters; empty means that there is none. */
  String text(String key) {
    String bound = "must be a text of at most 1000 characters";
    String value = parsed(key, bound, () -> config.getString(key));
    return require(value.length() <= 1000, key, bound, value);
  }

  /** A text that must be there. */
  String requiredText(String key) {
    String bound = "must be a text of 1 to 1000 characters";
    String value = parsed(key, bound, () -> config.getString(key));
    return require(!value.isBlank() && value.length() <= 1000, key, bound, value);
  }

  /** A secret: empty, or one of at least {@code minLength} characters. */
  Secret secret(String key, int minLength) {
    String bound = "must be empty or a text of %d to 1000 characters".formatted(minLength);
    String value = parsed(key, bound, () -> config.getString(key));
    boolean ok = value.isEmpty() || (value.length() >= minLength && value.length() <= 1000);
    require(ok, key, bound, new Secret(value));
    return new Secret(value);
  }

  /** A secret: empty, or Base64 of so many bytes. */
  Secret base64(String key, int bytes) {
    String bound = "must be empty or %d bytes in Base64".formatted(bytes);
    String value = parsed(key, bound, () -> config.getString(key));
    require(value.isEmpty() || isBase64(value, bytes), key, bound, new Secret(value));
    return new Secret(value);
  }

  private static boolean isBase64(String text, int bytes) {
    try {
      return Base64.getDecoder().decode(text).length == bytes;
    } catch (IllegalArgumentException e) {
      // Any text can be given; that it is no Base64 is all there is to say of it.
      return false;
    }
  }

  List<String> texts(String key, int max) {
    String bound = "must be a list of at most %d texts".formatted(max);
    List<String> value = parsed(key, bound, () -> config.getStringList(key));
    return List.copyOf(require(value.size() <= max, key, bound, value));
  }

  Path path(String key) {
    String bound = "must be a path";
    String text = requiredText(key);
    return parsed(key, bound, () -> Path.of(text));
  }

  /** Refuses a value for a reason that involves another setting. */
  void refuseUnless(boolean ok, String key, String reason) {
    if (!ok) {
      throw invalid(key, config.getValue(key).unwrapped(), reason);
    }
  }

  private <T> T parsed(String key, String bound, Supplier<T> read) {
    boundsByKey.put(ROOT + "." + key, bound);
    try {
      return read.get();
    } catch (ConfigException.WrongType | ConfigException.BadValue | InvalidPathException e) {
      throw invalid(key, config.getValue(key).unwrapped(), bound);
    } catch (ConfigException e) {
      throw InvalidSetting.of(e.getMessage());
    }
  }

  private <T> T require(boolean ok, String key, String bound, T value) {
    if (!ok) {
      Object shown = value instanceof Secret ? value : config.getValue(key).unwrapped();
      throw invalid(key, shown, bound);
    }
    return value;
  }

  private InvalidSetting invalid(String key, Object value, String bound) {
    String origin = config.getValue(key).origin().description();
    return InvalidSetting.of(ROOT + "." + key, String.valueOf(value), origin, bound);
  }

  /** A constant as a setting has it. */
  static String written(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
