package io.bailiwick.config;

import java.time.Duration;

/**
 * API keys. Reasons are in {@code bailiwick/auth.conf}.
 *
 * @param keyLease how long a key that was found valid is not looked up again, at most 1 s
 * @param keyCacheMax keys in memory
 * @param keyUseInterval between two writes of how keys were used
 * @param rotationOverlap how long a replaced key goes on; not longer than the next
 * @param rotationOverlapMax the longest that may be asked for
 * @param failuresPerMinuteMax failed authentications of one address that are told what was wrong; 0
 *     for all
 * @param adminKey the admin key, or empty when one is to be made
 * @param keyPepper what API keys are hashed with, or empty when one is to be made
 */
public record AuthSettings(
    Duration keyLease,
    int keyCacheMax,
    Duration keyUseInterval,
    Duration rotationOverlap,
    Duration rotationOverlapMax,
    int failuresPerMinuteMax,
    Secret adminKey,
    Secret keyPepper) {

  private static final int ADMIN_KEY_LENGTH_MIN = 8;
  private static final int PEPPER_LENGTH_MIN = 32;

  private static final Duration OVERLAP_LONGEST = Duration.ofDays(365);

  static AuthSettings read(SettingReader reader) {
    AuthSettings auth =
        new AuthSettings(
            reader.duration("auth.key-lease", Duration.ZERO, Duration.ofSeconds(1)),
            reader.integer("auth.key-cache-max", 1, 1_000_000),
            reader.duration(
                "auth.key-use-interval", Duration.ofMillis(100), Duration.ofMinutes(10)),
            reader.duration("auth.rotation-overlap", Duration.ZERO, OVERLAP_LONGEST),
            reader.duration("auth.rotation-overlap-max", Duration.ZERO, OVERLAP_LONGEST),
            reader.integer("auth.failures-per-minute-max", 0, 1_000_000),
            reader.secret("auth.admin-key", ADMIN_KEY_LENGTH_MIN),
            reader.secret("auth.key-pepper", PEPPER_LENGTH_MIN));
    reader.refuseUnless(
        auth.rotationOverlap.compareTo(auth.rotationOverlapMax) <= 0,
        "auth.rotation-overlap",
        "must not be longer than bailiwick.auth.rotation-overlap-max");
    return auth;
  }
}
