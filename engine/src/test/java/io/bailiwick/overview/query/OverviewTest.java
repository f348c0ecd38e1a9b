package io.bailiwick.overview.query;

import static io.bailiwick.query.ReadTables.answer;
import static org.assertj.core.api.Assertions.assertThat;

import io.bailiwick.amount.Unit;
import io.bailiwick.journal.TestStore;
import io.bailiwick.projection.SqlStatement;
import io.bailiwick.projection.TableWrite;
import io.bailiwick.query.ReadTables;
import io.bailiwick.record.RecordIds;
import io.bailiwick.scope.Figures;
import io.bailiwick.scope.Ledger;
import io.bailiwick.scope.LedgerStatus;
import io.bailiwick.scope.LedgerTerms;
import io.bailiwick.scope.ScopeEvent;
import io.bailiwick.scope.ScopePath;
import io.bailiwick.scope.ScopeState;
import io.bailiwick.tenant.TenantStatus;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** An overview of nothing, of a little, and of storms; that it agrees with lists is an IT's. */
class OverviewTest {

  private static final long NOW_MS = 10_000_000_000L;
  private static final long WINDOW_MS = Overview.WINDOW_S * 1_000L;
  private static final LedgerTerms TERMS = new LedgerTerms(null, "NONE", null, null, null);

  @TempDir Path dataDir;

  @ParameterizedTest
  @EnumSource
  void whereThereIsNothingEveryNumberIsNought(TestStore store) throws Exception {
    try (ReadTables tables = new ReadTables(store, dataDir)) {
      Overview overview = answer(new OverviewQueries(tables.reads).look(NOW_MS));
      assertThat(overview)
          .isEqualTo(
              new Overview(
                  NOW_MS,
                  new Overview.Counts(
                      Map.of(),
                      Map.of(LedgerStatus.ACTIVE, 0L),
                      Map.of(),
                      0,
                      0,
                      Map.of(),
                      0,
                      Map.of(),
                      Map.of()),
                  List.of(),
                  List.of(),
                  List.of(),
                  List.of(),
                  List.of()));
    }
  }

  @ParameterizedTest
  @EnumSource
  void countsTenantsAndLedgersByWhatTheyAre(TestStore store) throws Exception {
    try (ReadTables tables = new ReadTables(store, dataDir)) {
      tables.tenant("acme", TenantStatus.ACTIVE);
      tables.tenant("beta", TenantStatus.SUSPENDED);
      tables.closedTenant("gone");
      for (int i = 0; i < 25; i++) {
        boolean owes = i < 12;
        ledger(
            tables,
            "tenant:acme/app:a" + i,
            i % 2 == 0 ? Unit.TOKENS : Unit.CREDITS,
            i == 20 ? LedgerStatus.FROZEN : i == 21 ? LedgerStatus.CLOSED : LedgerStatus.ACTIVE,
            new Figures(100, 0, 0, owes ? 100 + i : 0, 5, owes && i % 3 == 0));
      }

      Overview overview = answer(new OverviewQueries(tables.reads).look(NOW_MS));

      assertThat(overview.counts().tenants())
          .isEqualTo(
              Map.of(TenantStatus.ACTIVE, 1L, TenantStatus.SUSPENDED, 1L, TenantStatus.CLOSED, 1L));
      assertThat(overview.counts().ledgers())
          .isEqualTo(
              Map.of(LedgerStatus.ACTIVE, 23L, LedgerStatus.FROZEN, 1L, LedgerStatus.CLOSED, 1L));
      assertThat(overview.counts().ledgersByUnit())
          .isEqualTo(Map.of(Unit.TOKENS, 13L, Unit.CREDITS, 12L));
      assertThat(overview.counts().indebted()).isEqualTo(12);
      assertThat(overview.counts().overLimit()).isEqualTo(4);
      assertThat(overview.indebted().stream().map(ledger -> ledger.figures().debt()))
          .containsExactly(111L, 110L, 109L, 108L, 107L, 106L, 105L, 104L, 103L, 102L);
      assertThat(overview.overLimit().stream().map(ledger -> ledger.figures().debt()))
          .containsExactly(109L, 106L, 103L, 100L);
    }
  }

  @ParameterizedTest
  @EnumSource
  void eventsCountWithinTheHourAndStormsWithAllThatTheyStandFor(TestStore store) throws Exception {
    try (ReadTables tables = new ReadTables(store, dataDir)) {
      String denied =
          "{\"scope\":\"s\",\"reason_code\":\"%s\",\"subject\":{\"reason_code\":\"X\"}}";
      event(tables, NOW_MS, "reservation.denied", denied.formatted("BUDGET_FROZEN"), null);
      event(tables, NOW_MS - 1, "reservation.denied", denied.formatted("BUDGET_EXCEEDED"), null);
      event(
          tables,
          NOW_MS - 2,
          "reservation.denied",
          denied.formatted("BUDGET_EXCEEDED"),
          "{\"occurrences\":700}");
      event(tables, NOW_MS - WINDOW_MS, "reservation.expired", "{}", null);
      event(tables, NOW_MS - WINDOW_MS, "budget.funded", "{}", null);
      event(tables, NOW_MS - WINDOW_MS - 1, "budget.funded", "{}", null);
      event(tables, NOW_MS + 1, "budget.funded", "{}", null);

      Overview overview = answer(new OverviewQueries(tables.reads).look(NOW_MS));

      assertThat(overview.counts().events()).isEqualTo(Map.of("reservation", 4L, "budget", 1L));
      assertThat(overview.counts().denialsByReason())
          .isEqualTo(Map.of("BUDGET_FROZEN", 1L, "BUDGET_EXCEEDED", 701L));
      assertThat(overview.denials().stream().map(event -> event.atMs()))
          .containsExactly(NOW_MS, NOW_MS - 1, NOW_MS - 2);
      assertThat(overview.expiries()).hasSize(1);
    }
  }

  private static void ledger(
      ReadTables tables, String scope, Unit unit, LedgerStatus status, Figures figures)
      throws Exception {
    ScopePath path = new ScopePath(scope);
    tables.apply(
        ScopeState.empty(path),
        new ScopeEvent.LedgerOpened(
            new Ledger(path, unit, "led-" + scope, TERMS, status, figures, 1, 1, null), null, 1));
  }

  private static void event(ReadTables tables, long atMs, String type, String data, String metadata)
      throws Exception {
    String id = RecordIds.of("evt_", atMs, type);
    String sql =
        "INSERT INTO event (event_id, event_type, category, tenant, at_ms, source, scope, data,"
            + " metadata) VALUES ('%s', '%s', '%s', 'acme', %d, 's', '', '%s', %s)"
                .formatted(
                    id,
                    type,
                    type.split("\\.")[0],
                    atMs,
                    data,
                    metadata == null ? "NULL" : "'" + metadata + "'");
    tables.write(List.of(TableWrite.of(SqlStatement.every(94, sql))));
  }
}
