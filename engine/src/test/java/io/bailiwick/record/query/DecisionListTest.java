package io.bailiwick.record.query;

import static io.bailiwick.query.ReadTables.answer;
import static org.assertj.core.api.Assertions.assertThat;

import io.bailiwick.amount.Unit;
import io.bailiwick.apikey.ScopeFilter;
import io.bailiwick.journal.TestStore;
import io.bailiwick.projection.DecisionRows;
import io.bailiwick.projection.TableWrites;
import io.bailiwick.query.ListReply;
import io.bailiwick.query.PageRequest;
import io.bailiwick.query.Part;
import io.bailiwick.query.ReadTables;
import io.bailiwick.record.Actor;
import io.bailiwick.record.Decision;
import io.bailiwick.record.DecisionEntry;
import io.bailiwick.record.Json;
import io.bailiwick.record.Origin;
import io.bailiwick.scope.ScopePath;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Lists of the decision log compared with filtering in memory, on random data. */
class DecisionListTest {

  private static final int ROWS = 300;
  private static final int QUERIES = 200;
  private static final List<String> SCOPES =
      List.of(
          "tenant:acme",
          "tenant:acme/app:a",
          "tenant:acme/app:a/agent:x",
          "tenant:acme/app:a2/agent:x2",
          "tenant:other/app:a/agent:x");
  private static final List<String> OPERATIONS =
      List.of(DecisionEntry.RESERVE, DecisionEntry.COMMIT, DecisionEntry.EXPIRE);
  private static final List<String> TRACES = List.of("a".repeat(32), "b".repeat(32));

  private final long seed = Long.getLong("seed", new Random().nextLong());
  private final Random random = new Random(seed);

  @TempDir Path dataDir;

  @ParameterizedTest
  @EnumSource
  void pagesAndExportsAreWhatFilteringInMemoryGives(TestStore store) throws Exception {
    try (ReadTables tables = new ReadTables(store, dataDir)) {
      List<DecisionEntry> all = Stream.generate(this::entry).limit(ROWS).toList();
      TableWrites rows = new TableWrites();
      all.forEach(entry -> DecisionRows.denied(entry, "no such entry", rows));
      tables.write(rows.toList());
      DecisionQueries queries = new DecisionQueries(tables.reads);
      for (int i = 0; i < QUERIES; i++) {
        DecisionFilter filter = filter();
        List<String> expected =
            all.stream().filter(matches(filter)).map(DecisionListTest::shown).toList();
        assertThat(walk(queries, filter))
            .as("seed %d, %s", seed, filter)
            .isEqualTo(expected.reversed());
        assertThat(export(queries, filter)).as("seed %d, %s", seed, filter).isEqualTo(expected);
      }
    }
  }

  private List<String> walk(DecisionQueries queries, DecisionFilter filter) throws Exception {
    List<String> walked = new ArrayList<>();
    int limit = 1 + random.nextInt(60);
    String cursor = null;
    do {
      var page =
          (ListReply.Page<DecisionView>)
              answer(queries.list(filter, new PageRequest(cursor, limit)));
      page.items().forEach(view -> walked.add(shown(view)));
      cursor = page.nextCursor();
    } while (cursor != null);
    return walked;
  }

  private List<String> export(DecisionQueries queries, DecisionFilter filter) throws Exception {
    List<String> exported = new ArrayList<>();
    int limit = 1 + random.nextInt(60);
    Long after = null;
    do {
      Part<DecisionView> part = answer(queries.following(filter, after, limit));
      part.rows().forEach(view -> exported.add(shown(view)));
      after = part.after() == null ? null : Long.valueOf(part.after());
    } while (after != null);
    return exported;
  }

  private DecisionEntry entry() {
    ScopePath scope = new ScopePath(pick(SCOPES));
    String operation = pick(OPERATIONS);
    boolean isAsked = !operation.equals(DecisionEntry.EXPIRE);
    return new DecisionEntry(
        random.nextInt(50),
        scope.tenant().value(),
        operation,
        isAsked ? Decision.values()[random.nextInt(3)] : null,
        random.nextBoolean(),
        1 + random.nextInt(3),
        random.nextBoolean() ? null : "BUDGET_EXCEEDED",
        scope,
        random.nextInt(8),
        Unit.TOKENS,
        maybe(7L),
        maybe(8L),
        maybe(9L),
        maybe("res" + random.nextInt(5)),
        random.nextBoolean()
            ? null
            : new Json("{\"kind\":\"llm\",\"name\":\"gpt" + random.nextInt(3) + "\"}"),
        maybe("Key%" + random.nextInt(5)),
        isAsked ? origin() : null);
  }

