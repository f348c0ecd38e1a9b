package io.bailiwick.query;

import static io.bailiwick.query.ReadTables.answer;
import static org.assertj.core.api.Assertions.assertThat;

import io.bailiwick.apikey.query.Authentications;
import io.bailiwick.journal.TestStore;
import io.bailiwick.record.query.OldDecisions;
import io.bailiwick.record.query.OldRecords;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is old is found in an index, from the place on, without looking at what is not. */
class RetentionPlanTest {

  /** Each of several serves as well as the others. */
  private static final Map<String, String> INDEXES =
      new TreeMap<>(
          Map.ofEntries(
              Map.entry(OldClientRows.ANSWERS, "idempotency_by_age"),
              Map.entry(OldClientRows.RESERVATIONS, "reservation_by_end"),
              Map.entry(OldClientRows.DELIVERIES, "webhook_delivery_by_age"),
              Map.entry(OldClientRows.BULKS, "bulk_action_by_age"),
              Map.entry(Authentications.OLD, "authentication_by_time"),
              Map.entry(OldRecords.EVENTS, "event_pk|event_scan"),
              Map.entry(OldRecords.AUDITS, "audit_log_pk|audit_scan"),
              Map.entry(OldRecords.UNAUTHENTICATED, "audit_by_tenant|audit_scan"),
              Map.entry(OldDecisions.SELECT, "decision_log_pkey"),
              Map.entry(OldJournal.ENTITIES, "snapshot_pk"),
              Map.entry(OldJournal.FIRST_ROWS, "event_journal_one_writer")));

  @TempDir Path dataDir;

  @Test
  void embeddedStoreSearchesAndSortsNothing() throws Exception {
    try (ReadTables tables = new ReadTables(TestStore.EMBEDDED, dataDir)) {
      for (String sql : INDEXES.keySet()) {
        assertThat(plan(tables, "EXPLAIN QUERY PLAN ", sql))
            .as(sql)
            .noneMatch(step -> step.contains("TEMP B-TREE"))
            .anyMatch(step -> step.startsWith("SEARCH "));
      }
    }
  }

  /** Tables are empty here, and an empty one is quickest read as a whole: so that is forbidden. */
  @Test
  void postgresqlHasAnIndexThatIsInTheOrderOfEachLook() throws Exception {
    try (ReadTables tables = new ReadTables(TestStore.POSTGRESQL, dataDir)) {
      for (Map.Entry<String, String> look : INDEXES.entrySet()) {
        assertThat(plan(tables, "EXPLAIN ", look.getKey()))
            .as(look.getKey())
            .noneMatch(step -> step.contains("Sort"))
            .anyMatch(step -> step.matches(".* using (" + look.getValue() + ") on .*"));
      }
    }
  }

  private static List<String> plan(ReadTables tables, String explain, String sql) throws Exception {
    return answer(
        tables.reads.ask(
            connection -> {
              try (Statement statement = connection.createStatement()) {
                if (explain.equals("EXPLAIN ")) {
                  statement.execute("SET enable_seqscan = off");
                  statement.execute("SET enable_bitmapscan = off");
                  statement.execute("SET enable_sort = off");
                }
                List<String> steps = new ArrayList<>();
                try (ResultSet row = statement.executeQuery(explain + sql.replace("?", "'1'"))) {
                  while (row.next()) {
                    steps.add(row.getString(explain.equals("EXPLAIN ") ? 1 : 4));
                  }
                }
                return steps;
              }
            }));
  }
}
