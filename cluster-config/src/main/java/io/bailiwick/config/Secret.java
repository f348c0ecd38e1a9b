package io.bailiwick.config;

import java.util.Objects;

/**
 * A value that must not be printed: it shows as {@code ***} in logs, messages and records.
 *
 * @param value the secret itself; empty when none was given
 */
public record Secret(String value) {

  public Secret {
    Objects.requireNonNull(value, "value");
  }

  public boolean isEmpty() {
    return value.isEmpty();
  }

  @Override
  public String toString() {
    return isEmpty() ? "" : "***";
  }
}
