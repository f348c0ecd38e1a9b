package io.bailiwick.record.query;

import static io.bailiwick.query.ReadTables.answer;
import static org.assertj.core.api.Assertions.assertThat;

import io.bailiwick.amount.Unit;
import io.bailiwick.config.RecordSettings;
import io.bailiwick.journal.TestStore;
import io.bailiwick.projection.DecisionRows;
import io.bailiwick.projection.RecordRows;
import io.bailiwick.projection.TableWrites;
import io.bailiwick.query.ListReply;
import io.bailiwick.query.PageRequest;
import io.bailiwick.query.ReadTables;
import io.bailiwick.query.Retention;
import io.bailiwick.query.SortDirection;
import io.bailiwick.record.AuditEntry;
import io.bailiwick.record.DecisionEntry;
import io.bailiwick.record.EventRecord;
import io.bailiwick.record.EventType;
import io.bailiwick.record.Origin;
import io.bailiwick.record.RecordIds;
import io.bailiwick.scope.ScopePath;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class OldRecordsTest {

  private static final long DAY_MS = Duration.ofDays(1).toMillis();

  @TempDir Path dataDir;

  @ParameterizedTest
  @EnumSource
  void eachClassLeavesAfterItsOwnTimeAndNoneBefore(TestStore store) throws Exception {
    try (ReadTables tables = new ReadTables(store, dataDir)) {
      fill(tables, 1);
      Retention retention = retention(tables, 400, 30, 90);

      assertThat(removed(retention, 30 * DAY_MS)).isZero();
      assertThat(removed(retention, 30 * DAY_MS + 1)).isEqualTo(1);
      assertThat(left(tables)).containsExactly("acme", "__admin__", "event");
      assertThat(removed(retention, 90 * DAY_MS + 1)).isEqualTo(1);
      assertThat(left(tables)).containsExactly("acme", "__admin__");
      assertThat(removed(retention, 400 * DAY_MS)).isZero();
      assertThat(removed(retention, 400 * DAY_MS + 1)).isEqualTo(2);
      assertThat(left(tables)).isEmpty();
    }
  }

  @ParameterizedTest
  @EnumSource
  void whatIsKeptForEverStays(TestStore store) throws Exception {
    try (ReadTables tables = new ReadTables(store, dataDir)) {
      fill(tables, 1);

      assertThat(removed(retention(tables, 0, 0, 0), 100_000 * DAY_MS)).isZero();
      assertThat(removed(retention(tables, 0, 30, 0), 100_000 * DAY_MS)).isEqualTo(1);
    }
  }

  @ParameterizedTest
  @EnumSource
  void aStepIsBounded(TestStore store) throws Exception {
    try (ReadTables tables = new ReadTables(store, dataDir)) {
      fill(tables, Retention.STEP_ROWS_MAX + 5);
      Retention retention = retention(tables, 0, 0, 90);

      assertThat(removed(retention, 91 * DAY_MS)).isEqualTo(Retention.STEP_ROWS_MAX);
      assertThat(removed(retention, 91 * DAY_MS)).isEqualTo(5);
      assertThat(removed(retention, 91 * DAY_MS)).isZero();
    }
  }

  @ParameterizedTest
  @EnumSource
  void decisionsLeaveInStepsOfTheirOwnAndNoneBeforeItsTime(TestStore store) throws Exception {
    try (ReadTables tables = new ReadTables(store, dataDir)) {
      TableWrites rows = new TableWrites();
      int old = OldDecisions.STEP_ROWS_MAX + 3;
      for (int i = 0; i <= old; i++) {
        // One of them is younger than those that were written after it.
        DecisionRows.denied(decision(i == 1 ? DAY_MS : 0), "none", rows);
      }
      tables.write(rows.toList());
      Retention retention = retention(tables, 0, 0, 0, 400);

      assertThat(removed(retention, 400 * DAY_MS)).isZero();
      assertThat(removed(retention, 400 * DAY_MS + 1)).isEqualTo(OldDecisions.STEP_ROWS_MAX - 1);
      assertThat(removed(retention, 400 * DAY_MS + 1)).isEqualTo(4);
      assertThat(removed(retention, 400 * DAY_MS + 1)).isZero();
      assertThat(
              answer(new DecisionQueries(tables.reads).following(DecisionFilter.ALL, null, 10))
                  .rows())
          .extracting(DecisionView::atMs)
          .containsExactly(DAY_MS);
    }
  }

  private static DecisionEntry decision(long atMs) {
    return new DecisionEntry(
        atMs,
        "acme",
        DecisionEntry.EXPIRE,
        null,
        false,
        1,
        null,
        new ScopePath("tenant:acme"),
        1,
        Unit.TOKENS,
        1L,
        null,
        null,
        null,
        null,
        null,
        null);
  }

  private static Retention retention(
      ReadTables tables, int auditDays, int unauthenticatedDays, int eventDays) {
    return retention(tables, auditDays, unauthenticatedDays, eventDays, 0);
  }

  private static Retention retention(
      ReadTables tables, int auditDays, int unauthenticatedDays, int eventDays, int decisionDays) {
    RecordSettings settings =
        new RecordSettings(
            Duration.ofDays(auditDays),
            Duration.ofDays(unauthenticatedDays),
            Duration.ofDays(eventDays),
            true,
            Duration.ofDays(decisionDays),
            1,
            1,
            1);
    List<Retention.Group> groups = new ArrayList<>();
    groups.add(new Retention.Group(Retention.STEP_ROWS_MAX, OldRecords.kinds(settings)));
    if (decisionDays > 0) {
      groups.add(
          new Retention.Group(
              OldDecisions.STEP_ROWS_MAX, List.of(new OldDecisions(settings.decisionRetention()))));
    }
    return new Retention(tables.reads, tables.writer, groups);
  }

  private static int removed(Retention retention, long nowMs) throws Exception {
    return answer(retention.step(nowMs)).rows();
  }

  /** So many of each class, all of the time 0. */
  private static void fill(ReadTables tables, int each) throws Exception {
    TableWrites rows = new TableWrites();
    RecordRows out = new RecordRows(rows);
    for (int i = 0; i < each; i++) {
      for (String tenant : List.of("acme", AuditEntry.UNAUTHENTICATED, AuditEntry.ADMIN)) {
        out.audit(
            new AuditEntry(
                RecordIds.of(RecordIds.AUDIT, 0, tenant + i),
                0,
                tenant,
                Origin.system("op"),
                null,
                null,
                401,
                "UNAUTHORIZED",
                null,
                null,
                null,
                Map.of()));
      }
      out.event(
          new EventRecord(
              RecordIds.of(RecordIds.EVENT, 0, "e" + i),
              EventType.BUDGET_CREATED,
              "acme",
              0,
              EventRecord.OF_ADMIN,
              null,
              null,
              null,
              null));
    }
    tables.write(rows.toList());
  }

  private static List<String> left(ReadTables tables) throws Exception {
    var audits =
        (ListReply.Page<AuditView>)
            answer(
                new AuditQueries(tables.reads)
                    .list(
                        AuditFilter.ALL,
                        AuditSort.TENANT_ID,
                        SortDirection.DESC,
                        PageRequest.first(10)));
    var events =
        (ListReply.Page<EventView>)
            answer(
                new EventQueries(tables.reads)
                    .list(
                        EventFilter.ALL,
                        EventSort.TIMESTAMP,
                        SortDirection.DESC,
                        PageRequest.first(10)));
    return java.util.stream.Stream.concat(
            audits.items().stream().map(AuditView::tenant),
            events.items().stream().map(event -> "event"))
        .toList();
  }
}
