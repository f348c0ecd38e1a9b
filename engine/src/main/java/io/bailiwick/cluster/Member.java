package io.bailiwick.cluster;

import java.util.List;

/**
 * One member, as the others see it.
 *
 * @param address {@code host:port}
 * @param unreachableBy who cannot reach it; empty when all can
 * @param isOldest has the singletons: it places shards, and sweeps
 * @param isLeader lets members in and out
 */
public record Member(
    String address,
    MemberState state,
    List<String> unreachableBy,
    List<String> roles,
    String appVersion,
    boolean isOldest,
    boolean isLeader) {

  public Member {
    unreachableBy = List.copyOf(unreachableBy);
    roles = List.copyOf(roles);
  }

  public boolean isReachable() {
    return unreachableBy.isEmpty();
  }
}
