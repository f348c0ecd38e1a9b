package io.bailiwick.scope;

import java.util.Comparator;
import java.util.List;

/**
 * From when on a ledger is spent unusually fast (governance, {@code burn_rate_multiplier} and
 * {@code burn_rate_window_seconds}).
 *
 * @param windowS in which what is spent is added up, 1 or more
 * @param multiplier of the usual, in thousandths, 1 or more
 */
public record BurnTerms(int windowS, int multiplier) implements Comparable<BurnTerms> {

  /** As much as usual. */
  public static final int ONE = 1_000;

  /** The defaults of the protocol. */
  public static final BurnTerms PROTOCOL = new BurnTerms(300, 3 * ONE);

  /** What every ledger is watched for. */
  public static final List<BurnTerms> OF_ALL = List.of(PROTOCOL);

  private static final long SECOND_MS = 1_000;

  private static final Comparator<BurnTerms> ORDER =
      Comparator.comparingInt(BurnTerms::windowS).thenComparingInt(BurnTerms::multiplier);

  public BurnTerms {
    if (windowS < 1 || multiplier < 1) {
      throw new IllegalArgumentException(
          "window and multiplier must be 1 or more, were %d and %d".formatted(windowS, multiplier));
    }
  }

  public long windowMs() {
    return windowS * SECOND_MS;
  }

  /** Those of a short window first, then those that are reached early. */
  @Override
  public int compareTo(BurnTerms other) {
    return ORDER.compare(this, other);
  }
}
