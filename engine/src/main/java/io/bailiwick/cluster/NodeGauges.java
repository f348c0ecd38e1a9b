package io.bailiwick.cluster;

import java.util.Map;

/**
 * What a node knows without asking.
 *
 * @param members by their state, as this node sees them
 * @param unreachable members that somebody cannot reach
 * @param shards that this node had when it last looked
 * @param handoversUnderWay in the whole cluster
 * @param scopes scope nodes in memory here
 * @param books reservation books in memory here
 * @param holds live reservations of the tenants whose roots are in memory here
 * @param unapplied decisions recorded by the books in memory here that are not known to have
 *     reached every scope of their path
 */
public record NodeGauges(
    Map<MemberState, Long> members,
    long unreachable,
    long shards,
    long handoversUnderWay,
    long scopes,
    long books,
    long holds,
    long unapplied) {

  public NodeGauges {
    members = Map.copyOf(members);
  }

  public long members(MemberState state) {
    return members.getOrDefault(state, 0L);
  }
}
