package io.bailiwick.query;

import static io.bailiwick.query.ReadTables.answer;
import static org.assertj.core.api.Assertions.assertThat;

import io.bailiwick.journal.TestStore;
import io.bailiwick.projection.SqlStatement;
import io.bailiwick.projection.TableWrite;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Rows of the journal can be large; what a step removes of them is not. */
class OldJournalBytesTest {

  private static final Duration KEPT = Duration.ofDays(30);
  private static final long NOW_MS = Duration.ofDays(400).toMillis();
  private static final int SMALL = 1_000;
  private static final int LARGE = 100_000;

  private static final SqlStatement ROW =
      SqlStatement.every(
          1,
          "INSERT INTO event_journal (persistence_id, sequence_number, deleted, writer,"
              + " write_timestamp, adapter_manifest, event_ser_id, event_ser_manifest,"
              + " event_payload) VALUES (?, ?, FALSE, '', 0, '', 1, '', ?)");

  private static final SqlStatement SNAPSHOT =
      SqlStatement.every(
          2,
          "INSERT INTO snapshot (persistence_id, sequence_number, created, snapshot_ser_id,"
              + " snapshot_ser_manifest, snapshot_payload) VALUES (?, ?, 0, 1, '', ?)");

  @TempDir Path dataDir;

  @ParameterizedTest
  @EnumSource
  void stepIsBoundedInBytesAndEveryEntityHasItsTurn(TestStore store) throws Exception {
    try (ReadTables tables = new ReadTables(store, dataDir)) {
      entity(tables, "a", 30, LARGE);
      entity(tables, "b", 30, LARGE);
      entity(tables, "c", 30, SMALL);
      entity(tables, "d", 2, 3 * (int) OldJournal.STEP_BYTES_MAX);
      Retention retention =
          new Retention(
              tables.reads,
              tables.writer,
              List.of(new Retention.Group(Retention.STEP_ROWS_MAX, List.of(new OldJournal(KEPT)))));
      List<Integer> steps = new ArrayList<>();
      boolean isMore = true;
      while (isMore) {
        Retention.Step step = answer(retention.step(NOW_MS));
        steps.add(step.rows());
        isMore = step.isMore();
      }

      // Eleven large rows are just more than a step: of a, of b, then all of c and one huge row of
      // d, and so on in each lap.
      assertThat(steps).containsExactly(11, 11, 31, 0, 11, 11, 1, 0, 11, 0, 5);
      assertThat(left(tables)).containsExactly("a 31", "b 31", "c 31", "d 3");
    }
  }

  /** With snapshots above {@code rows} rows. */
  private static void entity(ReadTables tables, String id, int rows, int bytes) throws Exception {
    for (long number = 1; number <= rows + 1; number++) {
      tables.write(List.of(TableWrite.of(ROW, id, number, new byte[bytes])));
    }
    for (long at : List.of(rows + 1L, rows + 2L)) {
      tables.write(List.of(TableWrite.of(SNAPSHOT, id, at, new byte[1])));
    }
  }

  /** Each entity and its first row. */
  private static List<String> left(ReadTables tables) throws Exception {
    return answer(
        tables.reads.ask(
            connection -> {
              List<String> left = new ArrayList<>();
              try (Statement statement = connection.createStatement();
                  ResultSet row =
                      statement.executeQuery(
                          "SELECT persistence_id, MIN(sequence_number) FROM event_journal GROUP BY"
                              + " persistence_id ORDER BY persistence_id")) {
                while (row.next()) {
                  left.add(row.getString(1) + " " + row.getLong(2));
                }
              }
              return left;
            }));
  }
}
