package io.bailiwick.query;

import static io.bailiwick.query.ReadTables.answer;
import static org.assertj.core.api.Assertions.assertThat;

import io.bailiwick.amount.OveragePolicy;
import io.bailiwick.amount.Unit;
import io.bailiwick.apikey.ScopeFilter;
import io.bailiwick.journal.TestStore;
import io.bailiwick.projection.ScopeRows;
import io.bailiwick.projection.TableWrites;
import io.bailiwick.record.RecordPlace;
import io.bailiwick.scope.Figures;
import io.bailiwick.scope.Ledger;
import io.bailiwick.scope.LedgerStatus;
import io.bailiwick.scope.LedgerTerms;
import io.bailiwick.scope.ScopeEvent;
import io.bailiwick.scope.ScopeLevel;
import io.bailiwick.scope.ScopePath;
import io.bailiwick.scope.ScopeState;
import io.bailiwick.tenant.TenantId;
import java.math.BigInteger;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Lists compared with filtering and sorting in memory, on random data. */
class LedgerListTest {

  private static final int LEDGERS = 200;
  private static final int QUERIES = 150;
  private static final BigInteger ONE = BigInteger.valueOf(LedgerFilter.UTILIZATION_ONE);

  private final long seed = Long.getLong("seed", new Random().nextLong());
  private final Random random = new Random(seed);

  @TempDir Path dataDir;

  @ParameterizedTest
  @EnumSource
  void pagesAreWhatFilteringAndSortingInMemoryGives(TestStore store) throws Exception {
    try (ReadTables tables = new ReadTables(store, dataDir)) {
      List<Ledger> all = fill(tables);
      LedgerQueries queries = new LedgerQueries(tables.reads);
      for (int i = 0; i < QUERIES; i++) {
        LedgerFilter filter = filter();
        LedgerSort sort = pick(LedgerSort.values());
        SortDirection direction = pick(SortDirection.values());
        Comparator<Ledger> order = order(sort);
        List<Ledger> expected =
            all.stream()
                .filter(matches(filter))
                .sorted(
                    (direction == SortDirection.ASC ? order : order.reversed())
                        .thenComparing(Ledger::scope)
                        .thenComparing(ledger -> ledger.unit().name()))
                .toList();
        assertThat(walk(queries, filter, sort, direction))
            .as("seed %d, %s by %s %s", seed, filter, sort, direction)
            .isEqualTo(expected);
        assertThat(answer(queries.matching(filter, LEDGERS)).rows())
            .as("seed %d, all of %s", seed, filter)
            .containsExactlyInAnyOrderElementsOf(expected);
        assertThat(answer(queries.matching(filter, 2)))
            .as("seed %d, more than two of %s", seed, filter)
            .matches(found -> found.total() == expected.size())
            .matches(found -> found.rows().size() == (expected.size() > 2 ? 0 : expected.size()));
      }
      for (Ledger ledger : all.subList(0, 10)) {
        assertThat(answer(queries.lookup(ledger.scope(), ledger.unit()))).contains(ledger);
      }
    }
  }

  private List<Ledger> walk(
      LedgerQueries queries, LedgerFilter filter, LedgerSort sort, SortDirection direction)
      throws Exception {
    List<Ledger> walked = new ArrayList<>();
    int limit = 1 + random.nextInt(50);
    String cursor = null;
    do {
      var page =
          (ListReply.Page<Ledger>)
              answer(queries.list(filter, sort, direction, new PageRequest(cursor, limit)));
      walked.addAll(page.items());
      cursor = page.nextCursor();
    } while (cursor != null);
    return walked;
  }

  private static Predicate<Ledger> matches(LedgerFilter filter) {
    return ledger -> {
      String tenant = ledger.scope().tenant().value();
      BigInteger spent = BigInteger.valueOf(ledger.figures().spent()).multiply(ONE);
      BigInteger allocated = BigInteger.valueOf(ledger.figures().allocated());
      boolean nothingAllocated = allocated.signum() == 0;
      return (filter.tenant() == null || filter.tenant().value().equals(tenant))
          && filter.names().entrySet().stream()
              .allMatch(
                  name ->
                      ledger
                          .scope()
                          .segments()
                          .contains(name.getKey().text() + ":" + name.getValue()))
          && (filter.scopePrefix() == null || ledger.scope().isWithin(filter.scopePrefix()))
          && (filter.unit() == null || filter.unit() == ledger.unit())
          && (filter.status() == null || filter.status() == ledger.status())
          && (filter.overLimit() == null || filter.overLimit() == ledger.figures().overLimit())
          && (filter.hasDebt() == null || filter.hasDebt() == ledger.figures().debt() > 0)
          && (filter.utilizationMin() == null
              || (nothingAllocated
                  ? filter.utilizationMin() == 0
                  : spent.compareTo(allocated.multiply(big(filter.utilizationMin()))) >= 0))
          && (filter.utilizationMax() == null
              || nothingAllocated
              || spent.compareTo(allocated.multiply(big(filter.utilizationMax()))) <= 0)
          && (filter.search() == null
              || Stream.of(tenant, ledger.scope().text())
                  .anyMatch(text -> text.contains(filter.search().toLowerCase(Locale.ROOT))))
          && filter.keyScope().allows(ledger.scope());
    };
  }

