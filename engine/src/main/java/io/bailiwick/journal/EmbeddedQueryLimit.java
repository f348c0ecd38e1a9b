package io.bailiwick.journal;

import io.bailiwick.time.Stopwatch;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.TimeUnit;
import org.sqlite.ProgressHandler;
import org.sqlite.SQLiteConnection;

/**
 * Has SQLite ask from time to time, on the thread that queries, whether to go on. The driver's own
 * query timeout bounds the wait for a lock only.
 *
 * @param maxMs for all that is asked while a connection is taken
 */
record EmbeddedQueryLimit(long maxMs) implements QueryLimit {

  /**
   * Instructions of SQLite's machine between two questions: less than a millisecond, and few
   * questions beside the work.
   */
  private static final int INSTRUCTIONS = 10_000;

  @Override
  public void begin(Connection connection) throws SQLException {
    Stopwatch stopwatch = Stopwatch.start();
    ProgressHandler.setHandler(
        connection.unwrap(SQLiteConnection.class),
        INSTRUCTIONS,
        new ProgressHandler() {
          @Override
          protected int progress() {
            return stopwatch.elapsedNanos() > TimeUnit.MILLISECONDS.toNanos(maxMs) ? 1 : 0;
          }
        });
  }

  @Override
  public void end(Connection connection) throws SQLException {
    ProgressHandler.clearHandler(connection.unwrap(SQLiteConnection.class));
  }
}
