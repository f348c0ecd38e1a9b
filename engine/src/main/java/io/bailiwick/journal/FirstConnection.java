package io.bailiwick.journal;

import io.bailiwick.time.Stopwatch;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The connections that a server cannot start without. A database that is slow, starting, or full
 * for a moment ends no start: it is tried again, for so long and no longer. What will not pass by
 * itself, such as a wrong password, fails at once.
 */
final class FirstConnection {

  private static final Logger LOG = LoggerFactory.getLogger(FirstConnection.class);

  /** As long as the lock of another server is waited for. */
  static final Duration WAIT_MAX = DatabaseClaim.WAIT_MAX;

  private static final Duration PAUSE = Duration.ofMillis(250);

  /**
   * No connection came about, or it was lost; the database is starting or stopping; it has too many
   * connections. Not 08004, by which the driver says that a password is missing.
   */
  private static final Set<String> PASSING_STATES =
      Set.of("08000", "08001", "08003", "08006", "57P03", "53300");

  private FirstConnection() {}

  /**
   * Opens one.
   *
   * @param connections each try gives up within a bound of its own
   * @param waitMax after this long no further try begins
   * @throws SQLException of the last try
   */
  static Connection open(DatabaseClaim.Connections connections, Duration waitMax)
      throws SQLException {
    Stopwatch waited = Stopwatch.start();
    boolean isFirst = true;
    while (true) {
      try {
        return connections.open();
      } catch (SQLException e) {
        if (!mayPass(e)) {
          throw e;
        }
        if (waited.elapsedNanos() + PAUSE.toNanos() > waitMax.toNanos()) {
          throw new SQLException(
              "no connection to the database within %d s of trying: %s"
                  .formatted(waitMax.toSeconds(), e.getMessage()),
              e.getSQLState(),
              e);
        }
        if (isFirst) {
          LOG.warn(
              "the database is not reached yet; trying for {} at most: {}", waitMax, e.toString());
          isFirst = false;
        }
        pause();
      }
    }
  }

  private static boolean mayPass(SQLException e) {
    String state = e.getSQLState();
    return state != null && PASSING_STATES.contains(state);
  }

  private static void pause() throws SQLException {
    try {
      // Nobody counts it down: a wait that an interrupt ends.
      new CountDownLatch(1).await(PAUSE.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new SQLException("interrupted while the database was not reached", e);
    }
  }
}
