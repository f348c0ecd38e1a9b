package io.bailiwick.scope;

import io.bailiwick.amount.WideProduct;
import java.util.ArrayList;
import java.util.List;

/**
 * How much of a ledger is in use: what is spent and reserved, of what is allocated (governance,
 * EventDataBudgetThreshold). Thresholds are millionths of the allocation, so that they are compared
 * exactly. Pure.
 */
public final class Utilization {

  /** The whole allocation. */
  public static final int ONE = 1_000_000;

  /** Those of the protocol: 80, 95 and 100 %. */
  public static final List<Integer> THRESHOLDS = List.of(800_000, 950_000, ONE);

  private Utilization() {}

  /**
   * The thresholds that lie between the two, ascending: reached now and not before, or the other
   * way round. What has no allocation is beyond every threshold as soon as anything is used.
   */
  public static List<Integer> crossed(Figures before, Figures after, List<Integer> thresholds) {
    List<Integer> crossed = null;
    for (int threshold : thresholds) {
      if (isReached(before, threshold) != isReached(after, threshold)) {
        crossed = crossed == null ? new ArrayList<>() : crossed;
        crossed.add(threshold);
      }
    }
    return crossed == null ? List.of() : crossed;
  }

  /** Whether so much is in use, and anything at all. */
  public static boolean isReached(Figures figures, int threshold) {
    // Never too much for a long: debt is added to it too.
    long used = figures.spent() + figures.reserved();
    return used > 0 && WideProduct.compare(used, ONE, figures.allocated(), threshold) >= 0;
  }
}
