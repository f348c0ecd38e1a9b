package io.bailiwick.cluster;

import java.util.List;

/**
 * Shards that move, and how long others took: from the decision to move one, over the last write of
 * its old owner, until it has a new owner. What was lost with a node that died is no handover.
 *
 * @param completed since the reporting node started
 * @param lastMs null before the first; so are the others
 * @param medianMs of the last ones, as many as are kept
 * @param maxMs of the same
 */
public record HandoverReport(
    List<UnderWay> underWay, long completed, Long lastMs, Long medianMs, Long maxMs) {

  public HandoverReport {
    underWay = List.copyOf(underWay);
  }

  /**
   * A shard on the move.
   *
   * @param from address of the member that gives it up
   * @param forMs since the decision
   */
  public record UnderWay(String shard, String from, long forMs) {}
}
