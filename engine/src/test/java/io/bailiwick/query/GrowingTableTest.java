package io.bailiwick.query;

import static io.bailiwick.query.ReadTables.answer;
import static org.assertj.core.api.Assertions.assertThat;

import io.bailiwick.journal.TestStore;
import io.bailiwick.projection.SqlStatement;
import io.bailiwick.projection.TableWrite;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class GrowingTableTest {

  private static final int ROWS = 60;
  private static final String PRINT = "list";

  private static final SqlStatement CREATE =
      SqlStatement.every(
          1, "CREATE TABLE grown (ordering BIGINT NOT NULL PRIMARY KEY, at_ms BIGINT NOT NULL)");

  private static final SqlStatement INSERT =
      SqlStatement.every(2, "INSERT INTO grown (ordering, at_ms) VALUES (?, ?)");

  private final GrowingTable<Row> table =
      new GrowingTable<>(
          "grown", "ordering, at_ms", row -> new Row(row.getLong(1), row.getLong(2)));

  private final long seed = Long.getLong("seed", new Random().nextLong());
  private final Random random = new Random(seed);

  private record Row(long number, long atMs) {}

  @TempDir Path dataDir;

  /** Numbers with gaps of more than a stretch, stamps that are out of order by half a minute. */
  private List<Row> fill(ReadTables tables) throws Exception {
    List<Row> rows = new ArrayList<>();
    List<TableWrite> writes = new ArrayList<>(List.of(TableWrite.of(CREATE)));
    long number = 1 + random.nextInt(1_000);
    long atMs = 1_000_000_000;
    for (int i = 0; i < ROWS; i++) {
      number += 1 + random.nextInt(3) * (long) random.nextInt(GrowingTable.STRETCH);
      atMs += random.nextInt((int) GrowingTable.DISORDER_MS);
      Row row = new Row(number, atMs - random.nextInt((int) GrowingTable.DISORDER_MS / 2));
      rows.add(row);
      writes.add(TableWrite.of(INSERT, row.number(), row.atMs()));
    }
    tables.write(writes);
    return rows;
  }

  private Conditions within(Long fromMs, Long toMs) {
    return new Conditions().andIfGiven("at_ms >= ?", fromMs).andIfGiven("at_ms <= ?", toMs);
  }

  private static List<Row> expected(List<Row> all, Long fromMs, Long toMs) {
    return all.stream()
        .filter(row -> fromMs == null || row.atMs() >= fromMs)
        .filter(row -> toMs == null || row.atMs() <= toMs)
        .toList();
  }

  private Long someTime(List<Row> all) {
    return random.nextInt(4) == 0
        ? null
        : all.get(random.nextInt(ROWS)).atMs() + random.nextInt(3) - 1;
  }

  @ParameterizedTest
  @EnumSource
  void everyRowOfATimeIsFoundWhateverTheGapsAndTheDisorder(TestStore store) throws Exception {
    try (ReadTables tables = new ReadTables(store, dataDir)) {
      List<Row> all = fill(tables);
      for (int i = 0; i < 60; i++) {
        Long fromMs = someTime(all);
        Long toMs = someTime(all);
        List<Row> expected = expected(all, fromMs, toMs);
        assertThat(walked(tables, fromMs, toMs, 1 + random.nextInt(ROWS)))
            .as("seed %d, newest first, %s to %s", seed, fromMs, toMs)
            .isEqualTo(expected.reversed());
        assertThat(exported(tables, fromMs, toMs, 1 + random.nextInt(ROWS)))
            .as("seed %d, oldest first, %s to %s", seed, fromMs, toMs)
            .isEqualTo(expected);
      }
    }
  }

  private List<Row> walked(ReadTables tables, Long fromMs, Long toMs, int limit) throws Exception {
    List<Row> walked = new ArrayList<>();
    String cursor = null;
    do {
      PageRequest request = new PageRequest(cursor, limit);
      var page =
          (ListReply.Page<Row>)
              answer(
                  tables.reads.ask(
                      connection ->
                          table.page(
                              connection,
                              () -> within(fromMs, toMs),
                              fromMs,
                              toMs,
                              PRINT,
                              request)));
      assertThat(page.items()).hasSizeLessThanOrEqualTo(limit);
      walked.addAll(page.items());
      cursor = page.nextCursor();
    } while (cursor != null);
    return walked;
  }

  private List<Row> exported(ReadTables tables, Long fromMs, Long toMs, int limit)
      throws Exception {
    List<Row> exported = new ArrayList<>();
    String after = null;
    do {
      Long from = after == null ? null : Long.valueOf(after);
      Part<Row> part =
          answer(
              tables.reads.ask(
                  connection ->
                      table.following(
                          connection, () -> within(fromMs, toMs), fromMs, toMs, from, limit)));
      exported.addAll(part.rows());
      after = part.after();
    } while (after != null);
    return exported;
  }

  @ParameterizedTest
  @EnumSource
  void aTimeNarrowsWhatIsLookedAt(TestStore store) throws Exception {
    try (ReadTables tables = new ReadTables(store, dataDir)) {
      List<Row> all = fill(tables);
      Row middle = all.get(ROWS / 2);
      GrowingTable.Span span =
          answer(
              tables.reads.ask(connection -> table.span(connection, middle.atMs(), middle.atMs())));
      long looked =
          all.stream()
              .filter(row -> row.number() >= span.first() && row.number() <= span.last())
              .count();
      assertThat(looked).as("seed %d", seed).isLessThan(ROWS / 2).isPositive();
    }
  }

  @ParameterizedTest
  @EnumSource
  void nothingIsInAnEmptyTable(TestStore store) throws Exception {
    try (ReadTables tables = new ReadTables(store, dataDir)) {
      tables.write(List.of(TableWrite.of(CREATE)));
      assertThat(walked(tables, null, null, 5)).isEmpty();
      assertThat(walked(tables, 5L, 6L, 5)).isEmpty();
      assertThat(exported(tables, null, 7L, 5)).isEmpty();
    }
  }

  @ParameterizedTest
  @EnumSource
  void aCursorOfAnotherListIsForeign(TestStore store) throws Exception {
    try (ReadTables tables = new ReadTables(store, dataDir)) {
      fill(tables);
      var first =
          (ListReply.Page<Row>)
              answer(
                  tables.reads.ask(
                      connection ->
                          table.page(
                              connection,
                              Conditions::new,
                              null,
                              null,
                              "another",
                              PageRequest.first(1))));
      var reply =
          answer(
              tables.reads.ask(
                  connection ->
                      table.page(
                          connection,
                          Conditions::new,
                          null,
                          null,
                          PRINT,
                          new PageRequest(first.nextCursor(), 1))));
      assertThat(reply).isInstanceOf(ListReply.ForeignCursor.class);
    }
  }

  @Test
  void aWalkEndsWithItsTimeAndSaysSo() throws Exception {
    GrowingTable.Span span = new GrowingTable.Span(1, 3L * GrowingTable.STRETCH + 5);
    List<Long> firsts = new ArrayList<>();
    assertThat(GrowingTable.walk(span, 60_000, (first, last) -> firsts.add(first))).isTrue();
    assertThat(firsts)
        .isEqualTo(
            IntStream.range(0, 4).mapToObj(i -> 1L + (long) i * GrowingTable.STRETCH).toList());
    assertThat(GrowingTable.walk(span, 0, (first, last) -> true)).isFalse();
    assertThat(GrowingTable.walk(span, 60_000, (first, last) -> false)).isTrue();
  }
}
