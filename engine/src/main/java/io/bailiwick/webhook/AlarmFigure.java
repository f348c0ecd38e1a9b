package io.bailiwick.webhook;

import io.bailiwick.record.RateTerms;
import io.bailiwick.scope.BurnTerms;

/**
 * What an alarm goes by. Alarms are told once for everybody who watches for the same; each
 * subscription gets those that it has asked for.
 */
public sealed interface AlarmFigure {

  /**
   * A utilization that was crossed.
   *
   * @param millionths of the allocation
   */
  record Crossed(int millionths) implements AlarmFigure {}

  /** Terms by which a ledger was spent too fast. */
  record Burned(BurnTerms terms) implements AlarmFigure {}

  /** Terms by which there were too many. */
  record Spiked(RateTerms terms) implements AlarmFigure {}
}
