package io.bailiwick.record.query;

import static io.bailiwick.query.ReadTables.answer;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

import io.bailiwick.amount.Unit;
import io.bailiwick.config.RecordSettings;
import io.bailiwick.journal.TestStore;
import io.bailiwick.projection.DecisionRows;
import io.bailiwick.projection.TableWrite;
import io.bailiwick.projection.TableWrites;
import io.bailiwick.query.ListReply;
import io.bailiwick.query.PageRequest;
import io.bailiwick.query.ReadTables;
import io.bailiwick.query.SortDirection;
import io.bailiwick.record.Actor;
import io.bailiwick.record.AuditEntry;
import io.bailiwick.record.FailedRequest;
import io.bailiwick.record.Json;
import io.bailiwick.record.Origin;
import io.bailiwick.record.RecordIds;
import io.bailiwick.record.ReservationData;
import io.bailiwick.scope.ScopePath;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WrittenFailuresTest {

  private static final RecordSettings SETTINGS =
      new RecordSettings(
          Duration.ZERO, Duration.ZERO, Duration.ZERO, true, Duration.ZERO, 2, 100, 12);

  /** Everything here happens at 5 and is written no earlier than this, if not at once. */
  private static final InstantSource LATER = () -> Instant.ofEpochMilli(90_000);

  @TempDir Path dataDir;

  @Test
  void whoWaitsFindsItsEntryAndTheRestIsCountedWithinASecond() throws Exception {
    try (ReadTables tables = new ReadTables(TestStore.EMBEDDED, dataDir)) {
      WrittenFailures failures = failures(tables);
      answer(failures.note(failed()));
      assertThat(entries(tables)).hasSize(1);
      for (int i = 0; i < 500; i++) {
        failures.note(failed());
      }

      await()
          .atMost(Duration.ofSeconds(20))
          .until(
              () -> {
                answer(failures.flush());
                return entries(tables).size() >= 3;
              });
      assertThat(occurrences(tables)).isEqualTo(501);
      assertThat(failures.lost()).isZero();
    }
  }

  @Test
  void whatIsBeingCountedIsWrittenBeforeTheEnd() throws Exception {
    try (ReadTables tables = new ReadTables(TestStore.EMBEDDED, dataDir)) {
      WrittenFailures failures = failures(tables);
      for (int i = 0; i < 9; i++) {
        failures.note(failed());
      }
      answer(failures.flushAll());

      assertThat(occurrences(tables)).isEqualTo(9);
    }
  }

  @Test
  void nobodyWaitsForAStoreThatIsAwayNorFailsByIt() throws Exception {
    try (ReadTables tables = new ReadTables(TestStore.EMBEDDED, dataDir)) {
      WrittenFailures failures = failures(tables);
      tables.writer.close();

      answer(failures.note(failed()));
      answer(failures.flush());
      assertThat(entries(tables)).isEmpty();
      assertThat(failures.lost()).as("it waits to be written again").isZero();
    }
  }

  @Test
  void whoIsKnownIsNotHiddenByThoseWhoAreNot() throws Exception {
    try (ReadTables tables = new ReadTables(TestStore.EMBEDDED, dataDir)) {
      WrittenFailures failures = failures(tables);
      for (int i = 0; i < 1_000; i++) {
        failures.note(failed(AuditEntry.UNAUTHENTICATED));
      }
      answer(failures.note(failed(AuditEntry.ADMIN)));

      assertThat(entries(tables))
          .extracting(AuditView::tenant)
          .containsExactlyInAnyOrder(
              AuditEntry.UNAUTHENTICATED, AuditEntry.UNAUTHENTICATED, AuditEntry.ADMIN);
      answer(failures.flushAll());
      assertThat(occurrences(tables)).isEqualTo(1_001);
    }
  }

  @Test
  void whatIsDeniedIsADecisionWrittenWithItsEntryAndNeverTwice() throws Exception {
    try (ReadTables tables = new ReadTables(TestStore.EMBEDDED, dataDir)) {
      WrittenFailures failures = failures(tables);
      for (int i = 0; i < 9; i++) {
        answer(failures.note(denied()));
      }
      answer(failures.flushAll());

      List<DecisionView> log = decisions(tables);
      // Three, unless the machine has paused for longer than a second is joined.
      assertThat(log).hasSizeBetween(3, 8).hasSameSizeAs(entries(tables));
      assertThat(log.stream().mapToLong(DecisionView::occurrences).sum()).isEqualTo(9);
      DecisionView one = log.getFirst();
      assertThat(one.decision()).isEqualTo("DENY");
      assertThat(one.reason()).isEqualTo("BUDGET_EXCEEDED");
      assertThat(one.scope().text()).isEqualTo("tenant:acme/app:a");
      assertThat(one.idempotencyKey()).isEqualTo("k");
      assertThat(one.actionName()).isEqualTo("gpt");
      assertThat(one.estimated()).isEqualTo(7);

      // Told again, as after a write of which nobody knows what became of it.
      TableWrites again = new TableWrites();
      FailedRequest denied = denied();
      DecisionRows.denied(denied.decision(1, 5), entries(tables).getFirst().logId(), again);
      tables.write(again.toList());
      assertThat(decisions(tables)).hasSameSizeAs(log);
    }
  }

  @Test
  void noDenialIsADecisionWhereTheyAreNotRecorded() throws Exception {
    try (ReadTables tables = new ReadTables(TestStore.EMBEDDED, dataDir)) {
      RecordSettings without =
          new RecordSettings(
              Duration.ZERO, Duration.ZERO, Duration.ZERO, false, Duration.ZERO, 2, 100, 12);
      answer(new WrittenFailures(tables.writer::write, without, LATER).note(denied()));
      assertThat(entries(tables)).hasSize(1);
      assertThat(decisions(tables)).isEmpty();
    }
  }

  /** Who reads on from where they have come to finds what is told late behind it. */
  @Test
  void whatWasCountedHasTheTimeAtWhichItIsTold() throws Exception {
    try (ReadTables tables = new ReadTables(TestStore.EMBEDDED, dataDir)) {
      WrittenFailures failures = failures(tables);
      for (int i = 0; i < 9; i++) {
        answer(failures.note(denied()));
      }
      answer(failures.flushAll());

      assertThat(entries(tables)).extracting(AuditView::atMs).containsExactly(5L, 5L, 90_000L);
      AuditView counted = entries(tables).getLast();
      assertThat(counted.logId()).startsWith(RecordIds.beginning(RecordIds.AUDIT, 90_000));
      assertThat(counted.metadata())
          .contains(
              "\"first_at\":\"1970-01-01T00:00:00.005Z\"", "\"occurrences\":7", "\"last_at\"");
      assertThat(entries(tables).getFirst().metadata()).as("told at once").isNull();
      assertThat(decisions(tables))
          .extracting(DecisionView::atMs)
          .containsExactlyInAnyOrder(5L, 5L, 90_000L);
    }
  }

  @Test
  void whatWasNotWrittenIsToldWhenItIsAndWhatMayHaveBeenAsItWas() throws Exception {
    try (ReadTables away = new ReadTables(TestStore.EMBEDDED, dataDir.resolve("away"));
        ReadTables tables = new ReadTables(TestStore.EMBEDDED, dataDir.resolve("here"))) {
      away.writer.close();
      Deque<Function<List<TableWrite>, CompletionStage<Void>>> stores = new ArrayDeque<>();
      WrittenFailures failures =
          new WrittenFailures(rows -> stores.remove().apply(rows), SETTINGS, LATER);
      stores.add(away.writer::write);
      answer(failures.note(failed("acme")));
      stores.add(
          rows ->
              tables
                  .writer
                  .write(rows)
                  .thenCompose(
                      done ->
                          CompletableFuture.failedFuture(new IllegalStateException("not heard"))));
      answer(failures.note(failed("other")));
      assertThat(entries(tables)).extracting(AuditView::tenant).containsExactly("other");

      stores.add(tables.writer::write);
      answer(failures.flush());

      assertThat(entries(tables))
          .extracting(AuditView::tenant, AuditView::atMs)
          .containsExactly(tuple("other", 5L), tuple("acme", 90_000L));
      assertThat(entries(tables).getLast().metadata()).contains("\"first_at\"");
      assertThat(failures.lost()).isZero();
    }
  }

  /** Whoever asked has long been answered when a store that hangs is given up. */
  @Test
  void whatFailsAfterNobodyWaitsAnyMoreIsWrittenAgain() throws Exception {
    try (ReadTables tables = new ReadTables(TestStore.EMBEDDED, dataDir)) {
      CompletableFuture<Void> hanging = new CompletableFuture<>();
      Deque<Function<List<TableWrite>, CompletionStage<Void>>> stores = new ArrayDeque<>();
      WrittenFailures failures =
          new WrittenFailures(rows -> stores.remove().apply(rows), SETTINGS, LATER);
      stores.add(rows -> hanging);
      answer(failures.note(failed("acme")));
      hanging.completeExceptionally(new IllegalStateException("no answer in time"));

      stores.add(tables.writer::write);
      answer(failures.flush());

      assertThat(entries(tables)).extracting(AuditView::tenant).containsExactly("acme");
    }
  }

  /** Or each would take what waits along, and there would be no end of it while a store hangs. */
  @Test
  void oneFlushIsUnderWayAtATimeAndTheLastOneComesAfterIt() throws Exception {
    try (ReadTables tables = new ReadTables(TestStore.EMBEDDED, dataDir)) {
      CompletableFuture<Void> hanging = new CompletableFuture<>();
      Deque<Function<List<TableWrite>, CompletionStage<Void>>> stores = new ArrayDeque<>();
      WrittenFailures failures =
          new WrittenFailures(rows -> stores.remove().apply(rows), SETTINGS, LATER);
      stores.add(rows -> CompletableFuture.failedFuture(new IllegalStateException("away")));
      answer(failures.note(failed("acme")));
      stores.add(rows -> hanging);
      CompletionStage<Void> first = failures.flush();
      stores.add(rows -> CompletableFuture.failedFuture(new IllegalStateException("away")));
      answer(failures.note(failed("other")));

      stores.add(tables.writer::write);
      CompletionStage<Void> second = failures.flush();
      CompletionStage<Void> last = failures.flushAll();
      assertThat(stores).as("nothing else is written while one hangs").hasSize(1);
      assertThat(first.toCompletableFuture()).isNotDone();
      assertThat(second.toCompletableFuture()).isNotDone();

      hanging.completeExceptionally(new IllegalStateException("no answer in time"));
      answer(last);
      assertThat(second.toCompletableFuture()).isDone();
      assertThat(entries(tables))
          .extracting(AuditView::tenant)
          .containsExactlyInAnyOrder("acme", "other");
      stores.add(tables.writer::write);
      answer(failures.note(failed("third")));
      assertThat(entries(tables)).as("and all goes on").hasSize(3);
    }
  }

  private static WrittenFailures failures(ReadTables tables) {
    return new WrittenFailures(tables.writer::write, SETTINGS, LATER);
  }

  private static FailedRequest denied() {
    return new FailedRequest(
        5,
        "acme",
        new Origin(
            Actor.API_KEY,
            "key_1",
            "10.0.0.1",
            null,
            "r",
            null,
            "createReservation",
            null,
            null,
            null),
        "reservation",
        null,
        409,
        "BUDGET_EXCEEDED",
        Map.of(),
        new ReservationData.ReservationDenied(
            "tenant:acme",
            Unit.TOKENS,
            "BUDGET_EXCEEDED",
            7L,
            3L,
            new Json("{\"kind\":\"llm\",\"name\":\"gpt\"}"),
            null,
            null),
        null,
        null,
        new FailedRequest.Asked(new ScopePath("tenant:acme/app:a"), "k"));
  }

  private static List<DecisionView> decisions(ReadTables tables) throws Exception {
    return answer(new DecisionQueries(tables.reads).following(DecisionFilter.ALL, null, 10)).rows();
  }

  private static FailedRequest failed() {
    return failed(AuditEntry.ADMIN);
  }

  private static FailedRequest failed(String tenant) {
    return new FailedRequest(
        5,
        tenant,
        new Origin(
            Actor.SYSTEM, null, "10.0.0.1", null, "r", null, "listTenants", null, null, null),
        null,
        null,
        401,
        "UNAUTHORIZED",
        Map.of("path", "/v1/admin/tenants"),
        null,
        null,
        null);
  }

  private static long occurrences(ReadTables tables) throws Exception {
    long sum = 0;
    for (AuditView entry : entries(tables)) {
      var counted =
          java.util.regex.Pattern.compile("\"occurrences\":(\\d+)").matcher(entry.metadata());
      sum += counted.find() ? Long.parseLong(counted.group(1)) : 1;
    }
    return sum;
  }

  private static List<AuditView> entries(ReadTables tables) throws Exception {
    return ((ListReply.Page<AuditView>)
            answer(
                new AuditQueries(tables.reads)
                    .list(
                        AuditFilter.ALL,
                        AuditSort.TIMESTAMP,
                        SortDirection.ASC,
                        PageRequest.first(100))))
        .items();
  }
}
