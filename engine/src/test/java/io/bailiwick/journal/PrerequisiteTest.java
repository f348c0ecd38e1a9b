package io.bailiwick.journal;

import static org.assertj.core.api.Assertions.assertThat;

import io.bailiwick.journal.JournalWriteException.Reason;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Writes that build on others: never without them, whatever happens to the transaction. */
class PrerequisiteTest {

  private static final WriteLimits LIMITS = new WriteLimits(1_000, 1_000, 10_000);

  @TempDir Path dataDir;

  @ParameterizedTest
  @EnumSource
  void whatBuildsOnAFailedWriteFailsWithItAndNobodyElses(TestStore store) throws Exception {
    try (WriterFixture fixture = new WriterFixture(store, dataDir)) {
      JournalWriter writer = fixture.start(LIMITS);
      fixture.execute(
          "INSERT INTO event_journal (persistence_id, sequence_number, deleted, writer,"
              + " write_timestamp, adapter_manifest, event_ser_id, event_ser_manifest,"
              + " event_payload) SELECT 'overtaken', 1, false, 'rival', 1, '', 1, 'T', "
              + (store == TestStore.EMBEDDED ? "x'00'" : "'\\x00'::bytea"));
      WriteTicket lost = new WriteTicket(ticket -> {});
      WriteTicket kept = new WriteTicket(ticket -> {});

      fixture.occupy(writer);
      var overtaken = writer.submit(tied("overtaken", List.of(), List.of(lost)));
      var healthy = writer.submit(tied("healthy", List.of(), List.of(kept)));
      var onBoth = writer.submit(tied("on-lost-and-kept", List.of(kept, lost), List.of()));
      var onKept = writer.submit(tied("on-kept", List.of(kept), List.of()));
      fixture.release();

      assertThat(WriterFixture.outcome(overtaken)).isEqualTo(Reason.RIVAL_WRITER);
      assertThat(WriterFixture.outcome(healthy)).isNull();
      assertThat(WriterFixture.outcome(onBoth)).isEqualTo(Reason.PREREQUISITE_FAILED);
      assertThat(WriterFixture.outcome(onKept)).isNull();
      var later = writer.submit(tied("later-on-lost", List.of(lost), List.of()));
      assertThat(WriterFixture.outcome(later)).isEqualTo(Reason.PREREQUISITE_FAILED);
      assertThat(rows(fixture, "%on-lost%")).isZero();
    }
  }

  @ParameterizedTest
  @EnumSource
  void commitOfUnknownOutcomeKeepsBothOrNeither(TestStore store) throws Exception {
    for (CommitFault.Kind kind :
        List.of(CommitFault.Kind.ANSWER_LOST, CommitFault.Kind.NOT_COMMITTED)) {
      try (WriterFixture fixture = new WriterFixture(store, dataDir.resolve(kind.name()))) {
        JournalWriter writer =
            fixture.start(LIMITS, JournalObserver.NONE, new CommitFault(kind, 1));
        WriteTicket ticket = new WriteTicket(queued -> {});

        fixture.occupy(writer);
        var first = writer.submit(tied("first", List.of(), List.of(ticket)));
        var second = writer.submit(tied("second", List.of(ticket), List.of()));
        fixture.release();

        Reason firsts = WriterFixture.outcome(first);
        Reason seconds = WriterFixture.outcome(second);
        assertThat(seconds == null).as("%s after %s", seconds, firsts).isEqualTo(firsts == null);
        assertThat(rows(fixture, "second")).isLessThanOrEqualTo(rows(fixture, "first"));
      }
    }
  }

  private static long rows(WriterFixture fixture, String persistenceIds) throws Exception {
    return fixture.count(
        "SELECT count(*) FROM event_journal WHERE persistence_id LIKE ?", persistenceIds);
  }

  private static WriteRequest tied(
      String persistenceId, List<WriteTicket> prerequisites, List<WriteTicket> tickets) {
    return new WriteRequest(
        List.of(WriterFixture.row(persistenceId, 1, "us")), List.of(), prerequisites, tickets);
  }
}
