package io.bailiwick.journal;

import static org.assertj.core.api.Assertions.assertThat;

import io.bailiwick.journal.JournalWriteException.Reason;
import io.bailiwick.projection.SqlStatement;
import io.bailiwick.projection.TableWrite;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class GroupCommitTest {

  private static final WriteLimits LIMITS = new WriteLimits(1_000, 1_000, 10_000);

  @TempDir Path dataDir;

  @ParameterizedTest
  @EnumSource
  void rivalOfOneEntityFailsThatEntityAlone(TestStore store) throws Exception {
    try (WriterFixture fixture = new WriterFixture(store, dataDir)) {
      Recorder recorder = new Recorder();
      JournalWriter writer = fixture.start(LIMITS, recorder, connection -> connection);
      fixture.execute(
          "INSERT INTO event_journal (persistence_id, sequence_number, deleted, writer,"
              + " write_timestamp, adapter_manifest, event_ser_id, event_ser_manifest,"
              + " event_payload) SELECT 'entity-37', 1, false, 'rival', 1, '', 1, 'T', "
              + (store == TestStore.EMBEDDED ? "x'00'" : "'\\x00'::bytea"));

      fixture.occupy(writer);
      Map<Integer, CompletableFuture<Void>> answers = new TreeMap<>();
      for (int i = 0; i < 100; i++) {
        answers.put(i, writer.submit(WriterFixture.event("entity-" + i, 1, "us")));
      }
      fixture.release();

      List<Integer> failed = new ArrayList<>();
      for (var answer : answers.entrySet()) {
        Reason reason = WriterFixture.outcome(answer.getValue());
        if (reason != null) {
          assertThat(reason).isEqualTo(Reason.RIVAL_WRITER);
          failed.add(answer.getKey());
        }
      }
      assertThat(failed).containsExactly(37);
      assertThat(recorder.isolated.get()).as("they were one group").isEqualTo(100);
      assertThat(
              fixture.count(
                  "SELECT count(*) FROM event_journal WHERE writer = 'us' AND persistence_id LIKE"
                      + " 'entity%'"))
          .isEqualTo(99);
      assertThat(fixture.count("SELECT count(*) FROM event_journal WHERE writer = 'rival'"))
          .isEqualTo(1);
    }
  }

  @ParameterizedTest
  @EnumSource
  void refusedTableRowTakesItsEventWithItAndNobodyElses(TestStore store) throws Exception {
    try (WriterFixture fixture = new WriterFixture(store, dataDir)) {
      JournalWriter writer = fixture.start(LIMITS);
      var first = writer.submit(withRow("a", WriterFixture.answer("same", 1)));
      var second = writer.submit(withRow("b", WriterFixture.answer("same", 1)));
      var third = writer.submit(withRow("c", WriterFixture.answer("other", 1)));
      fixture.release();

      assertThat(WriterFixture.outcome(first)).isNull();
      assertThat(WriterFixture.outcome(second)).isEqualTo(Reason.REFUSED);
      assertThat(WriterFixture.outcome(third)).isNull();
      assertThat(fixture.count("SELECT count(*) FROM event_journal")).isEqualTo(2);
      assertThat(fixture.count("SELECT count(*) FROM event_journal WHERE persistence_id = 'b'"))
          .isZero();
    }
  }

  @ParameterizedTest
  @EnumSource
  void commitWhoseAnswerGotLostIsASuccessAndIsThereOnce(TestStore store) throws Exception {
    try (WriterFixture fixture = new WriterFixture(store, dataDir)) {
      JournalWriter writer =
          fixture.start(
              LIMITS, JournalObserver.NONE, new CommitFault(CommitFault.Kind.ANSWER_LOST, 1));
      var one = writer.submit(withRow("a", WriterFixture.answer("a", 1)));
      var two = writer.submit(WriterFixture.event("b", 1, "us"));
      fixture.release();

      assertThat(WriterFixture.outcome(one)).isNull();
      assertThat(WriterFixture.outcome(two)).isNull();
      assertThat(fixture.count("SELECT count(*) FROM event_journal")).isEqualTo(2);
      assertThat(fixture.count("SELECT count(*) FROM idempotency")).isEqualTo(1);
    }
  }

  /** The new connection cannot see the row, and then waits for it at the key. */
  @Test
  void commitThatIsStillUnderWayWhenItIsLookedForIsASuccessAndIsThereOnce() throws Exception {
    try (WriterFixture fixture = new WriterFixture(TestStore.POSTGRESQL, dataDir)) {
      JournalWriter writer =
          fixture.start(LIMITS, JournalObserver.NONE, new CommitFault(CommitFault.Kind.LATE, 1));
      var answer = writer.submit(withRow("a", WriterFixture.answer("a", 1)));
      fixture.release();

      assertThat(WriterFixture.outcome(answer)).isNull();
      assertThat(fixture.count("SELECT count(*) FROM event_journal")).isEqualTo(1);
      assertThat(fixture.count("SELECT count(*) FROM idempotency")).isEqualTo(1);
    }
  }

  /** As the primary of before is after a switch-over, when it still answers. */
  @Test
  void connectionThatMayOnlyReadIsReplaced() throws Exception {
    try (WriterFixture fixture = new WriterFixture(TestStore.POSTGRESQL, dataDir)) {
      AtomicInteger opened = new AtomicInteger();
      JournalWriter writer =
          fixture.start(
              LIMITS,
              JournalObserver.NONE,
              connection -> {
                if (opened.incrementAndGet() == 1) {
                  try (var statement = connection.createStatement()) {
                    statement.execute("SET SESSION CHARACTERISTICS AS TRANSACTION READ ONLY");
                  } catch (SQLException e) {
                    throw new IllegalStateException(e);
                  }
                }
                return connection;
              });
      var one = writer.submit(WriterFixture.event("a", 1, "us"));
      fixture.release();

      assertThat(WriterFixture.outcome(one)).isNull();
      assertThat(WriterFixture.outcome(writer.submit(WriterFixture.event("b", 1, "us")))).isNull();
      assertThat(opened.get()).isEqualTo(2);
    }
  }

  @ParameterizedTest
  @EnumSource
  void plainRowsWhoseCommitAnswerGotLostAreNotCalledSuccessNorWrittenAgain(TestStore store)
      throws Exception {
    try (WriterFixture fixture = new WriterFixture(store, dataDir)) {
      JournalWriter writer =
          fixture.start(
              LIMITS, JournalObserver.NONE, new CommitFault(CommitFault.Kind.ANSWER_LOST, 1));
      var answer =
          writer.submit(new WriteRequest(List.of(), List.of(WriterFixture.answer("a", 1))));
      fixture.release();

      assertThat(WriterFixture.outcome(answer)).isEqualTo(Reason.UNKNOWN_OUTCOME);
      assertThat(fixture.count("SELECT count(*) FROM idempotency")).isEqualTo(1);
    }
  }

  @ParameterizedTest
  @EnumSource
  void commitThatDidNotHappenIsTriedAgain(TestStore store) throws Exception {
    try (WriterFixture fixture = new WriterFixture(store, dataDir)) {
      JournalWriter writer =
          fixture.start(
              LIMITS, JournalObserver.NONE, new CommitFault(CommitFault.Kind.NOT_COMMITTED, 1));
      var answer = writer.submit(withRow("a", WriterFixture.answer("a", 1)));
      fixture.release();

      assertThat(WriterFixture.outcome(answer)).isNull();
      assertThat(fixture.count("SELECT count(*) FROM event_journal")).isEqualTo(1);
      assertThat(fixture.count("SELECT count(*) FROM idempotency")).isEqualTo(1);
    }
  }

  @ParameterizedTest
  @EnumSource
  void commitThatKeepsFailingIsNeverASuccess(TestStore store) throws Exception {
    try (WriterFixture fixture = new WriterFixture(store, dataDir)) {
      JournalWriter writer =
          fixture.start(
              LIMITS, JournalObserver.NONE, new CommitFault(CommitFault.Kind.NOT_COMMITTED, 100));
      var answer = writer.submit(WriterFixture.event("a", 1, "us"));
      fixture.release();

      assertThat(WriterFixture.outcome(answer)).isEqualTo(Reason.UNKNOWN_OUTCOME);
      assertThat(fixture.count("SELECT count(*) FROM event_journal")).isZero();
    }
  }

  @ParameterizedTest
  @EnumSource
  void statementsOfOneTransactionRunByRankAndThenInOrder(TestStore store) throws Exception {
    try (WriterFixture fixture = new WriterFixture(store, dataDir)) {
      JournalWriter writer = fixture.start(LIMITS);
      var answers = new ArrayList<CompletableFuture<Void>>();
      answers.add(
          writer.submit(new WriteRequest(List.of(), List.of(WriterFixture.answer("a", 1)))));
      for (long keptFromMs = 2; keptFromMs <= 50; keptFromMs++) {
        TableWrite update =
            TableWrite.of(WriterFixture.UPDATE_ANSWER, keptFromMs, "acme", "event", "a");
        answers.add(writer.submit(new WriteRequest(List.of(), List.of(update))));
        answers.add(
            writer.submit(
                new WriteRequest(List.of(), List.of(WriterFixture.answer("k" + keptFromMs, 0)))));
      }
      fixture.release();

      for (var answer : answers) {
        assertThat(WriterFixture.outcome(answer)).isNull();
      }
      assertThat(fixture.count("SELECT kept_from_ms FROM idempotency WHERE idempotency_key = 'a'"))
          .isEqualTo(50);
    }
  }

  @ParameterizedTest
  @EnumSource
  void wholeRowThatSeveralRequestsWriteEndsAsTheLastOfThem(TestStore store) throws Exception {
    SqlStatement put =
        SqlStatement.wholeRow(
            10,
            1,
            "INSERT INTO idempotency (idempotency_key, tenant, endpoint, payload_hash, answer,"
                + " at_ms, kept_from_ms) VALUES (?, 'acme', 'e', '', '', 0, ?) ON CONFLICT (tenant,"
                + " endpoint, idempotency_key) DO UPDATE SET kept_from_ms = excluded.kept_from_ms");
    try (WriterFixture fixture = new WriterFixture(store, dataDir)) {
      Recorder recorder = new Recorder();
      JournalWriter writer = fixture.start(LIMITS, recorder, connection -> connection);
      fixture.occupy(writer);
      var answers = new ArrayList<CompletableFuture<Void>>();
      for (long value = 1; value <= 30; value++) {
        TableWrite write = TableWrite.of(put, "row" + value % 3, value);
        answers.add(writer.submit(withRow("entity-" + value, write)));
      }
      fixture.release();

      for (var answer : answers) {
        assertThat(WriterFixture.outcome(answer)).isNull();
      }
      assertThat(recorder.isolated.get()).isZero();
      assertThat(fixture.count("SELECT count(*) FROM idempotency")).isEqualTo(3);
      assertThat(fixture.count("SELECT min(kept_from_ms) FROM idempotency")).isEqualTo(28);
    }
  }

  private static WriteRequest withRow(String persistenceId, TableWrite write) {
    return new WriteRequest(List.of(WriterFixture.row(persistenceId, 1, "us")), List.of(write));
  }

  /** Counts what was tried one by one. */
  private static final class Recorder implements JournalObserver {
    final AtomicInteger isolated = new AtomicInteger();

    @Override
    public void isolated(int requests) {
      isolated.addAndGet(requests);
    }
  }
}
