package io.bailiwick.query;

import static io.bailiwick.query.ReadTables.answer;

import io.bailiwick.amount.Unit;
import io.bailiwick.apikey.KeyStatus;
import io.bailiwick.apikey.ScopeFilter;
import io.bailiwick.apikey.query.ApiKeyFilter;
import io.bailiwick.apikey.query.ApiKeyQueries;
import io.bailiwick.apikey.query.ApiKeySort;
import io.bailiwick.journal.TestStore;
import io.bailiwick.record.EventType;
import io.bailiwick.reservation.ReservationStatus;
import io.bailiwick.scope.LedgerStatus;
import io.bailiwick.scope.ScopeLevel;
import io.bailiwick.scope.ScopePath;
import io.bailiwick.tenant.TenantId;
import io.bailiwick.tenant.TenantStatus;
import io.bailiwick.webhook.WebhookOwner;
import io.bailiwick.webhook.WebhookStatus;
import io.bailiwick.webhook.query.WebhookFilter;
import io.bailiwick.webhook.query.WebhookQueries;
import io.bailiwick.webhook.query.WebhookSort;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/**
 * How long pages of the lists take when there are many rows, those of records apart, and how long a
 * look before a close: a program to run by hand, not a test. Each list is read from its beginning
 * and from within.
 *
 * <p>Arguments: EMBEDDED or POSTGRESQL, rows of each kind.
 */
final class ListBenchmark {

  private static final int TIMES = 5;
  private static final TenantId LARGE = new TenantId("ten0");
  private static final String NOTHING = "nothing like it";

  private ListBenchmark() {}

  public static void main(String[] arguments) throws Exception {
    TestStore store = TestStore.valueOf(arguments[0]);
    int rows = Integer.parseInt(arguments[1]);
    Path dataDir = Files.createTempDirectory("lists");
    try (ReadTables tables = new ReadTables(store, dataDir)) {
      ManyRows.fill(tables, rows);
      tenants(new TenantQueries(tables.reads));
      ledgers(new LedgerQueries(tables.reads));
      keys(new ApiKeyQueries(tables.reads));
      webhooks(new WebhookQueries(tables.reads));
      reservations(new ReservationQueries(tables.reads));
      tables.tenant(LARGE.value(), TenantStatus.ACTIVE);
      ClosePreviewQueries closes = new ClosePreviewQueries(tables.reads);
      List<Long> micros = new ArrayList<>();
      for (int i = 0; i < TIMES; i++) {
        long begun = System.nanoTime();
        answer(closes.of(LARGE, 0)).orElseThrow();
        micros.add(TimeUnit.NANOSECONDS.toMicros(System.nanoTime() - begun));
      }
      print(micros, 1, "close preview of half of all rows");
    }
  }

  private static void tenants(TenantQueries queries) throws Exception {
    List<TenantFilter> filters =
        List.of(
            TenantFilter.ALL,
            new TenantFilter(TenantStatus.SUSPENDED, null, null),
            new TenantFilter(TenantStatus.CLOSED, null, null),
            new TenantFilter(null, LARGE, null),
            new TenantFilter(null, new TenantId("none"), null),
            new TenantFilter(null, null, "99"),
            new TenantFilter(null, null, NOTHING));
    for (TenantFilter filter : filters) {
      for (TenantSort sort : TenantSort.values()) {
        for (SortDirection direction : SortDirection.values()) {
          time(
              filter + " " + sort + " " + direction,
              page -> queries.list(filter, sort, direction, page));
        }
      }
    }
  }

  private static void ledgers(LedgerQueries queries) throws Exception {
    List<LedgerFilter> filters =
        List.of(
            ledgers(null, null, null, null, null, null),
            ledgers(LARGE, null, null, null, null, null),
            ledgers(null, Unit.CREDITS, null, null, null, null),
            ledgers(null, null, LedgerStatus.FROZEN, null, null, null),
            ledgers(null, null, LedgerStatus.CLOSED, null, null, null),
            ledgers(null, null, null, true, null, null),
            ledgers(null, null, null, null, 900_000_000L, null),
            ledgers(null, null, null, null, null, "99"),
            ledgers(null, null, null, null, null, NOTHING));
    for (LedgerFilter filter : filters) {
      for (LedgerSort sort : LedgerSort.values()) {
        for (SortDirection direction : SortDirection.values()) {
          time(
              filter + " " + sort + " " + direction,
              page -> queries.list(filter, sort, direction, page));
        }
      }
    }
    LedgerFilter within =
        new LedgerFilter(
            null,
            Map.of(),
            new ScopePath("tenant:ten0/app:a000000"),
            null,
            null,
            null,
            null,
            null,
            null,
            null,
            ScopeFilter.ALL);
    time("balances " + within, page -> queries.balances(within, page));
    LedgerFilter named =
        LedgerFilter.balances(LARGE, Map.of(ScopeLevel.AGENT, "none"), ScopeFilter.ALL);
    time("balances " + named, page -> queries.balances(named, page));
  }

