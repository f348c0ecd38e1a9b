package io.bailiwick.journal.codec;

import static io.bailiwick.journal.codec.StoredSamples.ACME;
import static io.bailiwick.journal.codec.StoredSamples.APP;
import static io.bailiwick.journal.codec.StoredSamples.FIGURES;
import static io.bailiwick.journal.codec.StoredSamples.LIVE;
import static io.bailiwick.journal.codec.StoredSamples.RESERVATION;
import static io.bailiwick.journal.codec.StoredSamples.TERMS;

import io.bailiwick.amount.Unit;
import io.bailiwick.record.Actor;
import io.bailiwick.record.Origin;
import io.bailiwick.reservation.BookEvent;
import io.bailiwick.reservation.BookState;
import io.bailiwick.reservation.Recent;
import io.bailiwick.scope.BurnTerms;
import io.bailiwick.scope.Ledger;
import io.bailiwick.scope.LedgerStatus;
import io.bailiwick.scope.ScopeEvent;
import io.bailiwick.scope.ScopeState;
import java.util.List;

/** Examples that came later than those of {@link StoredSamples}. */
final class StoredStateSamples {

  private static final ScopeEvent.Step STEP = new ScopeEvent.Step(3, 41, 39);

  private StoredStateSamples() {}

  /** A scope of which more is watched than usual, and something was spent. */
  static ScopeState watchedScopeState() {
    return ScopeState.empty(APP)
        .apply(
            new ScopeEvent.LedgerOpened(
                new Ledger(
                    APP, Unit.TOKENS, "led_1", TERMS, LedgerStatus.ACTIVE, FIGURES, 1, 2, null),
                null,
                5_000))
        .apply(new ScopeEvent.ThresholdsSet(List.of(500_000, 800_000), 5_001))
        .apply(settled(100, 6_000))
        .apply(settled(200, 400_000));
  }

  /** One that somebody has noted something with. */
  static ScopeEvent notedChange() {
    Ledger ledger =
        new Ledger(APP, Unit.TOKENS, "led_1", TERMS, LedgerStatus.FROZEN, FIGURES, 1, 2, null);
    Origin origin =
        new Origin(Actor.ADMIN, null, null, null, "r", null, "freezeBudget", "why", null, null)
            .noting("{\"ticket\":\"T-1\"}");
    return new ScopeEvent.LedgerChanged(ledger, origin, 5_000);
  }

  /** One that says which bulk action it is of. */
  static ScopeEvent changeOfABulkAction() {
    Origin origin =
        new Origin(
            Actor.ADMIN,
            null,
            null,
            null,
            "req-1",
            null,
            "bulkActionTenants",
            null,
            "tenant_bulk_action:suspend:req-1",
            "bulk-1");
    return new ScopeEvent.TenantSet(StoredSamples.TENANT, origin, 5_000);
  }

  /** A scope whose ledgers are also told to be spent too fast by terms of somebody. */
  static ScopeState burningScopeState() {
    return watchedScopeState()
        .apply(
            new ScopeEvent.BurnTermsSet(
                List.of(BurnTerms.PROTOCOL, new BurnTerms(60, 1_500)), 400_001))
        .apply(settled(300, 500_000))
        .apply(settled(400, 600_000));
  }

  private static ScopeEvent settled(long spent, long atMs) {
    return new ScopeEvent.Settled(
        STEP, RESERVATION, Unit.TOKENS, 0, spent, 0, false, null, null, atMs);
  }

  /** A book that the close of its tenant has emptied. */
  static BookState closedBookState() {
    return BookState.empty(ACME, 3)
        .apply(new BookEvent.Reserved(41, LIVE, null, 1_001), Recent.BOUNDS)
        .apply(new BookEvent.Closed(9_000), Recent.BOUNDS)
        .apply(
            new BookEvent.Released(77, RESERVATION, null, "tenant_closed", null, 9_001),
            Recent.BOUNDS);
  }
}
