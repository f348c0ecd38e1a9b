package io.bailiwick.webhook;

import java.math.BigDecimal;

/**
 * When a delivery that failed is tried again: before retry {@code n}, {@code initialDelayMs ·
 * backoffMultiplier^(n-1)} pass, at most {@code maxDelayMs}.
 *
 * @param maxRetries after the first attempt, 0 to 10
 * @param initialDelayMs 100 to 60,000
 * @param backoffMultiplier 1 to 10
 * @param maxDelayMs 1,000 to 3,600,000
 */
public record RetryPolicy(
    int maxRetries, long initialDelayMs, BigDecimal backoffMultiplier, long maxDelayMs) {

  /** Of a subscription that asks for none: 1, 2, 4, 8 and 16 s. */
  public static final RetryPolicy DEFAULT = new RetryPolicy(5, 1_000, BigDecimal.TWO, 60_000);

  public RetryPolicy {
    // One value has one form: 2.0 is 2.
    backoffMultiplier = backoffMultiplier.stripTrailingZeros();
  }
}