  private static Comparator<Ledger> order(LedgerSort sort) {
    return switch (sort) {
      case TENANT_ID -> Comparator.comparing(ledger -> ledger.scope().tenant());
      case SCOPE -> Comparator.comparing(Ledger::scope);
      case UNIT -> Comparator.comparing(ledger -> ledger.unit().name());
      case STATUS -> Comparator.comparing(ledger -> ledger.status().name());
      case COMMIT_OVERAGE_POLICY ->
          Comparator.comparing(
              ledger ->
                  ledger.terms().overagePolicy() == null
                      ? ""
                      : ledger.terms().overagePolicy().name());
      case UTILIZATION -> LedgerListTest::compareUtilization;
      case DEBT -> Comparator.comparing(ledger -> ledger.figures().debt());
    };
  }

  private static int compareUtilization(Ledger a, Ledger b) {
    return big(spentIfAllocated(a))
        .multiply(big(Math.max(1, b.figures().allocated())))
        .compareTo(big(spentIfAllocated(b)).multiply(big(Math.max(1, a.figures().allocated()))));
  }

  private static long spentIfAllocated(Ledger ledger) {
    return ledger.figures().allocated() == 0 ? 0 : ledger.figures().spent();
  }

  private static BigInteger big(long value) {
    return BigInteger.valueOf(value);
  }

  private List<Ledger> fill(ReadTables tables) throws Exception {
    TableWrites rows = new TableWrites();
    List<Ledger> all = new ArrayList<>();
    while (all.size() < LEDGERS) {
      Ledger ledger = ledger(all.size());
      if (all.stream()
          .noneMatch(a -> a.scope().equals(ledger.scope()) && a.unit() == ledger.unit())) {
        ScopeEvent opened = new ScopeEvent.LedgerOpened(ledger, null, 1);
        ScopeState before = ScopeState.empty(ledger.scope());
        RecordPlace place = new RecordPlace("entity", all.size(), 0);
        ScopeRows.add(opened, before, before.apply(opened), place, rows);
        all.add(ledger);
      }
    }
    tables.write(rows.toList());
    return all;
  }

  private Ledger ledger(int number) {
    return new Ledger(
        ScopePath.of(tenant(), names(0.6)),
        pick(Unit.values()),
        "ledger-" + number,
        new LedgerTerms(
            pick(null, null, OveragePolicy.REJECT, OveragePolicy.ALLOW_IF_AVAILABLE),
            pick(null, "NONE"),
            pick(null, 5L),
            pick(null, 6L),
            pick(null, "{}")),
        pick(LedgerStatus.values()),
        figures(),
        random.nextInt(5),
        7,
        pick(null, 8L));
  }

  /** Small figures, whose shares are often equal, and some that a product would not hold. */
  private Figures figures() {
    if (random.nextInt(5) == 0) {
      long allocated = 8_000_000_000_000_000_000L;
      return new Figures(allocated, allocated / pick(1L, 2L, 4L), 0, 0, 0, random.nextBoolean());
    }
    return new Figures(
        random.nextInt(5) * 10L,
        random.nextInt(50),
        random.nextInt(50),
        random.nextInt(3),
        random.nextInt(3),
        random.nextBoolean());
  }

  private LedgerFilter filter() {
    TenantId tenant = pick(null, tenant());
    return new LedgerFilter(
        tenant,
        random.nextInt(3) == 0 ? names(0.2) : Map.of(),
        random.nextInt(4) == 0 ? ScopePath.of(tenant(), names(0.2)) : null,
        pick(null, null, null, pick(Unit.values())),
        pick(null, null, null, pick(LedgerStatus.values())),
        pick(null, null, true, false),
        pick(null, null, true, false),
        pick(null, null, null, 0L, 100_000_000L, 250_000_000L, 333_333_334L),
        pick(null, null, null, 0L, 500_000_000L, 999_999_999L, 1_000_000_000L),
        pick(null, null, null, "ACME2", "app:A_", "%"),
        pick(ScopeFilter.ALL, ScopeFilter.ALL, new ScopeFilter(List.of("app:*", "agent:a_b"))));
  }

  private TenantId tenant() {
    return new TenantId(pick("acme", "acme2"));
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
