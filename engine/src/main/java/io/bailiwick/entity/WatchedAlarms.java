package io.bailiwick.entity;

import io.bailiwick.scope.BurnTerms;
import io.bailiwick.tenant.TenantId;
import java.util.List;

/**
 * What of its ledgers somebody wants to be told of, tenant by tenant. Asked on many threads with
 * every message, so from memory; may be some seconds old. Equal lists are best the same one.
 */
public interface WatchedAlarms {

  /** Of a host that does not know: whatever was wanted before goes on to be told. */
  WatchedAlarms UNKNOWN =
      new WatchedAlarms() {
        @Override
        public List<Integer> utilizations(TenantId tenant) {
          return null;
        }

        @Override
        public List<BurnTerms> burns(TenantId tenant) {
          return null;
        }
      };

  /**
   * Which utilizations, in millionths of the allocation, ascending; null where that is not known
   * yet.
   */
  List<Integer> utilizations(TenantId tenant);

  /**
   * By which terms that they are spent too fast, in their order, those of the protocol among them;
   * null where that is not known yet.
   */
  List<BurnTerms> burns(TenantId tenant);
}
