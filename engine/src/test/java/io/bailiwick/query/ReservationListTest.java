package io.bailiwick.query;

import static io.bailiwick.query.ReadTables.answer;
import static org.assertj.core.api.Assertions.assertThat;

import io.bailiwick.amount.Amount;
import io.bailiwick.amount.OveragePolicy;
import io.bailiwick.amount.Unit;
import io.bailiwick.apikey.ScopeFilter;
import io.bailiwick.journal.TestStore;
import io.bailiwick.projection.BookRows;
import io.bailiwick.projection.TableWrites;
import io.bailiwick.query.ReservationFilter.Window;
import io.bailiwick.record.RecordPlace;
import io.bailiwick.reservation.BookEvent;
import io.bailiwick.reservation.BookState;
import io.bailiwick.reservation.Purpose;
import io.bailiwick.reservation.Recent;
import io.bailiwick.reservation.RequestKey;
import io.bailiwick.reservation.Reservation;
import io.bailiwick.reservation.ReservationId;
import io.bailiwick.reservation.ReservationStatus;
import io.bailiwick.scope.ScopeLevel;
import io.bailiwick.scope.ScopePath;
import io.bailiwick.tenant.ExpiryPolicy;
import io.bailiwick.tenant.TenantId;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Predicate;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Lists compared with filtering and sorting in memory, on random data. */
class ReservationListTest {

  private static final int RESERVATIONS = 250;
  private static final int QUERIES = 150;
  private static final long NOW_MS = 1_500;
  private static final List<TenantId> TENANTS =
      List.of(new TenantId("acme"), new TenantId("acme2"));

  private final long seed = Long.getLong("seed", new Random().nextLong());
  private final Random random = new Random(seed);

  @TempDir Path dataDir;

