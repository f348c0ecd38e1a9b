package io.bailiwick.webhook.query;

import io.bailiwick.query.Reads;
import io.bailiwick.record.EventType;
import io.bailiwick.scope.BurnTerms;
import io.bailiwick.tenant.TenantId;
import java.util.List;
import java.util.concurrent.CompletionStage;

/**
 * By which terms subscriptions want to be told that a ledger is spent too fast, in memory: those of
 * the protocol for everybody, and what ACTIVE subscriptions to these events name besides. As old as
 * the last {@link #refresh}. Thread-safe; never blocks.
 */
public final class WantedBurns {

  /**
   * Of one tenant; for each a few figures are kept of every ledger, and compared whenever something
   * is spent. Those of the protocol are the first of them, then the operators', then those of the
   * tenant's own with the shortest windows.
   */
  static final int TERMS_MAX = 8;

  private final Reads reads;
  private volatile OwnThresholds.Wanted<BurnTerms> known;

  public WantedBurns(Reads reads) {
    this.reads = reads;
  }

  /** Of one tenant, in their order; null before the first refresh. */
  public List<BurnTerms> of(TenantId tenant) {
    OwnThresholds.Wanted<BurnTerms> now = known;
    return now == null ? null : now.of(tenant.value());
  }

  /** Looks again. */
  public CompletionStage<Void> refresh() {
    return reads
        .ask(connection -> OwnThresholds.naming(connection, "burn_rate_"))
        .thenAccept(
            found ->
                known =
                    OwnThresholds.wanted(
                        BurnTerms.OF_ALL,
                        found.stream()
                            .filter(one -> one.selects(EventType.BUDGET_BURN_RATE_ANOMALY))
                            .toList(),
                        StoredThresholds::burn,
                        TERMS_MAX));
  }
}
