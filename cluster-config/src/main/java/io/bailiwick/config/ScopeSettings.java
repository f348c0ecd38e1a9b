package io.bailiwick.config;

import java.time.Duration;

/**
 * Scope nodes. What each setting means, and why it has its default, is in {@code
 * bailiwick/scope.conf}. Node-local.
 */
public record ScopeSettings(
    Duration waitTimeout, int waitingMax, Duration inquiryAfter, int batchMax) {

  static ScopeSettings read(SettingReader reader) {
    return new ScopeSettings(
        reader.duration("scope.wait-timeout", Duration.ofMillis(10), Duration.ofMinutes(1)),
        reader.integer("scope.waiting-max", 1, 1_000_000),
        reader.duration("scope.inquiry-after", Duration.ofMillis(100), Duration.ofMinutes(1)),
        reader.integer("scope.batch-max", 1, 2000));
  }
}