  private static LedgerFilter ledgers(
      TenantId tenant, Unit unit, LedgerStatus status, Boolean hasDebt, Long min, String search) {
    return new LedgerFilter(
        tenant, Map.of(), null, unit, status, null, hasDebt, min, null, search, ScopeFilter.ALL);
  }

  private static void keys(ApiKeyQueries queries) throws Exception {
    List<ApiKeyFilter> filters =
        List.of(
            ApiKeyFilter.ALL,
            new ApiKeyFilter(LARGE, null, null),
            new ApiKeyFilter(null, KeyStatus.REVOKED, null),
            new ApiKeyFilter(null, KeyStatus.EXPIRED, null),
            new ApiKeyFilter(LARGE, KeyStatus.ACTIVE, null),
            new ApiKeyFilter(null, null, "99"),
            new ApiKeyFilter(null, null, NOTHING));
    for (ApiKeyFilter filter : filters) {
      for (ApiKeySort sort : ApiKeySort.values()) {
        for (SortDirection direction : SortDirection.values()) {
          time(
              filter + " " + sort + " " + direction,
              page -> queries.list(filter, sort, direction, page, 0));
        }
      }
    }
  }

  private static void webhooks(WebhookQueries queries) throws Exception {
    WebhookOwner large = WebhookOwner.of(LARGE);
    List<WebhookFilter> filters =
        List.of(
            new WebhookFilter(null, null, null, null, ScopeFilter.ALL),
            new WebhookFilter(large, null, null, null, ScopeFilter.ALL),
            new WebhookFilter(null, WebhookStatus.PAUSED, null, null, ScopeFilter.ALL),
            new WebhookFilter(null, WebhookStatus.DISABLED, null, null, ScopeFilter.ALL),
            new WebhookFilter(null, null, EventType.TENANT_CREATED, null, ScopeFilter.ALL),
            new WebhookFilter(null, null, EventType.BUDGET_FUNDED, null, ScopeFilter.ALL),
            new WebhookFilter(null, null, null, "99", ScopeFilter.ALL),
            new WebhookFilter(null, null, null, NOTHING, ScopeFilter.ALL));
    for (WebhookFilter filter : filters) {
      for (WebhookSort sort : WebhookSort.values()) {
        for (SortDirection direction : SortDirection.values()) {
          time(
              filter + " " + sort + " " + direction,
              page -> queries.list(filter, sort, direction, page));
        }
      }
    }
  }

  private static void reservations(ReservationQueries queries) throws Exception {
    List<ReservationFilter> filters =
        List.of(
            ReservationFilter.of(LARGE),
            reservations(null, ReservationStatus.ACTIVE, Map.of()),
            reservations(null, ReservationStatus.COMMITTED, Map.of()),
            reservations(null, ReservationStatus.EXPIRED, Map.of()),
            reservations("idem-000010", null, Map.of()),
            reservations(null, null, Map.of(ScopeLevel.APP, "a2")),
            reservations(null, null, Map.of(ScopeLevel.APP, "none")));
    for (ReservationFilter filter : filters) {
      for (ReservationSort sort : ReservationSort.values()) {
        for (SortDirection direction : SortDirection.values()) {
          time(
              filter + " " + sort + " " + direction,
              page -> queries.list(filter, sort, direction, page, 0));
        }
      }
    }
  }

  private static ReservationFilter reservations(
      String key, ReservationStatus status, Map<ScopeLevel, String> names) {
    return new ReservationFilter(
        LARGE,
        key,
        status,
        names,
        ReservationFilter.Window.OPEN,
        ReservationFilter.Window.OPEN,
        ReservationFilter.Window.OPEN,
        ScopeFilter.ALL);
  }

  private static <T> void time(
      String what, Function<PageRequest, CompletionStage<ListReply<T>>> list) throws Exception {
    List<Long> micros = new ArrayList<>();
    int found = 0;
    for (int i = 0; i < TIMES; i++) {
      String cursor = null;
      for (int pages = 0; pages < 3; pages++) {
        long begun = System.nanoTime();
        var page = (ListReply.Page<T>) answer(list.apply(new PageRequest(cursor, 50)));
        micros.add(TimeUnit.NANOSECONDS.toMicros(System.nanoTime() - begun));
        found = page.items().size();
        cursor = page.nextCursor();
        if (cursor == null) {
          break;
        }
      }
    }
    print(micros, found, what);
  }

  private static void print(List<Long> micros, int found, String what) {
    Collections.sort(micros);
    System.out.printf(
        "%8d us median %8d us most %4d rows  %s%n",
        micros.get(micros.size() / 2), micros.getLast(), found, what.replaceAll("\\w+=null, ", ""));
  }
}