  @ParameterizedTest
  @EnumSource
  void pagesAreWhatFilteringAndSortingInMemoryGives(TestStore store) throws Exception {
    try (ReadTables tables = new ReadTables(store, dataDir)) {
      List<Reservation> all = fill(tables);
      ReservationQueries queries = new ReservationQueries(tables.reads);
      for (int i = 0; i < QUERIES; i++) {
        ReservationFilter filter = filter();
        ReservationSort sort = pick(ReservationSort.values());
        SortDirection direction = pick(SortDirection.values());
        assertThat(walk(queries, filter, sort, direction, 1 + random.nextInt(60)))
            .as("seed %d, %s by %s %s", seed, filter, sort, direction)
            .isEqualTo(expected(all, filter, sort, direction));
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void whatNoColumnCanHoldIsNotFound(TestStore store) throws Exception {
    try (ReadTables tables = new ReadTables(store, dataDir)) {
      ReservationFilter of =
          new ReservationFilter(
              new TenantId("acme"),
              "a\0b",
              null,
              Map.of(),
              ReservationFilter.Window.OPEN,
              ReservationFilter.Window.OPEN,
              ReservationFilter.Window.OPEN,
              ScopeFilter.ALL);
      assertThat(
              answer(
                  new ReservationQueries(tables.reads)
                      .list(
                          of,
                          ReservationSort.CREATED_AT_MS,
                          SortDirection.DESC,
                          PageRequest.first(10),
                          0)))
          .isEqualTo(new ListReply.Page<>(List.of(), null));
      assertThat(
              answer(
                  new TenantQueries(tables.reads)
                      .list(
                          new TenantFilter(null, null, "\0"),
                          TenantSort.NAME,
                          SortDirection.ASC,
                          PageRequest.first(10))))
          .isEqualTo(new ListReply.Page<>(List.of(), null));
    }
  }

  @ParameterizedTest
  @EnumSource
  void cursorIsRefusedWithOtherFiltersOrderOrWhenItIsNone(TestStore store) throws Exception {
    try (ReadTables tables = new ReadTables(store, dataDir)) {
      fill(tables);
      ReservationQueries queries = new ReservationQueries(tables.reads);
      ReservationFilter filter = ReservationFilter.of(TENANTS.get(0));
      ReservationFilter other = ReservationFilter.of(TENANTS.get(1));
      var page =
          (ListReply.Page<ReservationView>)
              answer(
                  queries.list(
                      filter,
                      ReservationSort.RESERVED,
                      SortDirection.ASC,
                      PageRequest.first(2),
                      NOW_MS));
      String cursor = page.nextCursor();
      assertThat(cursor).matches("[A-Za-z0-9_-]+");
      assertThat(reply(queries, filter, ReservationSort.RESERVED, cursor))
          .isInstanceOf(ListReply.Page.class);
      assertThat(reply(queries, other, ReservationSort.RESERVED, cursor))
          .isInstanceOf(ListReply.ForeignCursor.class);
      assertThat(reply(queries, filter, ReservationSort.CREATED_AT_MS, cursor))
          .isInstanceOf(ListReply.ForeignCursor.class);
      for (SortDirection direction : SortDirection.values()) {
        var first = PageRequest.first(2);
        var ofTenant =
            answer(queries.list(filter, ReservationSort.TENANT, direction, first, NOW_MS));
        String byTenant = ((ListReply.Page<ReservationView>) ofTenant).nextCursor();
        assertThat(reply(queries, filter, ReservationSort.RESERVATION_ID, byTenant))
            .isInstanceOf(ListReply.ForeignCursor.class);
        assertThat(reply(queries, filter, ReservationSort.TENANT, byTenant))
            .isInstanceOf(
                direction == SortDirection.ASC
                    ? ListReply.Page.class
                    : ListReply.ForeignCursor.class);
      }
      for (String none : List.of("", "x", "!!!", "bnVsbA", "e30", cursor + "AAAA", "W10")) {
        assertThat(reply(queries, filter, ReservationSort.RESERVED, none))
            .as(none)
            .isInstanceOf(ListReply.ForeignCursor.class);
      }
    }
  }

  private static ListReply<ReservationView> reply(
      ReservationQueries queries, ReservationFilter filter, ReservationSort sort, String cursor)
      throws Exception {
    return answer(
        queries.list(filter, sort, SortDirection.ASC, new PageRequest(cursor, 2), NOW_MS));
  }

  private static List<ReservationView> walk(
      ReservationQueries queries,
      ReservationFilter filter,
      ReservationSort sort,
      SortDirection direction,
      int limit)
      throws Exception {
    List<ReservationView> walked = new ArrayList<>();
    String cursor = null;
    do {
      var page =
          (ListReply.Page<ReservationView>)
              answer(queries.list(filter, sort, direction, new PageRequest(cursor, limit), NOW_MS));
      assertThat(page.items()).hasSizeLessThanOrEqualTo(limit);
      walked.addAll(page.items());
      cursor = page.nextCursor();
    } while (cursor != null);
    return walked;
  }

  private static List<ReservationView> expected(
      List<Reservation> all,
      ReservationFilter filter,
      ReservationSort sort,
      SortDirection direction) {
    Comparator<ReservationView> order = order(sort);
    return all.stream()
        .map(
            r ->
                new ReservationView(
                    r, r.isOverdue(NOW_MS) ? ReservationStatus.EXPIRED : r.status()))
        .filter(matches(filter))
        .sorted(
            (direction == SortDirection.ASC ? order : order.reversed())
                .thenComparing(view -> view.reservation().id().text()))
        .toList();
  }

  private static Predicate<ReservationView> matches(ReservationFilter filter) {
    return view -> {
      Reservation r = view.reservation();
      boolean finalized =
          view.status() == ReservationStatus.COMMITTED
              || view.status() == ReservationStatus.RELEASED;
      boolean anyFinalized = filter.finalized().equals(Window.OPEN);
      return r.id().tenant().equals(filter.tenant())
          && (filter.idempotencyKey() == null || filter.idempotencyKey().equals(r.key().text()))
          && (filter.status() == null || filter.status() == view.status())
          && filter.names().entrySet().stream()
              .allMatch(
                  name ->
                      r.scope().segments().contains(name.getKey().text() + ":" + name.getValue()))
          && within(filter.created(), r.createdAtMs())
          && within(filter.expires(), r.expiresAtMs())
          && (anyFinalized || (finalized && within(filter.finalized(), r.end().atMs())))
          && filter.keyScope().allows(r.scope());
    };
  }

  private static boolean within(Window window, long ms) {
    return (window.fromMs() == null || ms >= window.fromMs())
        && (window.toMs() == null || ms <= window.toMs());
  }

  private static Comparator<ReservationView> order(ReservationSort sort) {
    return switch (sort) {
      case RESERVATION_ID -> Comparator.comparing(view -> view.reservation().id().text());
      case TENANT -> Comparator.comparing(view -> view.reservation().id().tenant());
      case SCOPE_PATH -> Comparator.comparing(view -> view.reservation().scope());
      case STATUS -> Comparator.comparing(view -> view.status().name());
      case RESERVED -> Comparator.comparing(view -> view.reservation().amount().value());
      case CREATED_AT_MS -> Comparator.comparing(view -> view.reservation().createdAtMs());
      case EXPIRES_AT_MS -> Comparator.comparing(view -> view.reservation().expiresAtMs());
    };
  }

  private List<Reservation> fill(ReadTables tables) throws Exception {
    TableWrites rows = new TableWrites();
    List<Reservation> all = new ArrayList<>();
    for (int i = 0; i < RESERVATIONS; i++) {
      Reservation made = reservation(i);
      BookState state = BookState.empty(made.id().tenant(), 0);
      BookEvent.Reserved reserved = new BookEvent.Reserved(1, made, null, made.createdAtMs());
      BookState held = state.apply(reserved, Recent.BOUNDS);
      BookRows.add(reserved, state, held, new RecordPlace("entity", i, 0), rows);
      BookEvent end = end(made);
      BookState ended = end == null ? held : held.apply(end, Recent.BOUNDS);
      if (end != null) {
        BookRows.add(end, held, ended, new RecordPlace("entity", i, 1), rows);
      }
      all.add(ended.reservation(made.id()));
    }
    tables.write(rows.toList());
    return all;
  }

  private Reservation reservation(int number) {
    TenantId tenant = pick(TENANTS.toArray(TenantId[]::new));
    ScopePath scope = ScopePath.of(tenant, names(0.6));
    long createdAtMs = random.nextInt(40) * 25L;
    long expiresAtMs = createdAtMs + random.nextInt(40) * 25L;
    return new Reservation(
        ReservationId.of(tenant, 0, 1, number + 1),
        new RequestKey("key" + random.nextInt(200), "hash"),
        scope,
        new Amount(pick(Unit.values()), random.nextInt(20)),
        List.of(scope),
        OveragePolicy.REJECT,
        new Purpose("{}", "{}", null),
        createdAtMs,
        expiresAtMs,
        expiresAtMs,
        random.nextInt(3) * 100L,
        0,
        10,
        null,
        null,
        null,
        random.nextInt(4) == 0 ? ExpiryPolicy.MANUAL_CLEANUP : null);
  }

  private BookEvent end(Reservation made) {
    long atMs = made.createdAtMs() + random.nextInt(20) * 25L;
    RequestKey key = new RequestKey("end", "hash");
    return switch (random.nextInt(5)) {
      case 0 -> new BookEvent.Committed(2, made.id(), key, 1, null, null, null, atMs);
      case 1 -> new BookEvent.Released(2, made.id(), key, null, null, atMs);
      case 2 -> new BookEvent.Expired(2, made.id(), atMs);
      default -> null;
    };
  }

  private ReservationFilter filter() {
    return new ReservationFilter(
        pick(TENANTS.toArray(TenantId[]::new)),
        random.nextInt(8) == 0 ? "key" + random.nextInt(200) : null,
        random.nextInt(2) == 0 ? pick(ReservationStatus.values()) : null,
        random.nextInt(3) == 0 ? names(0.2) : Map.of(),
        window(),
        window(),
        window(),
        random.nextInt(4) == 0
            ? new ScopeFilter(List.of(pick("app:*", "workspace:a_b", "agent:b"), "toolset:a"))
            : ScopeFilter.ALL);
  }

  private Window window() {
    return random.nextInt(4) > 0
        ? Window.OPEN
        : new Window(
            random.nextBoolean() ? random.nextInt(40) * 25L : null,
            random.nextBoolean() ? 300 + random.nextInt(60) * 25L : null);
  }

  /** Of names that differ only where a pattern would take a wildcard. */
  private Map<ScopeLevel, String> names(double share) {
    Map<ScopeLevel, String> names = new EnumMap<>(ScopeLevel.class);
    for (ScopeLevel level : ScopeLevel.values()) {
      if (level != ScopeLevel.TENANT && random.nextDouble() < share) {
        names.put(level, pick("a", "b", "a_b", "axb", "ab"));
      }
    }
    return names;
  }

  @SafeVarargs
  private <T> T pick(T... of) {
    return of[random.nextInt(of.length)];
  }
}