  private Origin origin() {
    return new Origin(
        Actor.API_KEY,
        "key_" + random.nextInt(3),
        "10.0.0.1",
        null,
        "req" + random.nextInt(20),
        pick(TRACES),
        "op",
        null,
        null,
        null);
  }

  private DecisionFilter filter() {
    return new DecisionFilter(
        seldom("acme"),
        random.nextInt(4) == 0 ? new ScopePath(pick(SCOPES)) : null,
        seldom("key_1"),
        seldom(pick(OPERATIONS)),
        random.nextInt(6) == 0 ? Decision.values()[random.nextInt(3)] : null,
        seldom("llm"),
        seldom("gpt1"),
        seldom("x"),
        seldom("res2"),
        seldom(pick(TRACES)),
        seldom("req3"),
        seldom("Key%2"),
        random.nextInt(4) == 0 ? Long.valueOf(random.nextInt(60)) : null,
        random.nextInt(4) == 0 ? Long.valueOf(random.nextInt(60)) : null,
        random.nextInt(6) == 0 ? pick(List.of("GPT2", "key%", "app:A2", "budget_")) : null,
        random.nextInt(6) == 0 ? new ScopeFilter(List.of("agent:x")) : ScopeFilter.ALL);
  }

  private static Predicate<DecisionEntry> matches(DecisionFilter f) {
    return entry ->
        is(f.tenant(), entry.tenant())
            && (f.scope() == null || entry.scope().isWithin(f.scope()))
            && is(f.keyId(), entry.origin() == null ? null : entry.origin().keyId())
            && is(f.operation(), entry.operation())
            && is(f.decision(), entry.decision())
            && is(f.actionKind(), entry.action() == null ? null : "llm")
            && is(f.actionName(), name(entry))
            && (f.agent() == null || entry.scope().segments().contains("agent:" + f.agent()))
            && is(f.reservationId(), entry.reservationId())
            && is(f.traceId(), entry.origin() == null ? null : entry.origin().traceId())
            && is(f.requestId(), entry.origin() == null ? null : entry.origin().requestId())
            && is(f.idempotencyKey(), entry.idempotencyKey())
            && (f.fromMs() == null || entry.atMs() >= f.fromMs())
            && (f.toMs() == null || entry.atMs() <= f.toMs())
            && (f.search() == null || hasPart(entry, f.search().toLowerCase(Locale.ROOT)))
            && f.keyScope().allows(entry.scope());
  }

  private static boolean is(Object wanted, Object value) {
    return wanted == null || wanted.equals(value);
  }

  private static boolean hasPart(DecisionEntry entry, String part) {
    return Stream.of(
            entry.scope().text(),
            entry.action() == null ? null : "llm",
            name(entry),
            entry.reservationId(),
            entry.idempotencyKey(),
            entry.reason())
        .anyMatch(text -> text != null && text.toLowerCase(Locale.ROOT).contains(part));
  }

  private static String name(DecisionEntry entry) {
    if (entry.action() == null) {
      return null;
    }
    String text = entry.action().text();
    return text.substring(text.indexOf("gpt"), text.length() - 2);
  }

  /** Everything of an entry. */
  private static String shown(DecisionEntry e) {
    Origin o = e.origin();
    return Stream.of(
            e.atMs(),
            e.tenant(),
            e.operation(),
            e.decision(),
            e.isDryRun(),
            e.occurrences(),
            e.reason(),
            e.scope(),
            e.ledgers(),
            e.unit(),
            e.estimated(),
            e.actual(),
            e.charged(),
            e.reservationId(),
            name(e),
            o == null ? null : o.actor().text() + o.keyId() + o.sourceIp(),
            e.idempotencyKey(),
            o == null ? null : o.requestId() + o.traceId())
        .map(String::valueOf)
        .toList()
        .toString();
  }

  private static String shown(DecisionView e) {
    return Stream.of(
            e.atMs(),
            e.tenant(),
            e.operation(),
            e.decision(),
            e.isDryRun(),
            e.occurrences(),
            e.reason(),
            e.scope(),
            e.ledgers(),
            e.unit(),
            e.estimated(),
            e.actual(),
            e.charged(),
            e.reservationId(),
            e.actionName(),
            e.actorType() == null ? null : e.actorType() + e.keyId() + e.sourceIp(),
            e.idempotencyKey(),
            e.requestId() == null ? null : e.requestId() + e.traceId())
        .map(String::valueOf)
        .toList()
        .toString();
  }

  private <T> T pick(List<T> values) {
    return values.get(random.nextInt(values.size()));
  }

  private <T> T maybe(T value) {
    return random.nextBoolean() ? null : value;
  }

  private <T> T seldom(T value) {
    return random.nextInt(7) == 0 ? value : null;
  }
}
