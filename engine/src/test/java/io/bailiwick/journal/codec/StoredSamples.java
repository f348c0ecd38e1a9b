package io.bailiwick.journal.codec;

import io.bailiwick.amount.Amount;
import io.bailiwick.amount.OveragePolicy;
import io.bailiwick.amount.Unit;
import io.bailiwick.policy.Caps;
import io.bailiwick.policy.Policy;
import io.bailiwick.policy.PolicyId;
import io.bailiwick.policy.PolicyStatus;
import io.bailiwick.policy.PolicyTerms;
import io.bailiwick.policy.RateLimits;
import io.bailiwick.policy.ScopePattern;
import io.bailiwick.policy.TtlOverride;
import io.bailiwick.protocol.Effect;
import io.bailiwick.record.Actor;
import io.bailiwick.record.Origin;
import io.bailiwick.refusal.Refusal;
import io.bailiwick.refusal.RefusalCode;
import io.bailiwick.reservation.BookEvent;
import io.bailiwick.reservation.BookState;
import io.bailiwick.reservation.Endpoint;
import io.bailiwick.reservation.KeptAnswer;
import io.bailiwick.reservation.Purpose;
import io.bailiwick.reservation.Recent;
import io.bailiwick.reservation.RequestKey;
import io.bailiwick.reservation.Reservation;
import io.bailiwick.reservation.ReservationId;
import io.bailiwick.reservation.ReservationReply;
import io.bailiwick.scope.Balance;
import io.bailiwick.scope.BurnTerms;
import io.bailiwick.scope.CloseCounts;
import io.bailiwick.scope.Figures;
import io.bailiwick.scope.FundingOperation;
import io.bailiwick.scope.Ledger;
import io.bailiwick.scope.LedgerStatus;
import io.bailiwick.scope.LedgerTerms;
import io.bailiwick.scope.ScopeEvent;
import io.bailiwick.scope.ScopePath;
import io.bailiwick.scope.ScopeState;
import io.bailiwick.tenant.ExpiryPolicy;
import io.bailiwick.tenant.Tenant;
import io.bailiwick.tenant.TenantId;
import io.bailiwick.tenant.TenantSettings;
import io.bailiwick.tenant.TenantStatus;
import java.util.List;

/**
 * One example of everything that is stored, every component of it filled in where it can be. What
 * was stored of them is in {@code src/test/resources/stored}: examples are added, never changed.
 */
final class StoredSamples {

  static final TenantId ACME = new TenantId("acme");
  static final ScopePath ROOT = ScopePath.root(ACME);
  static final ScopePath APP = new ScopePath("tenant:acme/app:chat");
  static final ReservationId RESERVATION = ReservationId.of(ACME, 3, 7, 41);
  static final RequestKey KEY = new RequestKey("key-1", "c0ffee");
  static final Figures FIGURES = new Figures(10_000, 100, 400, 3, 50, true);
  static final List<Balance> BALANCES =
      List.of(new Balance(ROOT, Unit.TOKENS, FIGURES), new Balance(APP, Unit.TOKENS, FIGURES));
  static final Purpose PURPOSE = new Purpose("{\"app\":\"chat\"}", "{\"kind\":\"llm\"}", "{}");
  static final Effect.Overage OVERAGE =
      new Effect.Overage(20, 15, OveragePolicy.ALLOW_WITH_OVERDRAFT);
  static final LedgerTerms TERMS =
      new LedgerTerms(
          OveragePolicy.ALLOW_IF_AVAILABLE, "CARRY_FORWARD", 1_000L, 2_000L, "{\"team\":\"a\"}");
  static final Ledger LEDGER =
      new Ledger(
          ROOT, Unit.TOKENS, "led_1", TERMS, LedgerStatus.CLOSED, FIGURES, 1_000, 2_000, 3_000L);
  static final Tenant TENANT =
      new Tenant(
          ACME,
          "Acme",
          TenantStatus.CLOSED,
          new TenantId("holding"),
          new TenantSettings(OveragePolicy.REJECT, 60_000L, 3_600_000L, 4),
          ExpiryPolicy.AUTO_RELEASE,
          "{\"k\":\"v\"}",
          1_000,
          2_000,
          3_000L,
          4_000L);
  static final Refusal REFUSAL =
      Refusal.of(RefusalCode.BUDGET_EXCEEDED, "too much")
          .with("remaining", 12L)
          .with("scope", "tenant:acme")
          .with("expected_units", List.of("TOKENS", "CREDITS"));
  static final Reservation LIVE =
      new Reservation(
          RESERVATION,
          KEY,
          APP,
          new Amount(Unit.TOKENS, 400),
          List.of(ROOT, APP),
          OveragePolicy.ALLOW_WITH_OVERDRAFT,
          PURPOSE,
          1_000,
          61_000,
          61_000,
          5_000,
          1,
          10,
          null,
          null,
          null,
          null);

