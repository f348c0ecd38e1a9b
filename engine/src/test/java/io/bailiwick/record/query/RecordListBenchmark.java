package io.bailiwick.record.query;

import static io.bailiwick.query.ReadTables.answer;

import io.bailiwick.apikey.ScopeFilter;
import io.bailiwick.journal.TestStore;
import io.bailiwick.projection.RecordRows;
import io.bailiwick.projection.TableWrites;
import io.bailiwick.query.ListReply;
import io.bailiwick.query.PageRequest;
import io.bailiwick.query.ReadTables;
import io.bailiwick.query.SortDirection;
import io.bailiwick.record.Actor;
import io.bailiwick.record.AuditEntry;
import io.bailiwick.record.EventRecord;
import io.bailiwick.record.EventType;
import io.bailiwick.record.LifecycleData;
import io.bailiwick.record.Origin;
import io.bailiwick.record.Present;
import io.bailiwick.record.RecordIds;
import io.bailiwick.scope.ScopePath;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/**
 * How long pages of the lists of records take when there are many: a program to run by hand, not a
 * test. Half of all rows are one tenant's; each list is read from its beginning and from within.
 *
 * <p>Arguments: EMBEDDED or POSTGRESQL, rows of each kind.
 */
final class RecordListBenchmark {

  private static final int TIMES = 6;
  private static final int TENANTS = 50;
  private static final String TRACE = "%032x";

  private RecordListBenchmark() {}

  public static void main(String[] arguments) throws Exception {
    TestStore store = TestStore.valueOf(arguments[0]);
    int rows = Integer.parseInt(arguments[1]);
    Path dataDir = Files.createTempDirectory("records");
    try (ReadTables tables = new ReadTables(store, dataDir)) {
      fill(tables, rows);
      EventQueries events = new EventQueries(tables.reads);
      AuditQueries audits = new AuditQueries(tables.reads);
      for (EventSort sort : EventSort.values()) {
        for (SortDirection direction : SortDirection.values()) {
          time(
              "events " + sort + " " + direction,
              page -> events.list(EventFilter.ALL, sort, direction, page));
        }
      }
      for (var filter : eventFilters()) {
        time(
            "events " + filter,
            page -> events.list(filter, EventSort.TIMESTAMP, SortDirection.DESC, page));
      }
      for (AuditSort sort : AuditSort.values()) {
        for (SortDirection direction : SortDirection.values()) {
          time(
              "audit " + sort + " " + direction,
              page -> audits.list(AuditFilter.ALL, sort, direction, page));
        }
      }
      for (var filter : auditFilters()) {
        time(
            "audit " + filter,
            page -> audits.list(filter, AuditSort.TIMESTAMP, SortDirection.DESC, page));
      }
    }
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
    Collections.sort(micros);
    System.out.printf(
        "%8d us median %8d us most %4d rows  %s%n",
        micros.get(micros.size() / 2), micros.getLast(), found, what.replaceAll("\\w+=null, ", ""));
  }

  private static List<EventFilter> eventFilters() {
    return List.of(
        event("ten0", null, null, null, null, null, false),
        event("ten0", "budget.funded", null, null, null, null, false),
        event("ten0", "policy.deleted", null, null, null, null, false),
        event("ten0", null, "policy", null, null, null, true),
        event("ten0", null, null, null, null, null, true),
        event(null, "budget.funded", null, null, null, null, false),
        event(null, null, "budget", null, null, null, false),
        event(null, null, null, "tenant:ten0", null, null, false),
        event(null, null, null, "tenant:ten0/app:a1", null, null, false),
        event(null, null, null, "tenant:ten7/app:a1", null, null, false),
        event("ten0", null, null, "tenant:ten0/app:none", null, null, false),
        event(null, null, null, null, TRACE.formatted(5), null, false),
        event("ten0", null, null, null, TRACE.formatted(0), null, false),
        event(null, null, null, null, null, "APP:A1", false),
        event(null, null, null, null, null, "nothing like it", false));
  }

