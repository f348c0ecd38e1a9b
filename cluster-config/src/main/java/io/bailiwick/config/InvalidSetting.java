package io.bailiwick.config;

/**
 * A setting that the server cannot start with. The message is written for the operator: it names
 * the key, the value, where it came from and the bound. {@code Main} prints it and exits with 2.
 */
public final class InvalidSetting extends RuntimeException {

  private InvalidSetting(String message) {
    super(message);
  }

  static InvalidSetting of(String key, String value, String origin, String bound) {
    return new InvalidSetting("%s = %s (%s): %s".formatted(key, value, origin, bound));
  }

  static InvalidSetting of(String problem) {
    return new InvalidSetting(problem);
  }
}