  static final Policy POLICY =
      new Policy(
          PolicyId.of(ACME, "1"),
          "agents",
          "what agents keep to",
          new ScopePattern("tenant:acme/agent:*"),
          10,
          new PolicyTerms(
              new Caps(4_096L, 10L, List.of("search"), List.of("code.exec"), 1_000L),
              OveragePolicy.REJECT,
              new TtlOverride(30_000L, 120_000L, 2),
              new RateLimits(60, 120)),
          PolicyStatus.DISABLED,
          1_000L,
          9_000L,
          500,
          600);
  private static final Origin ORIGIN =
      new Origin(
          Actor.ADMIN,
          null,
          "10.0.0.1",
          "curl/8",
          "req-1",
          "0af7651916cd43dd8448eb211c80319c",
          "updateTenant",
          "because",
          "tenant_bulk_action:close:req-1",
          null);

  private static final ScopeEvent.Step STEP = new ScopeEvent.Step(3, 41, 39);

  private StoredSamples() {}

  static List<ScopeEvent> scopeEvents() {
    return List.of(
        new ScopeEvent.TenantSet(TENANT, null, 5_000),
        new ScopeEvent.CloseCompleted(null, 5_001),
        new ScopeEvent.ChildAdded(APP, 5_002),
        new ScopeEvent.LedgerOpened(LEDGER, null, 5_003),
        new ScopeEvent.LedgerChanged(LEDGER, null, 5_004),
        new ScopeEvent.Funded(
            Unit.TOKENS,
            FundingOperation.REPAY_DEBT,
            FIGURES,
            FIGURES,
            null,
            "key-2",
            "beef",
            null,
            5_005),
        new ScopeEvent.NodeClosed(null, 5_006),
        new ScopeEvent.Held(STEP, RESERVATION, Unit.TOKENS, 400, null, 5_007),
        new ScopeEvent.Settled(
            STEP, RESERVATION, Unit.TOKENS, 400, 380, 20, true, null, null, 5_008),
        new ScopeEvent.TakenBack(STEP, RESERVATION, Unit.TOKENS, 400, 5_009),
        new ScopeEvent.PolicySet(POLICY, null, 5_010),
        new ScopeEvent.ThresholdsSet(List.of(500_000, 800_000), 5_012),
        new ScopeEvent.BurnTermsSet(List.of(new BurnTerms(60, 1_500), BurnTerms.PROTOCOL), 5_013));
  }

