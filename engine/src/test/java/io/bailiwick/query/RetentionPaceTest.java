package io.bailiwick.query;

import static io.bailiwick.query.ReadTables.answer;
import static org.assertj.core.api.Assertions.assertThat;

import io.bailiwick.journal.TestStore;
import io.bailiwick.projection.SqlStatement;
import io.bailiwick.projection.TableWrite;
import io.bailiwick.record.query.OldDecisions;
import io.bailiwick.time.Stopwatch;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Much that is old leaves soon, little at a time, and whoever it belongs to. */
class RetentionPaceTest {

  private static final Duration DAY = Duration.ofDays(1);
  private static final long NOW_MS = 400 * DAY.toMillis();

  /** Of reservations; there are twice as many decisions. */
  private static final int MANY = 10_000;

  /** Half a second would do for each 5,000; this is for machines with other things to do. */
  private static final Duration WITHIN = Duration.ofSeconds(15);

  private static final String NUMBERS =
      " WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i + 1 < ?) SELECT ";

  private static final SqlStatement RESERVATIONS =
      SqlStatement.every(
          1,
          "INSERT INTO reservation (reservation_id, tenant, scope_path, status, unit, reserved,"
              + " created_at_ms, first_expires_at_ms, expires_at_ms, grace_ms, ended_at_ms,"
              + " extensions, extensions_max, overage_policy, budgeted_scopes, subject, action,"
              + " idempotency_key, payload_hash)"
              + NUMBERS
              + "CAST(? AS VARCHAR) || '.0.1.' || i, CAST(? AS VARCHAR), 'tenant:x', 'COMMITTED',"
              + " 'TOKENS', 1, i, i, i, 0, CAST(? AS BIGINT) + i, 0, 10, 'REJECT', 'tenant:x',"
              + " '{}', '{}', 'key' || i, 'hash' FROM n");

  private static final SqlStatement ANSWERS =
      SqlStatement.every(
          2,
          "INSERT INTO idempotency (tenant, endpoint, idempotency_key, payload_hash, answer, at_ms,"
              + " kept_from_ms)"
              + NUMBERS
              + "'acme', 'decide', 'key' || i, 'hash', '{}', i, i FROM n");

  private static final SqlStatement DECISIONS =
      SqlStatement.every(
          3,
          "INSERT INTO decision_log (at_ms, tenant, operation, dry_run, occurrences, scope,"
              + " ledgers, unit)"
              + NUMBERS
              + "i, 'acme', 'commitReservation', FALSE, 1, 'tenant:acme', 1, 'TOKENS' FROM n");

  private static final SqlStatement OTHER =
      SqlStatement.every(4, "UPDATE book SET wake_at_ms = ? WHERE tenant = 'none'");

  private static final OldRows OLD_RESERVATIONS = kind(OldClientRows.RESERVATIONS);
  private static final OldRows OLD_ANSWERS = kind(OldClientRows.ANSWERS);

  @TempDir Path dataDir;

  @ParameterizedTest
  @EnumSource
  void thousandsInASecondLeaveInSmallStepsWithOtherWritesBetween(TestStore store) throws Exception {
    try (ReadTables tables = new ReadTables(store, dataDir)) {
      tables.write(List.of(TableWrite.of(RESERVATIONS, MANY, "acme", "acme", 0)));
      tables.write(List.of(TableWrite.of(DECISIONS, 2 * MANY)));
      Retention retention =
          new Retention(
              tables.reads,
              tables.writer,
              List.of(
                  group(OLD_RESERVATIONS),
                  new Retention.Group(OldDecisions.STEP_ROWS_MAX, List.of(new OldDecisions(DAY)))));
      AtomicInteger others = new AtomicInteger();
      AtomicBoolean isOver = new AtomicBoolean();
      CompletableFuture<Void> writing = write(tables, others, isOver);
      int steps = 0;
      Stopwatch time = Stopwatch.start();
      boolean isMore = true;
      while (isMore) {
        Retention.Step step = answer(retention.step(NOW_MS));
        assertThat(step.rows())
            .isLessThanOrEqualTo(Retention.STEP_ROWS_MAX + OldDecisions.STEP_ROWS_MAX);
        steps++;
        isMore = step.isMore();
        rest(step.pause());
      }
      long tookMs = TimeUnit.NANOSECONDS.toMillis(time.elapsedNanos());
      isOver.set(true);
      writing.join();
      System.out.printf(
          "%s: %,d rows in %d ms, %d steps, %d other writes%n",
          store, 3 * MANY, tookMs, steps, others.get());
      assertThat(left(tables)).isZero();
      assertThat(tookMs).isLessThan(WITHIN.toMillis());
      assertThat(others).hasValueGreaterThan(steps);
    }
  }

