package io.bailiwick.query;

import static io.bailiwick.query.ReadTables.answer;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bailiwick.journal.TestStore;
import io.bailiwick.projection.SqlStatement;
import io.bailiwick.projection.TableWrite;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Rows that cannot be looked for, or not be removed, stay; the others leave. */
class RetentionFailureTest {

  private static final long NOW_MS = Duration.ofDays(400).toMillis();
  private static final long REST_MS = OldKind.REST.toMillis();
  private static final long LAP_MS = OldRows.LAP.toMillis();

  private static final SqlStatement BOOK =
      SqlStatement.every(1, "INSERT INTO book (tenant, book, wake_at_ms) VALUES (?, 1, 0)");

  private static final SqlStatement DELETE_BOOK =
      SqlStatement.every(2, "DELETE FROM book WHERE tenant = ?");

  private static final SqlStatement DELETE_NOTHING =
      SqlStatement.every(3, "DELETE FROM no_such_table WHERE tenant = ?");

  @TempDir Path dataDir;

  /** One row, which is found for as long as it is not removed, or not at all. */
  private static final class OneRow implements OldRows {
    final List<Place> asked = new ArrayList<>();
    final String tenant;
    SqlStatement delete = DELETE_BOOK;
    String looksAt = "book";

    OneRow(String tenant) {
      this.tenant = tenant;
    }

    @Override
    public Look look(Connection connection, Place from, long nowMs, int rowsMax)
        throws SQLException {
      Place place = Place.from(from, "beginning", nowMs);
      asked.add(place);
      try (Statement statement = connection.createStatement()) {
        statement.executeQuery("SELECT 1 FROM " + looksAt).close();
      }
      return new Look(
          List.of(TableWrite.of(delete, tenant)), 1, new Place("place", place.beganMs()), false);
    }
  }

  @ParameterizedTest
  @EnumSource
  void kindsThatFailKeepNoOtherAndRest(TestStore store) throws Exception {
    OneRow unreadable = new OneRow("a");
    unreadable.looksAt = "no_such_table";
    OneRow stuck = new OneRow("b");
    stuck.delete = DELETE_NOTHING;
    OneRow well = new OneRow("c");
    OneRow elsewhere = new OneRow("d");
    try (ReadTables tables = new ReadTables(store, dataDir)) {
      Retention retention =
          new Retention(
              tables.reads,
              tables.writer,
              List.of(
                  new Retention.Group(10, List.of(unreadable, stuck, well)),
                  new Retention.Group(10, List.of(elsewhere))));
      for (String tenant : List.of("a", "b", "c", "d")) {
        tables.write(List.of(TableWrite.of(BOOK, tenant)));
      }

      Retention.Step step = answer(retention.step(NOW_MS));

      assertThat(step)
          .extracting(Retention.Step::rows, Retention.Step::isMore)
          .containsExactly(2, false);
      assertThat(tenants(tables)).containsExactly("a", "b");

      answer(retention.step(NOW_MS + REST_MS - 1));
      assertThat(unreadable.asked).hasSize(1);
      assertThat(stuck.asked).hasSize(1);
      assertThat(well.asked).hasSize(2);

      unreadable.looksAt = "book";
      stuck.delete = DELETE_BOOK;
      answer(retention.step(NOW_MS + REST_MS));
      assertThat(tenants(tables)).isEmpty();
    }
  }

  @Test
  void lapWhoseStartFailsIsTriedAgainWithTheNextOneAndTheOldPlaceKept() throws Exception {
    OneRow rows = new OneRow("a");
    OneRow well = new OneRow("b");
    try (ReadTables tables = new ReadTables(TestStore.EMBEDDED, dataDir)) {
      Retention retention =
          new Retention(
              tables.reads, tables.writer, List.of(new Retention.Group(10, List.of(rows, well))));
      answer(retention.step(NOW_MS));
      long lapMs = NOW_MS + LAP_MS;
      rows.looksAt = "no_such_table";
      answer(retention.step(lapMs));
      rows.looksAt = "book";
      answer(retention.step(lapMs + REST_MS));
      answer(retention.step(lapMs + LAP_MS - 1));
      answer(retention.step(lapMs + LAP_MS));

      assertThat(rows.asked.stream().map(OldRows.Place::after))
          .containsExactly("beginning", "beginning", "place", "place", "beginning");
      assertThat(well.asked.stream().map(OldRows.Place::after))
          .containsExactly("beginning", "beginning", "place", "place", "beginning");
    }
  }

  @Test
  void failsWhenNothingGoesOnAndNothingRestsThen() throws Exception {
    OneRow rows = new OneRow("a");
    rows.looksAt = "no_such_table";
    try (ReadTables tables = new ReadTables(TestStore.EMBEDDED, dataDir)) {
      Retention retention =
          new Retention(
              tables.reads, tables.writer, List.of(new Retention.Group(10, List.of(rows))));

      assertThatThrownBy(() -> answer(retention.step(NOW_MS)))
          .hasRootCauseInstanceOf(SQLException.class);

      rows.looksAt = "book";
      assertThat(answer(retention.step(NOW_MS + 1)).rows())
          .as("a store that is back is not called away for as long as a kind rests")
          .isEqualTo(1);
    }
  }

  private static List<String> tenants(ReadTables tables) throws Exception {
    return answer(
        tables.reads.ask(
            connection -> {
              List<String> tenants = new ArrayList<>();
              try (Statement statement = connection.createStatement();
                  var row = statement.executeQuery("SELECT tenant FROM book ORDER BY tenant")) {
                while (row.next()) {
                  tenants.add(row.getString(1));
                }
              }
              return tenants;
            }));
  }
}