  /** Those that say where they come from. */
  static List<ScopeEvent> toldScopeEvents() {
    return List.of(
        new ScopeEvent.TenantSet(TENANT, ORIGIN, 5_000),
        new ScopeEvent.CloseCompleted(new CloseCounts(1, 2, 3, 4L), 5_001),
        new ScopeEvent.LedgerOpened(LEDGER, ORIGIN, 5_003),
        new ScopeEvent.LedgerChanged(LEDGER, ORIGIN, 5_004),
        new ScopeEvent.Funded(
            Unit.TOKENS,
            FundingOperation.RESET_SPENT,
            FIGURES,
            FIGURES,
            true,
            "key-2",
            "beef",
            ORIGIN,
            5_005),
        new ScopeEvent.NodeClosed(ORIGIN, 5_006),
        new ScopeEvent.Held(STEP, RESERVATION, Unit.TOKENS, 400, ORIGIN, 5_007),
        new ScopeEvent.Settled(
            STEP, RESERVATION, Unit.TOKENS, 400, 380, 20, true, true, ORIGIN, 5_008));
  }

  /** Those that say where they come from. */
  static List<BookEvent> toldBookEvents() {
    return List.of(
        new BookEvent.Reserved(41, LIVE, ORIGIN, 5_001),
        new BookEvent.Committed(42, RESERVATION, KEY, 415, OVERAGE, "{\"m\":1}", ORIGIN, 5_003),
        new BookEvent.Released(43, RESERVATION, KEY, "changed my mind", ORIGIN, 5_004),
        new BookEvent.Debited(
            45,
            ReservationId.of(ACME, 3, 7, 45),
            KEY,
            new Amount(Unit.TOKENS, 20),
            OVERAGE,
            APP,
            List.of(ROOT, APP),
            PURPOSE,
            ORIGIN,
            5_007));
  }

  static List<BookEvent> bookEvents() {
    return List.of(
        new BookEvent.Started(7, 5_000),
        new BookEvent.Reserved(41, LIVE, null, 5_001),
        new BookEvent.Judged(
            new KeptAnswer(
                Endpoint.DECIDE,
                KEY,
                new ReservationReply.Judged(
                    APP, new Amount(Unit.TOKENS, 5), REFUSAL, BALANCES, null),
                5_002),
            5_002),
        new BookEvent.Committed(42, RESERVATION, KEY, 415, OVERAGE, "{\"m\":1}", null, 5_003),
        new BookEvent.Released(43, RESERVATION, KEY, "changed my mind", null, 5_004),
        new BookEvent.Expired(44, RESERVATION, 5_005),
        new BookEvent.Extended(RESERVATION, KEY, 121_000, BALANCES, 5_006),
        new BookEvent.Debited(
            45,
            ReservationId.of(ACME, 3, 7, 45),
            KEY,
            new Amount(Unit.TOKENS, 20),
            OVERAGE,
            APP,
            List.of(ROOT, APP),
            PURPOSE,
            null,
            5_007),
        new BookEvent.Voided(41, 5_008),
        new BookEvent.Completed(41, BALANCES, 5_009),
        new BookEvent.Closed(5_010),
        new BookEvent.WakeSet(Long.MAX_VALUE, 5_011));
  }

  /** A root that tells of its close in the end. */
  static ScopeState closingState() {
    return scopeState()
        .apply(new ScopeEvent.TenantSet(tenant(TenantStatus.ACTIVE, null), null, 7))
        .apply(new ScopeEvent.TenantSet(tenant(TenantStatus.CLOSED, "{}"), ORIGIN, 8))
        .apply(
            new ScopeEvent.Settled(
                new ScopeEvent.Step(3, 42, 39),
                RESERVATION,
                Unit.TOKENS,
                400,
                0,
                0,
                false,
                true,
                null,
                9));
  }

  private static Tenant tenant(TenantStatus status, String metadata) {
    return new Tenant(
        ACME, "Acme", status, null, TENANT.settings(), null, metadata, 1, 7, null, null);
  }

