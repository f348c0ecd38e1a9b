package io.bailiwick.cluster;

import java.util.List;

/**
 * The cluster at a glance.
 *
 * @param atMs when it was looked at
 * @param self address of the node that looked
 * @param overdue null when the store did not answer in time
 */
public record ClusterView(
    long atMs, String self, List<Node> nodes, HandoverReport handovers, OverdueWork overdue) {

  /**
   * How much later than its event a row of the read tables is seen: rows are written in the
   * transaction of their events and read from the same database.
   */
  public static final long PROJECTION_LAG_MS = 0;

  public ClusterView {
    nodes = List.copyOf(nodes);
  }

  /**
   * A member and what it says.
   *
   * @param report null when it did not answer in time
   */
  public record Node(Member member, NodeReport report) {}
}
