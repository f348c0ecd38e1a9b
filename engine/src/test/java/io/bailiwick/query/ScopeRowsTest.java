package io.bailiwick.query;

import static io.bailiwick.query.ReadTables.answer;
import static org.assertj.core.api.Assertions.assertThat;

import io.bailiwick.amount.OveragePolicy;
import io.bailiwick.amount.Unit;
import io.bailiwick.journal.TestStore;
import io.bailiwick.reservation.ReservationId;
import io.bailiwick.scope.BudgetReply;
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
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a scope has decided is in its rows. */
class ScopeRowsTest {

  private static final TenantId ACME = new TenantId("acme");
  private static final ScopePath CHAT = new ScopePath("tenant:acme/app:chat");
  private static final ReservationId RESERVATION = ReservationId.of(ACME, 0, 1, 1);

  @TempDir Path dataDir;

  @ParameterizedTest
  @EnumSource
  void ledgerRowFollowsEveryEventThatMovesIt(TestStore store) throws Exception {
    try (ReadTables tables = new ReadTables(store, dataDir)) {
      Figures opened = new Figures(100, 0, 0, 0, 50, false);
      Figures credited = new Figures(150, 0, 0, 0, 50, false);
      LedgerQueries queries = new LedgerQueries(tables.reads);
      ScopeState state = ScopeState.empty(CHAT);
      for (ScopeEvent event :
          List.of(
              new ScopeEvent.LedgerOpened(ledger(opened), null, 1),
              new ScopeEvent.Funded(
                  Unit.TOKENS,
                  FundingOperation.CREDIT,
                  opened,
                  credited,
                  null,
                  null,
                  null,
                  null,
                  2),
              new ScopeEvent.Held(
                  new ScopeEvent.Step(0, 1, 1), RESERVATION, Unit.TOKENS, 70, null, 3),
              new ScopeEvent.Settled(
                  new ScopeEvent.Step(0, 2, 1),
                  RESERVATION,
                  Unit.TOKENS,
                  70,
                  90,
                  10,
                  true,
                  null,
                  null,
                  4),
              new ScopeEvent.TakenBack(new ScopeEvent.Step(0, 3, 1), RESERVATION, null, 0, 5),
              new ScopeEvent.NodeClosed(null, 6))) {
        state = tables.apply(state, event);
        assertThat(answer(queries.lookup(CHAT, Unit.TOKENS)))
            .as(event.toString())
            .contains(state.ledger(Unit.TOKENS));
      }
      assertThat(state.ledger(Unit.TOKENS).status()).isEqualTo(LedgerStatus.CLOSED);
      assertThat(answer(queries.lookup(CHAT, Unit.CREDITS))).isEmpty();
    }
  }

  @ParameterizedTest
  @EnumSource
  void fundingIsKeptUnderItsKeyPerLedger(TestStore store) throws Exception {
    try (ReadTables tables = new ReadTables(store, dataDir)) {
      Figures before = new Figures(100, 0, 0, 0, 50, false);
      Figures after = new Figures(150, 0, 0, 0, 50, false);
      tables.apply(
          ScopeState.empty(CHAT),
          new ScopeEvent.LedgerOpened(ledger(before), null, 1),
          new ScopeEvent.Funded(
              Unit.TOKENS, FundingOperation.CREDIT, before, after, null, "key", "hash", null, 2));
      KeptAnswers kept = new KeptAnswers(tables.reads);
      assertThat(answer(kept.funding(CHAT, Unit.TOKENS, "key")))
          .contains(
              new KeptFunding(
                  "hash", new BudgetReply.Funded(FundingOperation.CREDIT, before, after, 2)));
      assertThat(answer(kept.funding(CHAT, Unit.CREDITS, "key"))).isEmpty();
      assertThat(answer(kept.funding(ScopePath.root(ACME), Unit.TOKENS, "key"))).isEmpty();
    }
  }

