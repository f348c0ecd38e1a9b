package io.bailiwick.entity;

import io.bailiwick.tenant.TenantId;
import java.util.List;

/**
 * Which utilizations of its ledgers somebody wants to be told of, tenant by tenant. Asked on many
 * threads with every message, so from memory; may be some seconds old.
 */
@FunctionalInterface
public interface WatchedUtilizations {

  /** Of a host that does not know: whatever was wanted before goes on to be told. */
  WatchedUtilizations UNKNOWN = tenant -> null;

  /**
   * In millionths of the allocation, ascending; null where that is not known yet. Equal lists are
   * best the same one.
   */
  List<Integer> of(TenantId tenant);
}