  /** A root with a ledger, a child, holds, results of two books, and a remembered funding. */
  static ScopeState scopeState() {
    ScopeState state = ScopeState.empty(ROOT);
    Ledger fresh =
        new Ledger(
            ROOT,
            Unit.TOKENS,
            "led_1",
            TERMS,
            LedgerStatus.ACTIVE,
            new Figures(10_000, 0, 0, 0, 50, false),
            1_000,
            1_000,
            null);
    List<ScopeEvent> events =
        List.of(
            new ScopeEvent.TenantSet(TENANT, null, 1),
            new ScopeEvent.ChildAdded(APP, 2),
            new ScopeEvent.LedgerOpened(fresh, null, 3),
            new ScopeEvent.Funded(
                Unit.TOKENS,
                FundingOperation.CREDIT,
                fresh.figures(),
                FIGURES,
                null,
                "k",
                "h",
                null,
                4),
            new ScopeEvent.Held(STEP, RESERVATION, Unit.TOKENS, 400, null, 5),
            new ScopeEvent.TakenBack(
                new ScopeEvent.Step(2, 9, 9), ReservationId.of(ACME, 2, 1, 9), null, 0, 6));
    for (ScopeEvent event : events) {
      state = state.apply(event);
    }
    return state;
  }

  /** The same with a policy. */
  static ScopeState governedScopeState() {
    return scopeState().apply(new ScopeEvent.PolicySet(POLICY, null, 7));
  }

  /** A reservation that a policy gave caps, of a tenant that cleans up by hand. */
  static BookEvent governedReservation() {
    return new BookEvent.Reserved(
        41,
        new Reservation(
            LIVE.id(),
            LIVE.key(),
            LIVE.scope(),
            LIVE.amount(),
            LIVE.budgeted(),
            LIVE.overagePolicy(),
            LIVE.purpose(),
            LIVE.createdAtMs(),
            LIVE.firstExpiresAtMs(),
            LIVE.expiresAtMs(),
            LIVE.graceMs(),
            LIVE.extensions(),
            LIVE.extensionsMax(),
            null,
            null,
            POLICY.terms().caps(),
            ExpiryPolicy.MANUAL_CLEANUP),
        null,
        5_001);
  }

  /** A book with a live reservation, an ended one, an unfinished debit, and kept answers. */
  static BookState bookState() {
    BookState state = BookState.empty(ACME, 3);
    List<BookEvent> events =
        List.of(
            new BookEvent.Started(7, 1_000),
            new BookEvent.Reserved(41, LIVE, null, 1_001),
            new BookEvent.Completed(41, BALANCES, 1_002),
            new BookEvent.Extended(RESERVATION, KEY, 121_000, BALANCES, 1_003),
            new BookEvent.Released(42, RESERVATION, KEY, "done", null, 1_004),
            new BookEvent.Completed(42, BALANCES, 1_005),
            bookEvents().get(2),
            bookEvents().get(7),
            new BookEvent.WakeSet(9_999, 6_000));
    for (BookEvent event : events) {
      state = state.apply(event, Recent.BOUNDS);
    }
    return state;
  }

  /** The same as it was stored when a book still remembered what only readers want. */
  static BookState wordyBookState() {
    BookState lean = bookState();
    Reservation ended = lean.reservation(RESERVATION);
    Reservation.End end = ended.end();
    Reservation wordy =
        new Reservation(
            ended.id(),
            ended.key(),
            ended.scope(),
            ended.amount(),
            ended.budgeted(),
            ended.overagePolicy(),
            PURPOSE,
            ended.createdAtMs(),
            ended.firstExpiresAtMs(),
            ended.expiresAtMs(),
            ended.graceMs(),
            ended.extensions(),
            ended.extensionsMax(),
            ended.createBalances(),
            new Reservation.End(
                end.status(), end.key(), end.charged(), "done", end.atMs(), end.balances()),
            ended.caps(),
            ended.expiry());
    return new BookState(
        lean.tenant(),
        lean.book(),
        lean.incarnation(),
        lean.nextOperation(),
        lean.lastAtMs(),
        lean.isClosed(),
        lean.reservations().with(RESERVATION.text(), wordy),
        lean.kept(),
        lean.byKey(),
        lean.unfinished(),
        lean.recent(),
        lean.wakeAtMs(),
        lean.releasedByClose());
  }
}