  @ParameterizedTest
  @EnumSource
  void closedTenantIsDueUntilItsCloseIsComplete(TestStore store) throws Exception {
    try (ReadTables tables = new ReadTables(store, dataDir)) {
      TenantQueries queries = new TenantQueries(tables.reads);
      DueWork due = new DueWork(tables.reads);
      Tenant open = tenant("acme", "Acme", TenantStatus.ACTIVE, 1);
      Tenant closed = tenant("acme", "Acme Inc", TenantStatus.CLOSED, 1);
      ScopeState root =
          tables.apply(
              ScopeState.empty(ScopePath.root(ACME)), new ScopeEvent.TenantSet(open, null, 1));
      assertThat(answer(queries.byId(ACME))).contains(open);
      assertThat(answer(due.closes("", 10))).isEmpty();

      root = tables.apply(root, new ScopeEvent.TenantSet(closed, null, 2));
      assertThat(answer(queries.byId(ACME))).contains(closed);
      assertThat(answer(due.closes("", 10))).containsExactly(ACME);

      tables.apply(
          root, new ScopeEvent.CloseCompleted(null, 3), new ScopeEvent.TenantSet(closed, null, 4));
      assertThat(answer(due.closes("", 10))).isEmpty();
    }
  }

  @ParameterizedTest
  @EnumSource
  void tenantsAreListedInEveryOrder(TestStore store) throws Exception {
    try (ReadTables tables = new ReadTables(store, dataDir)) {
      List<Tenant> all = new ArrayList<>();
      for (int i = 0; i < 7; i++) {
        TenantStatus status = TenantStatus.values()[i % 3];
        Tenant tenant = tenant("tenant-" + (i * 3) % 7, "Name" + i % 2, status, i % 4);
        all.add(tenant);
        tables.apply(
            ScopeState.empty(ScopePath.root(tenant.id())),
            new ScopeEvent.TenantSet(tenant, null, 1));
      }
      TenantQueries queries = new TenantQueries(tables.reads);
      for (TenantSort sort : TenantSort.values()) {
        for (SortDirection direction : SortDirection.values()) {
          // Of equal ones the ids go the way of the sort.
          Comparator<Tenant> order = order(sort).thenComparing(Tenant::id);
          assertThat(walk(queries, TenantFilter.ALL, sort, direction))
              .as(sort + " " + direction)
              .isEqualTo(
                  all.stream()
                      .sorted(direction == SortDirection.ASC ? order : order.reversed())
                      .toList());
        }
      }
      assertThat(
              walk(
                  queries,
                  new TenantFilter(TenantStatus.ACTIVE, new TenantId("parent"), "NAME1"),
                  TenantSort.NAME,
                  SortDirection.ASC))
          .containsExactlyElementsOf(
              all.stream()
                  .filter(t -> t.status() == TenantStatus.ACTIVE && t.name().equals("Name1"))
                  .toList());
    }
  }

  private static List<Tenant> walk(
      TenantQueries queries, TenantFilter filter, TenantSort sort, SortDirection direction)
      throws Exception {
    List<Tenant> walked = new ArrayList<>();
    String cursor = null;
    do {
      var page =
          (ListReply.Page<Tenant>)
              answer(queries.list(filter, sort, direction, new PageRequest(cursor, 2)));
      walked.addAll(page.items());
      cursor = page.nextCursor();
    } while (cursor != null);
    return walked;
  }

  private static Comparator<Tenant> order(TenantSort sort) {
    return switch (sort) {
      case TENANT_ID -> Comparator.comparing(Tenant::id);
      case NAME -> Comparator.comparing(Tenant::name);
      case STATUS -> Comparator.comparing(tenant -> tenant.status().name());
      case CREATED_AT -> Comparator.comparing(Tenant::createdAtMs);
    };
  }

  private static Tenant tenant(String id, String name, TenantStatus status, long createdAtMs) {
    return new Tenant(
        new TenantId(id),
        name,
        status,
        new TenantId("parent"),
        new TenantSettings(OveragePolicy.REJECT, 1_000L, null, 3),
        ExpiryPolicy.AUTO_RELEASE,
        "{\"a\":\"b\"}",
        createdAtMs,
        9,
        null,
        status == TenantStatus.CLOSED ? 9L : null);
  }

  private static Ledger ledger(Figures figures) {
    return new Ledger(
        CHAT,
        Unit.TOKENS,
        "ledger-1",
        new LedgerTerms(OveragePolicy.ALLOW_WITH_OVERDRAFT, "NONE", 1L, 2L, "{}"),
        LedgerStatus.ACTIVE,
        figures,
        1,
        1,
        null);
  }
}
