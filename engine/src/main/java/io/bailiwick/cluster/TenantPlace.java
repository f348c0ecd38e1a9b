package io.bailiwick.cluster;

import io.bailiwick.tenant.TenantId;
import java.util.List;

/**
 * Where a tenant lives.
 *
 * @param shard that all of it is in
 * @param node address of the member that has the shard; null when nobody says to have it
 * @param entities of the whole shard in memory; null when its node does not say
 * @param silent members that did not answer: if {@code node} is null, one of them may have it
 */
public record TenantPlace(
    TenantId tenant, String shard, String node, Long entities, List<String> silent) {

  public TenantPlace {
    silent = List.copyOf(silent);
  }

  /** Whether somebody has it. */
  public enum Status {
    ALLOCATED,
    /** Nobody has it: the next request for one of its tenants gives it a home. */
    UNALLOCATED,
    /** Nobody who answered has it. */
    UNKNOWN
  }

  public Status status() {
    if (node != null) {
      return Status.ALLOCATED;
    }
    return silent.isEmpty() ? Status.UNALLOCATED : Status.UNKNOWN;
  }
}