  @ParameterizedTest
  @EnumSource
  void nobodysRowsWaitForThoseOfAnotherThatHaveEndedLater(TestStore store) throws Exception {
    try (ReadTables tables = new ReadTables(store, dataDir)) {
      tables.write(List.of(TableWrite.of(RESERVATIONS, 1_000, "acme", "acme", 500)));
      tables.write(List.of(TableWrite.of(RESERVATIONS, 100, "zulu", "zulu", 0)));
      Retention retention =
          new Retention(tables.reads, tables.writer, List.of(group(OLD_RESERVATIONS)));

      assertThat(answer(retention.step(NOW_MS)).rows()).isEqualTo(Retention.STEP_ROWS_MAX);

      assertThat(count(tables, "reservation WHERE tenant = 'zulu'")).isZero();
      assertThat(count(tables, "reservation WHERE tenant = 'acme'")).isEqualTo(900);
    }
  }

  @ParameterizedTest
  @EnumSource
  void kindsTakeTurns(TestStore store) throws Exception {
    try (ReadTables tables = new ReadTables(store, dataDir)) {
      tables.write(List.of(TableWrite.of(RESERVATIONS, 1_000, "acme", "acme", 0)));
      tables.write(List.of(TableWrite.of(ANSWERS, 300)));
      Retention retention =
          new Retention(tables.reads, tables.writer, List.of(group(OLD_ANSWERS, OLD_RESERVATIONS)));

      for (int i = 0; i < 2; i++) {
        Retention.Step step = answer(retention.step(NOW_MS));
        assertThat(step.rows()).isEqualTo(Retention.STEP_ROWS_MAX);
        assertThat(step.isMore()).isTrue();
      }
      assertThat(count(tables, "reservation")).isEqualTo(800);
      assertThat(count(tables, "idempotency")).isEqualTo(100);
      assertThat(answer(retention.step(NOW_MS)).rows()).isEqualTo(Retention.STEP_ROWS_MAX);
      assertThat(count(tables, "reservation")).isEqualTo(700);
      assertThat(count(tables, "idempotency")).isZero();
    }
  }

  @Test
  void whatWasNotRemovedIsFoundAgainAndWhatIsBehindThePlaceWithTheNextLap() throws Exception {
    try (ReadTables tables = new ReadTables(TestStore.EMBEDDED, dataDir)) {
      tables.write(List.of(TableWrite.of(RESERVATIONS, 300, "acme", "acme", 1_000)));
      OldGroup group = new OldGroup(group(OLD_RESERVATIONS));

      List<TableWrite> found = look(tables, group, NOW_MS).deletes();
      OldGroup.Part again = look(tables, group, NOW_MS);
      assertThat(again.deletes()).isEqualTo(found).hasSize(Retention.STEP_ROWS_MAX);
      answer(again.remove(tables.writer, NOW_MS));
      tables.write(List.of(TableWrite.of(RESERVATIONS, 5, "late", "late", 0)));
      OldGroup.Part rest = look(tables, group, NOW_MS);
      answer(rest.remove(tables.writer, NOW_MS));
      assertThat(rest.rows()).isEqualTo(100);
      assertThat(rest.isMore()).isFalse();

      long lapMs = OldRows.LAP.toMillis();
      assertThat(look(tables, group, NOW_MS + lapMs - 1).deletes()).isEmpty();
      assertThat(look(tables, group, NOW_MS + lapMs).deletes()).hasSize(5);
    }
  }

  @Test
  void pauseGrowsWithTheStep() {
    assertThat(Retention.pauseAfter(2_000_000)).isEqualTo(Duration.ofMillis(8));
    assertThat(Retention.pauseAfter(15_000_000)).isEqualTo(Duration.ofMillis(25));
    assertThat(Retention.pauseAfter(100_000_000)).isEqualTo(Duration.ofMillis(100));
  }

  private static OldGroup.Part look(ReadTables tables, OldGroup group, long nowMs)
      throws Exception {
    return answer(group.look(tables.reads, nowMs));
  }

  private static Retention.Group group(OldRows... kinds) {
    return new Retention.Group(Retention.STEP_ROWS_MAX, List.of(kinds));
  }

  private static OldRows kind(String select) {
    return OldClientRows.kinds(RetentionTest.SETTINGS, RetentionTest.WEBHOOK).stream()
        .filter(kind -> ((KeyedRows) kind).select().equals(select))
        .findFirst()
        .orElseThrow(() -> new AssertionError(select));
  }

  /** One write after the other, until it is over. */
  private static CompletableFuture<Void> write(
      ReadTables tables, AtomicInteger others, AtomicBoolean isOver) {
    return CompletableFuture.runAsync(
        () -> {
          while (!isOver.get()) {
            tables.writer.write(List.of(TableWrite.of(OTHER, 1L))).toCompletableFuture().join();
            others.incrementAndGet();
          }
        });
  }

  private static void rest(Duration pause) {
    new CompletableFuture<Void>()
        .completeOnTimeout(null, pause.toNanos(), TimeUnit.NANOSECONDS)
        .join();
  }

  private static long left(ReadTables tables) throws Exception {
    return count(tables, "reservation") + count(tables, "decision_log");
  }

  private static long count(ReadTables tables, String what) throws Exception {
    return answer(
        tables.reads.ask(
            connection -> {
              try (Statement statement = connection.createStatement();
                  ResultSet row = statement.executeQuery("SELECT COUNT(*) FROM " + what)) {
                row.next();
                return row.getLong(1);
              }
            }));
  }
}
