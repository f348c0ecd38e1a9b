package io.bailiwick.record;

import java.util.Comparator;

/**
 * From when on too many reservations, or attempts, come to the same bad end (governance, {@code
 * rate_window_seconds} and the rate's own threshold).
 *
 * @param windowS in which they are counted, 1 or more
 * @param threshold their share of all, in millionths, 0 to {@link #ONE}
 */
public record RateTerms(int windowS, int threshold) implements Comparable<RateTerms> {

  /** All of them. */
  public static final int ONE = 1_000_000;

  /** The protocol's default ({@code rate_window_seconds}). */
  public static final int WINDOW_S = 300;

  private static final long SECOND_MS = 1_000;

  private static final Comparator<RateTerms> ORDER =
      Comparator.comparingInt(RateTerms::windowS).thenComparingInt(RateTerms::threshold);

  public RateTerms {
    if (windowS < 1 || threshold < 0 || threshold > ONE) {
      throw new IllegalArgumentException(
          "window must be 1 or more and threshold in 0..%d, were %d and %d"
              .formatted(ONE, windowS, threshold));
    }
  }

  public long windowMs() {
    return windowS * SECOND_MS;
  }

  /** Those of a short window first, then those that are reached early. */
  @Override
  public int compareTo(RateTerms other) {
    return ORDER.compare(this, other);
  }
}
