package io.bailiwick.config;

import java.time.Duration;

/**
 * API keys. Reasons are in {@code bailiwick/auth.conf}.
 *
 * @param keyLease how long a key that was found valid is not looked up again, at most 1 s
 * @param keyCacheMax keys in memory
 * @param adminKey the admin key, or empty when one is to be made
 * @param keyPepper what API keys are hashed with, or empty when one is to be made
 */
public record AuthSettings(Duration keyLease, int keyCacheMax, Secret adminKey, Secret keyPepper) {

  private static final int ADMIN_KEY_LENGTH_MIN = 8;
  private static final int PEPPER_LENGTH_MIN = 32;

  static AuthSettings read(SettingReader reader) {
    return new AuthSettings(
        reader.duration("auth.key-lease", Duration.ZERO, Duration.ofSeconds(1)),
        reader.integer("auth.key-cache-max", 1, 1_000_000),
        reader.secret("auth.admin-key", ADMIN_KEY_LENGTH_MIN),
        reader.secret("auth.key-pepper", PEPPER_LENGTH_MIN));
  }
}
