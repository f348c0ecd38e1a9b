package io.bailiwick.record.query;

import static io.bailiwick.query.ReadTables.answer;
import static org.assertj.core.api.Assertions.assertThat;

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
import io.bailiwick.tenant.TenantId;
import io.bailiwick.tenant.TenantStatus;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Lists of records compared with filtering and sorting in memory, on random data. */
class RecordListTest {

  private static final int ROWS = 200;
  private static final int QUERIES = 150;
  private static final List<String> TENANTS = List.of("acme", "other", "__system__");
  private static final List<String> SCOPES =
      List.of("tenant:acme", "tenant:acme/app:a", "tenant:acme/app:a2", "tenant:other/app:a");
  private static final List<String> OPERATIONS = List.of("updateTenant", "fundBudget", "GET:/x%");
  private static final List<String> CODES = List.of("NOT_FOUND", "TENANT_CLOSED", "BUDGET_FROZEN");

  private final long seed = Long.getLong("seed", new Random().nextLong());
  private final Random random = new Random(seed);

  @TempDir Path dataDir;

  @ParameterizedTest
  @EnumSource
  void pagesOfEventsAreWhatFilteringAndSortingInMemoryGives(TestStore store) throws Exception {
    try (ReadTables tables = new ReadTables(store, dataDir)) {
      List<EventRecord> all = Stream.generate(this::event).limit(ROWS).toList();
      TableWrites rows = new TableWrites();
      all.forEach(new RecordRows(rows)::event);
      // What is told again is not there twice.
      all.forEach(new RecordRows(rows)::event);
      tables.write(rows.toList());
      EventQueries queries = new EventQueries(tables.reads);
      for (int i = 0; i < QUERIES; i++) {
        EventFilter filter = eventFilter();
        EventSort sort = pick(EventSort.values());
        SortDirection direction = pick(SortDirection.values());
        List<String> expected =
            sorted(all, matches(filter), order(sort), EventRecord::eventId, direction);
        assertThat(walk(page -> queries.list(filter, sort, direction, page), EventView::eventId))
            .as("seed %d, %s by %s %s", seed, filter, sort, direction)
            .isEqualTo(expected);
      }
      EventRecord one = all.getFirst();
      assertThat(answer(queries.byId(one.eventId())))
          .hasValueSatisfying(
              view -> {
                assertThat(view.atMs()).isEqualTo(one.atMs());
                assertThat(view.data()).contains("\"changed_fields\":[\"name\"]");
              });
      assertThat(answer(queries.byId("evt_\0"))).isEmpty();
    }
  }

  @ParameterizedTest
  @EnumSource
  void pagesOfTheAuditLogAreWhatFilteringAndSortingInMemoryGives(TestStore store) throws Exception {
    try (ReadTables tables = new ReadTables(store, dataDir)) {
      List<AuditEntry> all = Stream.generate(this::entry).limit(ROWS).toList();
      TableWrites rows = new TableWrites();
      all.forEach(new RecordRows(rows)::audit);
      tables.write(rows.toList());
      AuditQueries queries = new AuditQueries(tables.reads);
      for (int i = 0; i < QUERIES; i++) {
        AuditFilter filter = auditFilter();
        AuditSort sort = pick(AuditSort.values());
        SortDirection direction = pick(SortDirection.values());
        List<String> expected =
            sorted(all, matches(filter), order(sort), AuditEntry::logId, direction);
        assertThat(walk(page -> queries.list(filter, sort, direction, page), AuditView::logId))
            .as("seed %d, %s by %s %s", seed, filter, sort, direction)
            .isEqualTo(expected);
      }
    }
  }

  private static <T> List<String> sorted(
      List<T> all,
      Predicate<T> matches,
      Comparator<T> order,
      Function<T, String> id,
      SortDirection direction) {
    Comparator<T> whole = order.thenComparing(id);
    return all.stream()
        .filter(matches)
        .sorted(direction == SortDirection.ASC ? whole : whole.reversed())
        .map(id)
        .toList();
  }

