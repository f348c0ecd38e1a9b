package io.bailiwick.record.query;

import io.bailiwick.amount.WideProduct;
import io.bailiwick.record.RateKind;
import io.bailiwick.record.RateTerms;
import java.math.BigDecimal;
import java.math.RoundingMode;

/**
 * Too many of a tenant's reservations, or attempts, came to a bad end, by one of the terms.
 *
 * @param count how many
 * @param all of all
 */
record Spike(RateKind kind, String tenant, RateTerms terms, long count, long all) {

  /** Of fewer nobody can say that they are many. */
  static final int SAMPLES_MIN = 20;

  /**
   * Reservations that are counted, at most, to say what share of them it is: where it takes more to
   * tell, they are not too many.
   */
  static final long MADE_MAX = 1_000_000;

  private static final int DECIMALS = 4;

  /** So many reservations must have been made that {@code count} is no spike, and no more. */
  static long madeMax(RateKind kind, RateTerms terms, long count) {
    if (isAddedUp(kind)) {
      return Long.MAX_VALUE;
    }
    if (terms.threshold() == 0 || count > MADE_MAX) {
      return MADE_MAX;
    }
    long all = count * RateTerms.ONE / terms.threshold();
    return Math.min(MADE_MAX, isAmongMade(kind) ? all : all - count);
  }

  /**
   * What {@code count} is, of so many that were made.
   *
   * @param made of reservations, more than {@link #MADE_MAX} is any number
   * @return null where it is no spike
   */
  static Spike ofOrNull(RateKind kind, String tenant, RateTerms terms, long count, long made) {
    long all = isAmongMade(kind) ? Math.max(made, count) : made + count;
    boolean isKnown = made <= MADE_MAX || isAddedUp(kind);
    boolean isReached =
        count >= SAMPLES_MIN
            && (isKnown || terms.threshold() == 0)
            && WideProduct.compare(count, RateTerms.ONE, all, terms.threshold()) >= 0;
    return isReached ? new Spike(kind, tenant, terms, count, all) : null;
  }

  /** Attempts by the minute: it takes as long however many they are. */
  private static boolean isAddedUp(RateKind kind) {
    return kind == RateKind.AUTH_FAILURE;
  }

  /** What expires was made, if perhaps before; what is denied, or not let in, was not. */
  private static boolean isAmongMade(RateKind kind) {
    return kind == RateKind.EXPIRY;
  }

  /** The share, 0 to 1. */
  BigDecimal rate() {
    return BigDecimal.valueOf(count)
        .divide(BigDecimal.valueOf(all), DECIMALS, RoundingMode.HALF_EVEN);
  }
}
