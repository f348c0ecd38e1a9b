package io.bailiwick.bench;

import java.util.ArrayList;
import java.util.List;

/**
 * What came of a run's checks.
 *
 * @param ledgers how many were compared with what clients were answered; 0 where there are none
 * @param failures what makes the run worthless, a line for each; empty for a good one
 */
record Audit(int ledgers, List<String> failures) {
  static final Audit NONE = new Audit(0, List.of());

  /** Both. Ledgers that were compared twice count once. */
  Audit and(Audit other) {
    return new Audit(Math.max(ledgers, other.ledgers), both(failures, other.failures));
  }

  /** With more that is wrong. */
  Audit and(List<String> more) {
    return new Audit(ledgers, both(failures, more));
  }

  private static List<String> both(List<String> some, List<String> more) {
    List<String> all = new ArrayList<>(some);
    all.addAll(more);
    return List.copyOf(all);
  }
}
