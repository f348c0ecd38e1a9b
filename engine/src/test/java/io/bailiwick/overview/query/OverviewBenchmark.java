package io.bailiwick.overview.query;

import static io.bailiwick.query.ReadTables.answer;

import io.bailiwick.amount.Unit;
import io.bailiwick.journal.TestStore;
import io.bailiwick.projection.ScopeRows;
import io.bailiwick.projection.SqlStatement;
import io.bailiwick.projection.TableWrite;
import io.bailiwick.projection.TableWrites;
import io.bailiwick.query.ReadTables;
import io.bailiwick.record.RecordIds;
import io.bailiwick.record.RecordPlace;
import io.bailiwick.scope.Figures;
import io.bailiwick.scope.Ledger;
import io.bailiwick.scope.LedgerStatus;
import io.bailiwick.scope.LedgerTerms;
import io.bailiwick.scope.ScopeEvent;
import io.bailiwick.scope.ScopePath;
import io.bailiwick.scope.ScopeState;
import io.bailiwick.tenant.TenantStatus;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * How long an overview takes where there is much, and what its indexes cost the settlements that
 * write ledgers: a program to run by hand, not a test.
 *
 * <p>Arguments: EMBEDDED or POSTGRESQL, tenants, ledgers, events of the last hour.
 */
final class OverviewBenchmark {

  private static final int TIMES = 40;
  private static final int SETTLEMENTS = 20_000;
  private static final int SETTLEMENTS_AT_ONCE = 200;
  private static final long NOW_MS = 1_900_000_000_000L;
  private static final LedgerTerms TERMS = new LedgerTerms(null, "NONE", null, null, null);
  private static final List<String> INDEXES =
      List.of("ledger_by_unit", "ledger_inactive", "ledger_over_limit", "ledger_indebted");

  private OverviewBenchmark() {}

  public static void main(String[] arguments) throws Exception {
    Path dataDir = Files.createTempDirectory("overview");
    try (ReadTables tables = new ReadTables(TestStore.valueOf(arguments[0]), dataDir)) {
      int tenants = Integer.parseInt(arguments[1]);
      int ledgers = Integer.parseInt(arguments[2]);
      for (int i = 0; i < tenants; i++) {
        tables.tenant("tenant-" + i, i % 20 == 0 ? TenantStatus.SUSPENDED : TenantStatus.ACTIVE);
      }
      write(tables, 0, tenants, ledgers, ledgers);
      events(tables, Integer.parseInt(arguments[3]));
      overview(tables);
      for (int round = 0; round < 2; round++) {
        settlements("with indexes", tables, tenants, ledgers);
        overview(tables);
      }
      for (String index : INDEXES) {
        tables.write(List.of(TableWrite.of(SqlStatement.every(1, "DROP INDEX " + index))));
      }
      for (int round = 0; round < 2; round++) {
        settlements("without", tables, tenants, ledgers);
      }
      overview(tables);
    }
  }

  private static void overview(ReadTables tables) throws Exception {
    OverviewQueries queries = new OverviewQueries(tables.reads);
    List<Long> micros = new ArrayList<>();
    Overview last = null;
    for (int i = 0; i < TIMES; i++) {
      long begun = System.nanoTime();
      last = answer(queries.look(NOW_MS));
      micros.add(TimeUnit.NANOSECONDS.toMicros(System.nanoTime() - begun));
    }
    long first = micros.getFirst();
    Collections.sort(micros);
    System.out.printf(
        "overview: first %d us, median %d us, most %d us; %s%n",
        first, micros.get(TIMES / 2), micros.getLast(), last.counts());
  }

  /** Ledgers that move a little, many of them in each transaction, as a busy node writes them. */
  private static void settlements(String what, ReadTables tables, int tenants, int ledgers)
      throws Exception {
    long begun = System.nanoTime();
    write(tables, 1, tenants, ledgers, SETTLEMENTS);
    long micros = TimeUnit.NANOSECONDS.toMicros(System.nanoTime() - begun);
    System.out.printf("settlements %s: %.1f us each%n", what, (double) micros / SETTLEMENTS);
  }

  private static void write(ReadTables tables, long spent, int tenants, int ledgers, int count)
      throws Exception {
    TableWrites out = new TableWrites();
    for (int n = 0; n < count; n++) {
      int i = (int) ((n * 7_919L) % ledgers);
      ScopePath scope = new ScopePath("tenant:tenant-%d/app:a%d".formatted(i % tenants, i));
      boolean owes = i % 100 == 0;
      Ledger ledger =
          new Ledger(
              scope,
              Unit.values()[i % 2],
              "led-" + i,
              TERMS,
              i % 250 == 1 ? LedgerStatus.FROZEN : LedgerStatus.ACTIVE,
              new Figures(1_000_000, spent + n, 0, owes ? 50 + i : 0, 10, owes && i % 200 == 0),
              1,
              n,
              null);
      ScopeRows.add(
          new ScopeEvent.LedgerChanged(ledger, null, n),
          ScopeState.empty(scope).apply(new ScopeEvent.LedgerOpened(ledger, null, n)),
          ScopeState.empty(scope).apply(new ScopeEvent.LedgerOpened(ledger, null, n)),
          new RecordPlace("e", n, 0),
          out);
      if (out.toList().size() >= SETTLEMENTS_AT_ONCE) {
        tables.write(out.toList());
        out = new TableWrites();
      }
    }
    tables.write(out.toList());
  }

  private static void events(ReadTables tables, int count) throws Exception {
    SqlStatement insert =
        SqlStatement.every(
            94,
            "INSERT INTO event (event_id, event_type, category, tenant, at_ms, source, scope, data)"
                + " VALUES (?, ?, ?, ?, ?, 's', '', ?)");
    String denied = "{\"scope\":\"tenant:a\",\"unit\":\"TOKENS\",\"reason_code\":\"R%d\"}";
    List<TableWrite> writes = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      long atMs = NOW_MS - i % (Overview.WINDOW_S * 1_000L);
      boolean isDenial = i % 4 == 0;
      writes.add(
          TableWrite.of(
              insert,
              RecordIds.of(RecordIds.EVENT, atMs, "e" + i),
              isDenial ? "reservation.denied" : "budget.funded",
              isDenial ? "reservation" : "budget",
              "tenant-" + i % 1_000,
              atMs,
              denied.formatted(i % 3)));
    }
    tables.write(writes);
  }
}