  private <T> List<String> walk(
      Function<PageRequest, CompletionStage<ListReply<T>>> list, Function<T, String> id)
      throws Exception {
    List<String> walked = new ArrayList<>();
    int limit = 1 + random.nextInt(50);
    String cursor = null;
    do {
      var page = (ListReply.Page<T>) answer(list.apply(new PageRequest(cursor, limit)));
      page.items().forEach(item -> walked.add(id.apply(item)));
      cursor = page.nextCursor();
    } while (cursor != null);
    return walked;
  }

  private EventRecord event() {
    long atMs = random.nextInt(50);
    String scope = maybe(SCOPES);
    String id = RecordIds.of(RecordIds.EVENT, atMs, "e" + random.nextLong());
    return new EventRecord(
        id,
        pick(EventType.values()),
        pick(TENANTS.toArray(String[]::new)),
        atMs,
        EventRecord.OF_ADMIN,
        scope == null ? null : new ScopePath(scope),
        origin("op"),
        new LifecycleData.TenantLifecycle(
            new TenantId("acme"), null, TenantStatus.ACTIVE, List.of("name")),
        maybe(List.of("bulk:Close:1", "bulk:2")));
  }

  private Origin origin(String operation) {
    return new Origin(
        Actor.ADMIN,
        maybe(List.of("key_1", "key_2")),
        null,
        null,
        maybe(List.of("r1", "r2", "r3")),
        maybe(List.of("a".repeat(32), "b".repeat(32))),
        operation,
        null,
        null,
        null);
  }

  private AuditEntry entry() {
    long atMs = random.nextInt(50);
    String code = maybe(CODES);
    return new AuditEntry(
        RecordIds.of(RecordIds.AUDIT, atMs, "a" + random.nextLong()),
        atMs,
        pick(TENANTS.toArray(String[]::new)),
        origin(pick(OPERATIONS.toArray(String[]::new))),
        maybe(List.of("tenant", "budget")),
        maybe(List.of("led_1", "led_2")),
        code == null ? 200 : 400 + random.nextInt(10),
        code,
        null,
        null,
        null,
        Present.members("n", 1L));
  }

  private EventFilter eventFilter() {
    String scope = rarely(SCOPES);
    return new EventFilter(
        rarely(TENANTS),
        random.nextInt(5) == 0 ? pick(EventType.values()).text() : null,
        rarely(List.of("budget", "tenant", "policy")),
        scope == null ? null : new ScopePath(scope),
        rarely(List.of("bulk:2", "none")),
        rarely(List.of("a".repeat(32))),
        rarely(List.of("r1", "r2")),
        random.nextInt(4) == 0 ? Long.valueOf(random.nextInt(50)) : null,
        random.nextInt(4) == 0 ? Long.valueOf(random.nextInt(50)) : null,
        rarely(List.of("APP:A2", "close", "%")),
        random.nextInt(4) == 0,
        random.nextInt(4) == 0 ? new ScopeFilter(List.of("app:a")) : ScopeFilter.ALL);
  }

  private AuditFilter auditFilter() {
    return new AuditFilter(
        rarely(TENANTS),
        rarely(List.of("key_1")),
        some(OPERATIONS),
        some(List.of("tenant", "budget", "none")),
        rarely(List.of("led_1")),
        some(CODES),
        some(CODES),
        random.nextInt(6) == 0 ? Integer.valueOf(200) : null,
        random.nextInt(6) == 0 ? Integer.valueOf(401) : null,
        random.nextInt(6) == 0 ? Integer.valueOf(405) : null,
        random.nextInt(4) == 0 ? Long.valueOf(random.nextInt(50)) : null,
        random.nextInt(4) == 0 ? Long.valueOf(random.nextInt(50)) : null,
        rarely(List.of("LED_", "closed", "%")),
        rarely(List.of("b".repeat(32))),
        rarely(List.of("r3")));
  }

