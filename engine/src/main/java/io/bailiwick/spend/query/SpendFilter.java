package io.bailiwick.spend.query;

import io.bailiwick.apikey.ScopeFilter;
import io.bailiwick.scope.ScopePath;
import java.util.Set;

/**
 * Which charges are summed up, and how; all that is not null must hold.
 *
 * @param scope itself and all below it, by whole segments
 * @param fromMs in milliseconds since 1970, inclusive
 * @param toMs the same
 * @param by what they are told apart by
 * @param isByLedger whether each ledger is summed up as well; there is a tenant or a scope then
 * @param keyScope what the caller's key reaches
 */
public record SpendFilter(
    String tenant,
    ScopePath scope,
    Long fromMs,
    Long toMs,
    Set<SpendDimension> by,
    boolean isByLedger,
    ScopeFilter keyScope) {

  public SpendFilter {
    by = Set.copyOf(by);
    if (tenant == null && scope != null) {
      // A scope lies in its tenant, and the index begins with it.
      tenant = scope.tenant().value();
    }
    if (isByLedger && tenant == null) {
      throw new IllegalArgumentException("ledgers are those of one tenant");
    }
  }

  boolean isOfAllTime() {
    return fromMs == null && toMs == null;
  }
}
