package io.bailiwick.journal;

import static org.assertj.core.api.Assertions.assertThat;

import io.bailiwick.journal.JournalWriteException.Reason;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JournalWriterTest {

  @TempDir Path dataDir;

  @Test
  void joinsWhatIsWaitingUpToTheRowLimit() throws Exception {
    try (WriterFixture fixture = new WriterFixture(TestStore.EMBEDDED, dataDir)) {
      var groups = new ConcurrentLinkedQueue<Integer>();
      JournalWriter writer =
          fixture.start(
              new WriteLimits(10, 1_000, 10_000),
              new JournalObserver() {
                @Override
                public void committed(
                    int requests,
                    int journalRows,
                    int tableRows,
                    long transactionNanos,
                    long flushNanos) {
                  groups.add(journalRows);
                }
              },
              connection -> connection);
      List<CompletableFuture<Void>> answers = new ArrayList<>();
      answers.add(fixture.occupy(writer));
      for (int i = 1; i <= 35; i++) {
        answers.add(writer.submit(WriterFixture.event("a", i, "us")));
      }
      fixture.release();
      for (var answer : answers) {
        assertThat(WriterFixture.outcome(answer)).isNull();
      }
      assertThat(groups).containsExactly(1, 10, 10, 10, 5);
    }
  }

  @Test
  void refusesTheWriteThatDoesNotFitIntoTheQueue() throws Exception {
    try (WriterFixture fixture = new WriterFixture(TestStore.EMBEDDED, dataDir)) {
      AtomicInteger refused = new AtomicInteger();
      JournalWriter writer =
          fixture.start(
              new WriteLimits(1, 5, 10_000),
              new JournalObserver() {
                @Override
                public void failed(Reason reason) {
                  refused.incrementAndGet();
                }
              },
              connection -> connection);
      fixture.occupy(writer);
      List<CompletableFuture<Void>> answers = new ArrayList<>();
      for (int i = 1; i <= 20; i++) {
        answers.add(writer.submit(WriterFixture.event("a" + i, 1, "us")));
      }
      for (var answer : answers.subList(5, 20)) {
        assertThat(WriterFixture.outcome(answer)).isEqualTo(Reason.QUEUE_FULL);
      }
      assertThat(refused.get()).isEqualTo(15);
      fixture.release();
      for (var answer : answers.subList(0, 5)) {
        assertThat(WriterFixture.outcome(answer)).isNull();
      }
      assertThat(fixture.count("SELECT count(*) FROM event_journal WHERE persistence_id LIKE 'a%'"))
          .isEqualTo(5);
    }
  }

  @Test
  void goesOnAfterABug() throws Exception {
    try (WriterFixture fixture = new WriterFixture(TestStore.EMBEDDED, dataDir)) {
      JournalWriter writer =
          fixture.start(
              new WriteLimits(10, 10, 10_000),
              JournalObserver.NONE,
              new CommitFault(CommitFault.Kind.BUG, 1));
      var first = writer.submit(WriterFixture.event("a", 1, "us"));
      fixture.release();
      assertThat(WriterFixture.outcome(first)).isEqualTo(Reason.UNKNOWN_OUTCOME);
      assertThat(WriterFixture.outcome(writer.submit(WriterFixture.event("b", 1, "us")))).isNull();
      assertThat(fixture.count("SELECT count(*) FROM event_journal")).isEqualTo(1);
    }
  }

  @Test
  void callsTheOutcomeUnknownWhenTheTimeRunsOutAndThenDoesNotWriteWhatStillWaited()
      throws Exception {
    try (WriterFixture fixture = new WriterFixture(TestStore.EMBEDDED, dataDir)) {
      JournalWriter writer = fixture.start(new WriteLimits(1, 10, 50));
      var taken = fixture.occupy(writer);
      var waiting = writer.submit(WriterFixture.event("b", 1, "us"));
      assertThat(WriterFixture.outcome(taken)).isEqualTo(Reason.UNKNOWN_OUTCOME);
      assertThat(WriterFixture.outcome(waiting)).isEqualTo(Reason.UNKNOWN_OUTCOME);
      fixture.release();
      JournalWriter patient = fixture.start(new WriteLimits(1, 10, 10_000));
      assertThat(WriterFixture.outcome(patient.submit(WriterFixture.event("c", 1, "us")))).isNull();
      assertThat(fixture.count("SELECT count(*) FROM event_journal WHERE persistence_id = 'b'"))
          .isZero();
    }
  }

  @Test
  void writesWhatIsWaitingBeforeItCloses() throws Exception {
    try (WriterFixture fixture = new WriterFixture(TestStore.EMBEDDED, dataDir)) {
      JournalWriter writer = fixture.start(new WriteLimits(10, 1_000, 10_000));
      List<CompletableFuture<Void>> answers = new ArrayList<>();
      for (int i = 1; i <= 100; i++) {
        answers.add(writer.submit(WriterFixture.event("a", i, "us")));
      }
      fixture.release();
      writer.close();
      for (var answer : answers) {
        assertThat(WriterFixture.outcome(answer)).isNull();
      }
      assertThat(WriterFixture.outcome(writer.submit(WriterFixture.event("late", 1, "us"))))
          .isEqualTo(Reason.CLOSED);
      assertThat(fixture.count("SELECT count(*) FROM event_journal")).isEqualTo(100);
    }
  }

  @Test
  void saysThatTheStoreCannotBeReachedAndWorksAgainWhenItCan() throws Exception {
    try (WriterFixture fixture = new WriterFixture(TestStore.EMBEDDED, dataDir)) {
      AtomicInteger attempts = new AtomicInteger();
      JournalWriter writer =
          JournalWriter.start(
              () -> {
                if (attempts.incrementAndGet() == 1) {
                  throw new SQLException("injected: refused");
                }
                return fixture.backend.openForWriting();
              },
              new WriteLimits(10, 10, 10_000),
              JournalObserver.NONE);
      try (writer) {
        assertThat(WriterFixture.outcome(writer.submit(WriterFixture.event("a", 1, "us"))))
            .isEqualTo(Reason.STORE_UNREACHABLE);
        assertThat(WriterFixture.outcome(writer.submit(WriterFixture.event("a", 1, "us"))))
            .isNull();
      }
    }
  }

  @Test
  void fullDatabaseFailsWritesAndKeepsWhatWasAcknowledged() throws Exception {
    try (WriterFixture fixture = new WriterFixture(TestStore.EMBEDDED, dataDir)) {
      JournalWriter writer =
          fixture.start(
              new WriteLimits(10, 1_000, 10_000),
              JournalObserver.NONE,
              JournalWriterTest::allowFewPages);
      fixture.release();
      long durable = 0;
      Reason reason = null;
      while (reason == null && durable < 10_000) {
        reason = WriterFixture.outcome(writer.submit(WriterFixture.event("a", durable + 1, "us")));
        durable += reason == null ? 1 : 0;
      }
      assertThat(reason).isEqualTo(Reason.REFUSED);
      assertThat(durable).isPositive();
      assertThat(fixture.count("SELECT count(*) FROM event_journal")).isEqualTo(durable);
    }
  }

  @Test
  void connectionThatTheServerEndedIsReplacedWithoutAFailedWrite() throws Exception {
    try (WriterFixture fixture = new WriterFixture(TestStore.POSTGRESQL, dataDir)) {
      JournalWriter writer = fixture.start(new WriteLimits(10, 1_000, 10_000));
      fixture.release();
      assertThat(WriterFixture.outcome(writer.submit(WriterFixture.event("a", 1, "us")))).isNull();
      fixture.execute(
          "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname ="
              + " current_database() AND pid <> pg_backend_pid()");
      assertThat(WriterFixture.outcome(writer.submit(WriterFixture.event("a", 2, "us")))).isNull();
      assertThat(fixture.count("SELECT count(*) FROM event_journal")).isEqualTo(2);
    }
  }

  private static Connection allowFewPages(Connection connection) {
    try (Statement statement = connection.createStatement()) {
      statement.execute("PRAGMA max_page_count = 50");
      return connection;
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }
}
