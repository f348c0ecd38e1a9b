package io.bailiwick.query;

import static io.bailiwick.query.ReadTables.answer;
import static org.assertj.core.api.Assertions.assertThat;

import io.bailiwick.apikey.ScopeFilter;
import io.bailiwick.journal.QueryLimit;
import io.bailiwick.journal.TestStore;
import io.bailiwick.tenant.TenantId;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sqlite.ProgressHandler;
import org.sqlite.SQLiteConnection;

/** What a page of a long list costs: as much far down as at its beginning. */
class ListWorkTest {

  private static final int ROWS = 6_000;
  private static final int LIMIT = 100;
  private static final ReservationFilter.Window ALL_TIME =
      new ReservationFilter.Window(0L, Long.MAX_VALUE);

  @TempDir Path dataDir;

  /** Instructions of SQLite's machine since it was told last. */
  private static final class Instructions extends ProgressHandler implements QueryLimit {
    private long count;

    @Override
    protected int progress() {
      count++;
      return 0;
    }

    @Override
    public void begin(Connection connection) throws SQLException {
      count = 0;
      ProgressHandler.setHandler(connection.unwrap(SQLiteConnection.class), 1, this);
    }

    @Override
    public void end(Connection connection) throws SQLException {
      ProgressHandler.clearHandler(connection.unwrap(SQLiteConnection.class));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "RESERVATION_ID, ASC, false",
    "RESERVATION_ID, DESC, false",
    "TENANT, DESC, false",
    "CREATED_AT_MS, ASC, true",
    "CREATED_AT_MS, DESC, true"
  })
  void pageFarDownCostsWhatTheFirstOneDoes(
      ReservationSort sort, SortDirection direction, boolean hasWindow) throws Exception {
    try (ReadTables tables = new ReadTables(TestStore.EMBEDDED, dataDir)) {
      ManyRows.fill(tables, ROWS);
      Instructions instructions = new Instructions();
      ReservationQueries queries =
          new ReservationQueries(new Reads(tables.pool(), instructions, Runnable::run));
      ReservationFilter filter = filter(hasWindow ? ALL_TIME : ReservationFilter.Window.OPEN);
      List<Long> costs = new ArrayList<>();
      // The connection's first look at the schema is no page's work.
      answer(queries.list(filter, sort, direction, PageRequest.first(1), 0));
      String cursor = null;
      do {
        var reply = queries.list(filter, sort, direction, new PageRequest(cursor, LIMIT), 0);
        cursor = ((ListReply.Page<?>) answer(reply)).nextCursor();
        costs.add(instructions.count);
      } while (cursor != null);
      assertThat(costs)
          .hasSize(ROWS / 2 / LIMIT)
          .allMatch(cost -> cost <= costs.getFirst() * 3 / 2);
    }
  }

  /** It has statistics of columns, and takes an expression for something that few rows have. */
  @ParameterizedTest
  @CsvSource({"ASC, false", "DESC, false", "ASC, true", "DESC, true"})
  void reservationsInOrderOfTheirIdsAreAWalkOnPostgresqlToo(
      SortDirection direction, boolean isLater) throws Exception {
    try (ReadTables tables = new ReadTables(TestStore.POSTGRESQL, dataDir)) {
      ManyRows.fill(tables, ROWS);
      try (Connection connection = tables.pool().getConnection();
          Statement analyze = connection.createStatement()) {
        analyze.execute("ANALYZE reservation");
      }
      OverheardPool pool = new OverheardPool(tables.pool());
      ReservationQueries queries =
          new ReservationQueries(new Reads(pool.dataSource(), QueryLimit.NONE, Runnable::run));
      String cursor = null;
      for (int i = 0; i < (isLater ? 2 : 1); i++) {
        var reply =
            queries.list(
                filter(ReservationFilter.Window.OPEN),
                ReservationSort.RESERVATION_ID,
                direction,
                new PageRequest(cursor, LIMIT),
                0);
        cursor = ((ListReply.Page<?>) answer(reply)).nextCursor();
      }
      assertThat(pool.plan("EXPLAIN", 1))
          .as("the first of the two is where the ids are found")
          .anyMatch(step -> step.matches(".*Index Only Scan.* using reservation_pk on .*"));
    }
  }

  /** To call a function written in SQL takes several times as long as the search. */
  @Test
  void searchOnPostgresqlCallsNoFunctionOfOurs() throws Exception {
    try (ReadTables tables = new ReadTables(TestStore.POSTGRESQL, dataDir)) {
      OverheardPool pool = new OverheardPool(tables.pool());
      TenantQueries queries =
          new TenantQueries(new Reads(pool.dataSource(), QueryLimit.NONE, Runnable::run));
      TenantFilter search = new TenantFilter(null, null, "acme");
      answer(queries.list(search, TenantSort.NAME, SortDirection.ASC, PageRequest.first(LIMIT)));
      assertThat(pool.plan("EXPLAIN", 1))
          .anyMatch(step -> step.contains("strpos("))
          .noneMatch(step -> step.contains("instr"));
    }
  }

  private static ReservationFilter filter(ReservationFilter.Window created) {
    return new ReservationFilter(
        new TenantId("ten0"),
        null,
        null,
        Map.of(),
        created,
        ReservationFilter.Window.OPEN,
        ReservationFilter.Window.OPEN,
        ScopeFilter.ALL);
  }
}
