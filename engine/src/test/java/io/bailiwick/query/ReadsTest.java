package io.bailiwick.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bailiwick.journal.TestStore;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ReadsTest {

  @TempDir Path dataDir;

  /** Whoever goes on when the answer is there, as the sweep does, would never go on. */
  @Test
  void queryThatRunsOutOfMemoryIsAnsweredToo() throws Exception {
    try (ReadTables tables = new ReadTables(TestStore.EMBEDDED, dataDir)) {
      assertThatThrownBy(
              () ->
                  ReadTables.answer(
                      tables.reads.ask(
                          connection -> {
                            throw new OutOfMemoryError("injected");
                          })))
          .isInstanceOf(ExecutionException.class)
          .hasCauseInstanceOf(QueryFailedException.class);
      assertThat(ReadTables.<Boolean>answer(tables.reads.ask(connection -> true))).isTrue();
    }
  }

  /** The same on both stores: a list that takes too long is unavailable, and stops working. */
  @ParameterizedTest
  @EnumSource
  void queryThatTakesTooLongEnds(TestStore store) throws Exception {
    try (ReadTables tables = new ReadTables(store.settings(dataDir, Duration.ofSeconds(1)))) {
      assertThatThrownBy(() -> ReadTables.answer(tables.reads.ask(ReadsTest::endless)))
          .isInstanceOf(ExecutionException.class)
          .hasCauseInstanceOf(QueryFailedException.class);
      // The next one has its own time, on the same connection too.
      for (int i = 0; i < 10; i++) {
        assertThat(ReadTables.<Boolean>answer(tables.reads.ask(ReadsTest::quick))).isTrue();
      }
    }
  }

  private static boolean endless(Connection connection) throws SQLException {
    return first(
        connection,
        "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 - i FROM n) SELECT COUNT(*) FROM"
            + " n");
  }

  private static boolean quick(Connection connection) throws SQLException {
    return first(connection, "SELECT 1");
  }

  private static boolean first(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(sql)) {
      return row.next();
    }
  }
}
