package io.bailiwick.record.query;

import static io.bailiwick.query.ReadTables.answer;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.bailiwick.config.RecordSettings;
import io.bailiwick.journal.TestStore;
import io.bailiwick.query.ListReply;
import io.bailiwick.query.PageRequest;
import io.bailiwick.query.ReadTables;
import io.bailiwick.query.SortDirection;
import io.bailiwick.record.Actor;
import io.bailiwick.record.AuditEntry;
import io.bailiwick.record.FailedRequest;
import io.bailiwick.record.Origin;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WrittenFailuresTest {

  private static final RecordSettings SETTINGS =
      new RecordSettings(
          Duration.ZERO, Duration.ZERO, Duration.ZERO, true, Duration.ZERO, 2, 100, 12);

  @TempDir Path dataDir;

  @Test
  void whoWaitsFindsItsEntryAndTheRestIsCountedWithinASecond() throws Exception {
    try (ReadTables tables = new ReadTables(TestStore.EMBEDDED, dataDir)) {
      WrittenFailures failures = new WrittenFailures(tables.writer, SETTINGS);
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
      WrittenFailures failures = new WrittenFailures(tables.writer, SETTINGS);
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
      WrittenFailures failures = new WrittenFailures(tables.writer, SETTINGS);
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
      WrittenFailures failures = new WrittenFailures(tables.writer, SETTINGS);
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

  private static FailedRequest failed() {
    return failed(AuditEntry.ADMIN);
  }

  private static FailedRequest failed(String tenant) {
    return new FailedRequest(
        5,
        tenant,
        new Origin(Actor.SYSTEM, null, "10.0.0.1", null, "r", null, "listTenants", null, null),
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
