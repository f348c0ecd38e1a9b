package io.bailiwick.query;

import static io.bailiwick.query.ReadTables.answer;
import static org.assertj.core.api.Assertions.assertThat;

import io.bailiwick.apikey.KeyStatus;
import io.bailiwick.apikey.ScopeFilter;
import io.bailiwick.apikey.query.ApiKeyFilter;
import io.bailiwick.apikey.query.ApiKeyQueries;
import io.bailiwick.apikey.query.ApiKeySort;
import io.bailiwick.journal.QueryLimit;
import io.bailiwick.journal.TestStore;
import io.bailiwick.reservation.ReservationStatus;
import io.bailiwick.scope.ScopeLevel;
import io.bailiwick.tenant.TenantId;
import io.bailiwick.webhook.query.WebhookFilter;
import io.bailiwick.webhook.query.WebhookQueries;
import io.bailiwick.webhook.query.WebhookSort;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * How the embedded store finds pages, as it says itself: no list of many rows looks each of them up
 * that could be walked, and none sorts what lies in order.
 */
class ListPlanTest {

  private static final TenantId LARGE = new TenantId("ten0");

  @TempDir Path dataDir;

  private ReadTables tables;
  private OverheardPool pool;
  private Reads reads;

  @BeforeEach
  void fill() throws Exception {
    tables = new ReadTables(TestStore.EMBEDDED, dataDir);
    ManyRows.fill(tables, 200);
    pool = new OverheardPool(tables.pool());
    reads = new Reads(pool.dataSource(), QueryLimit.NONE, Runnable::run);
  }

  @AfterEach
  void close() {
    tables.close();
  }

  @Test
  void laterPagesOfLedgersAreNotTheUnionOfTwoIndexes() throws Exception {
    LedgerQueries queries = new LedgerQueries(reads);
    LedgerFilter all =
        new LedgerFilter(
            null, Map.of(), null, null, null, null, null, null, null, null, ScopeFilter.ALL);
    for (LedgerSort sort : LedgerSort.values()) {
      for (SortDirection direction : SortDirection.values()) {
        assertThat(laterPlan(page -> queries.list(all, sort, direction, page)))
            .as("%s %s", sort, direction)
            .noneMatch(step -> step.contains("MULTI-INDEX OR"));
      }
    }
  }

  @Test
  void keysAreSearchedInAnIndexThatHasAllThatIsAskedFor() throws Exception {
    ApiKeyQueries queries = new ApiKeyQueries(reads);
    List<ApiKeyFilter> filters =
        List.of(
            new ApiKeyFilter(null, null, "9"),
            new ApiKeyFilter(null, KeyStatus.REVOKED, "9"),
            new ApiKeyFilter(null, KeyStatus.REVOKED, null));
    for (ApiKeyFilter filter : filters) {
      for (ApiKeySort sort : ApiKeySort.values()) {
        assertThat(laterPlan(page -> queries.list(filter, sort, SortDirection.DESC, page, 0)))
            .as("%s %s", filter, sort)
            .anyMatch(step -> step.matches("(SCAN|SEARCH) api_key USING COVERING INDEX .*"));
      }
    }
  }

  @Test
  void keysAndTenantsInOrderOfTheirIdsAreNotSorted() throws Exception {
    ApiKeyQueries keys = new ApiKeyQueries(reads);
    ApiKeyFilter revoked = new ApiKeyFilter(null, KeyStatus.REVOKED, null);
    assertThat(laterPlan(page -> keys.list(revoked, ApiKeySort.KEY_ID, SortDirection.ASC, page, 0)))
        .contains("SEARCH api_key USING COVERING INDEX api_key_scan (key_id>?)");
    TenantQueries tenants = new TenantQueries(reads);
    TenantFilter search = new TenantFilter(null, null, "9");
    assertThat(
            laterPlan(page -> tenants.list(search, TenantSort.TENANT_ID, SortDirection.ASC, page)))
        .contains("SEARCH tenant USING COVERING INDEX tenant_scan (tenant>?)");
  }

  @Test
  void webhooksAreSearchedInOneWalk() throws Exception {
    WebhookQueries queries = new WebhookQueries(reads);
    WebhookFilter search = new WebhookFilter(null, null, null, "9", ScopeFilter.ALL);
    for (WebhookSort sort : WebhookSort.values()) {
      for (SortDirection direction : SortDirection.values()) {
        assertThat(laterPlan(page -> queries.list(search, sort, direction, page)))
            .as("%s %s", sort, direction)
            .anyMatch(step -> step.matches("SCAN webhook( USING COVERING INDEX .*)?"));
      }
    }
  }

  @Test
  void reservationsInOrderOfTheirIdsAreAWalkThroughThoseOfTheTenant() throws Exception {
    for (ReservationStatus status :
        List.of(ReservationStatus.COMMITTED, ReservationStatus.EXPIRED)) {
      assertThat(reservations(null, status))
          .as("%s", status)
          .anyMatch(
              step ->
                  step.startsWith("SEARCH reservation USING INDEX sqlite_autoindex_reservation_1")
                      && step.endsWith("(reservation_id>? AND reservation_id<?)"));
    }
    assertThat(reservations("idem-000010", null))
        .anyMatch(step -> step.contains("reservation_by_key (tenant=? AND idempotency_key=?)"));
  }

  private List<String> reservations(String key, ReservationStatus status) throws Exception {
    ReservationFilter filter =
        new ReservationFilter(
            LARGE,
            key,
            status,
            Map.<ScopeLevel, String>of(),
            ReservationFilter.Window.OPEN,
            ReservationFilter.Window.OPEN,
            ReservationFilter.Window.OPEN,
            ScopeFilter.ALL);
    ReservationQueries queries = new ReservationQueries(reads);
    return plan(
        page -> queries.list(filter, ReservationSort.RESERVATION_ID, SortDirection.DESC, page, 0),
        null);
  }

  /** Of the second page. */
  private <T> List<String> laterPlan(Function<PageRequest, CompletionStage<ListReply<T>>> list)
      throws Exception {
    var first = (ListReply.Page<T>) answer(list.apply(PageRequest.first(1)));
    assertThat(first.nextCursor()).as("there is a second page").isNotNull();
    return plan(list, first.nextCursor());
  }

  private <T> List<String> plan(
      Function<PageRequest, CompletionStage<ListReply<T>>> list, String cursor) throws Exception {
    answer(list.apply(new PageRequest(cursor, 1)));
    return pool.plan("EXPLAIN QUERY PLAN", 4);
  }
}