  private static EventFilter event(
      String tenant,
      String type,
      String category,
      String scope,
      String trace,
      String search,
      boolean ofTenants) {
    return new EventFilter(
        tenant,
        type,
        category,
        scope == null ? null : new ScopePath(scope),
        null,
        trace,
        null,
        null,
        null,
        search,
        ofTenants,
        ofTenants ? new ScopeFilter(List.of("app:a3")) : ScopeFilter.ALL);
  }

  private static List<AuditFilter> auditFilters() {
    List<String> none = List.of();
    return List.of(
        audit("ten0", null, none, none, none, null, null, null, null),
        audit("ten0", null, List.of("none"), none, none, null, null, null, null),
        audit("__unauth__", null, none, none, none, null, null, null, null),
        audit(null, "key_3", none, none, none, null, null, null, null),
        audit(null, null, List.of("fundBudget"), none, none, null, null, null, null),
        audit(null, null, List.of("fundBudget", "none", "x"), none, none, null, null, null, null),
        audit(null, null, List.of("none", "x"), none, none, null, null, null, null),
        audit(null, null, none, List.of("NOT_FOUND"), none, null, null, null, null),
        audit(null, null, none, List.of("NOT_FOUND", "X"), none, null, null, null, null),
        audit(null, null, none, none, List.of("NOT_FOUND"), null, null, null, null),
        audit(null, null, none, none, none, 404, null, null, null),
        audit(null, null, none, none, none, null, 500, 599, null),
        audit(null, null, none, none, none, null, 400, 499, null),
        audit(null, null, none, none, none, null, null, null, "LED_77"),
        audit(null, null, none, none, none, null, null, null, "nothing like it"),
        audit("ten0", null, none, none, none, null, 500, 599, "nothing like it"));
  }

  private static AuditFilter audit(
      String tenant,
      String key,
      List<String> operations,
      List<String> codes,
      List<String> excluded,
      Integer status,
      Integer min,
      Integer max,
      String search) {
    return new AuditFilter(
        tenant,
        key,
        operations,
        List.of(),
        null,
        codes,
        excluded,
        status,
        min,
        max,
        null,
        null,
        search,
        null,
        null);
  }

  private static void fill(ReadTables tables, int rows) throws Exception {
    EventType[] types = EventType.values();
    for (int i = 0; i < rows; i += 500) {
      TableWrites out = new TableWrites();
      RecordRows records = new RecordRows(out);
      for (int j = i; j < Math.min(rows, i + 500); j++) {
        String tenant = "ten" + (j % 2 == 0 ? 0 : j % TENANTS);
        Origin origin =
            new Origin(
                Actor.API_KEY,
                "key_" + j % 100,
                "10.0.0.1",
                "agent/1.0 (a client with a name)",
                "request-%032d".formatted(j),
                TRACE.formatted(j / 3),
                j % 3 == 0 ? "fundBudget" : "operation" + j % 30,
                null,
                null,
                null);
        records.event(
            new EventRecord(
                RecordIds.of(RecordIds.EVENT, j, "e" + j),
                types[j % (types.length - 10)],
                tenant,
                j,
                EventRecord.OF_ADMIN,
                new ScopePath("tenant:" + tenant + "/app:a" + j % 20),
                origin,
                new LifecycleData.PolicyLifecycle("pol", "n", "x".repeat(300), List.of("name")),
                j % 10 == 0 ? "bulk:" + j / 100 : null));
        boolean isFailure = j % 4 == 0;
        records.audit(
            new AuditEntry(
                RecordIds.of(RecordIds.AUDIT, j, "a" + j),
                j,
                j % 50 == 1 ? AuditEntry.UNAUTHENTICATED : tenant,
                origin,
                "budget",
                "led_" + j % 5_000,
                isFailure ? 404 : 200,
                isFailure ? "NOT_FOUND" : null,
                null,
                null,
                null,
                Present.members("text", "x".repeat(300))));
      }
      tables.write(out.toList());
    }
  }
}
