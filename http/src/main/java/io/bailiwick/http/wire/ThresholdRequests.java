package io.bailiwick.http.wire;

import java.math.BigDecimal;
import java.util.Set;

/** From which figures on a subscription is told (governance, WebhookThresholdConfig). */
final class ThresholdRequests {
  private static final Set<String> MEMBERS =
      Set.of(
          "budget_utilization",
          "burn_rate_multiplier",
          "burn_rate_window_seconds",
          "denial_rate_threshold",
          "expiry_rate_threshold",
          "auth_failure_rate_threshold",
          "rate_window_seconds");

  private static final int UTILIZATIONS_MAX = 100;
  private static final BigDecimal MULTIPLIER_MIN = new BigDecimal("1.5");

  /** Nobody spends a million times as fast as before and is told in time. */
  private static final BigDecimal MULTIPLIER_MAX = new BigDecimal("1000000");

  private static final long WINDOW_MIN_S = 60;
  private static final long WINDOW_MAX_S = 86_400;

  private ThresholdRequests() {}

  /** Canonical text of the member {@code thresholds}, or null when it is absent. */
  static String canonicalOrNull(Members members) {
    Members thresholds = members.objectOrNull("thresholds", MEMBERS);
    if (thresholds == null) {
      return null;
    }
    BigDecimal none = BigDecimal.ZERO;
    BigDecimal all = BigDecimal.ONE;
    Fractions.checkNumbers(thresholds, "budget_utilization", UTILIZATIONS_MAX, none, all);
    Fractions.numberOrNull(thresholds, "burn_rate_multiplier", MULTIPLIER_MIN, MULTIPLIER_MAX);
    thresholds.integerOrNull("burn_rate_window_seconds", WINDOW_MIN_S, WINDOW_MAX_S);
    Fractions.numberOrNull(thresholds, "denial_rate_threshold", none, all);
    Fractions.numberOrNull(thresholds, "expiry_rate_threshold", none, all);
    Fractions.numberOrNull(thresholds, "auth_failure_rate_threshold", none, all);
    thresholds.integerOrNull("rate_window_seconds", WINDOW_MIN_S, WINDOW_MAX_S);
    return members.canonicalOrNull("thresholds");
  }
}