  private static Predicate<EventRecord> matches(EventFilter filter) {
    return event -> {
      String scope = event.scope() == null ? null : event.scope().text();
      return is(filter.tenant(), event.tenant())
          && (filter.tenant() != null
              || filter.scope() == null
              || filter.scope().tenant().value().equals(event.tenant()))
          && is(filter.eventType(), event.type().text())
          && is(filter.category(), event.type().category().text())
          && (filter.scope() == null || (scope != null && event.scope().isWithin(filter.scope())))
          && is(filter.correlationId(), event.correlationId())
          && is(filter.traceId(), event.origin().traceId())
          && is(filter.requestId(), event.origin().requestId())
          && (filter.fromMs() == null || event.atMs() >= filter.fromMs())
          && (filter.toMs() == null || event.atMs() <= filter.toMs())
          && has(filter.search(), event.correlationId(), scope)
          && (!filter.isOfTenants() || event.type().isShownToTenants())
          && (filter.keyScope().entries().isEmpty()
              || (scope != null && filter.keyScope().allows(event.scope())));
    };
  }

  private static Predicate<AuditEntry> matches(AuditFilter filter) {
    return entry ->
        is(filter.tenant(), entry.tenant())
            && is(filter.keyId(), entry.origin().keyId())
            && any(filter.operations(), entry.origin().operation())
            && any(filter.resourceTypes(), entry.resourceType())
            && is(filter.resourceId(), entry.resourceId())
            && any(filter.errorCodes(), entry.errorCode())
            && !filter.errorCodesExcluded().contains(String.valueOf(entry.errorCode()))
            && (filter.status() == null || filter.status() == entry.status())
            && (filter.statusMin() == null || entry.status() >= filter.statusMin())
            && (filter.statusMax() == null || entry.status() <= filter.statusMax())
            && (filter.fromMs() == null || entry.atMs() >= filter.fromMs())
            && (filter.toMs() == null || entry.atMs() <= filter.toMs())
            && has(
                filter.search(),
                entry.resourceId(),
                entry.logId(),
                entry.errorCode(),
                entry.origin().operation())
            && is(filter.traceId(), entry.origin().traceId())
            && is(filter.requestId(), entry.origin().requestId());
  }

  private static Comparator<EventRecord> order(EventSort sort) {
    return Comparator.comparing(
        event ->
            switch (sort) {
              case EVENT_TYPE -> event.type().text();
              case CATEGORY -> event.type().category().text();
              case SCOPE -> event.scope() == null ? "" : event.scope().text();
              case TENANT_ID -> event.tenant();
              case TIMESTAMP -> event.eventId();
            });
  }

  private static Comparator<AuditEntry> order(AuditSort sort) {
    return Comparator.comparing(
        entry ->
            switch (sort) {
              case TIMESTAMP -> entry.logId();
              case OPERATION -> entry.origin().operation();
              case RESOURCE_TYPE -> text(entry.resourceType());
              case TENANT_ID -> entry.tenant();
              case KEY_ID -> text(entry.origin().keyId());
              case STATUS -> "%03d".formatted(entry.status());
            });
  }

  private static String text(String text) {
    return text == null ? "" : text;
  }

  private static boolean is(String wanted, String found) {
    return wanted == null || wanted.equals(found);
  }

  private static boolean any(List<String> wanted, String found) {
    return wanted.isEmpty() || (found != null && wanted.contains(found));
  }

  private static boolean has(String search, String... texts) {
    return search == null
        || Stream.of(texts)
            .anyMatch(text -> text != null && text.toLowerCase().contains(search.toLowerCase()));
  }

  private String maybe(List<String> values) {
    return random.nextInt(3) == 0 ? null : values.get(random.nextInt(values.size()));
  }

  private String rarely(List<String> values) {
    return random.nextInt(6) == 0 ? values.get(random.nextInt(values.size())) : null;
  }

  private List<String> some(List<String> values) {
    return random.nextInt(5) == 0
        ? values.stream().filter(value -> random.nextBoolean()).toList()
        : List.of();
  }

  @SafeVarargs
  private <T> T pick(T... values) {
    return values[random.nextInt(values.length)];
  }
}
