package io.bailiwick.journal;

import io.bailiwick.time.Stopwatch;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * This server's right to use a PostgreSQL database, held for its whole life: an advisory lock on a
 * connection of its own, exclusive for a single server and shared by the nodes of a cluster.
 *
 * <p>When the connection is lost, nothing is written until the lock is back. If somebody else has
 * it by then, this server must end: what it has in memory may be out of date.
 *
 * <p>Thread-safe. A thread of its own looks after the connection. Not promised: between the loss of
 * the connection and the next look, at most {@link #LOOK_INTERVAL} and {@link #ANSWER_MAX} later,
 * another server may come in; until this one knows, only the journal's key stands between the two.
 */
final class DatabaseClaim implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(DatabaseClaim.class);

  /** Any number will do as long as all servers use the same, and nothing else does. */
  private static final long LOCK = 0x6261696c69776964L;

  /**
   * The server of the database lets a lock go whose client has been silent for five seconds and
   * three probes: later than the client knows that its connection is lost. A session that is idle
   * must not be ended for that.
   */
  private static final String SETTINGS =
      "SET tcp_keepalives_idle = 5; SET tcp_keepalives_interval = 2; SET tcp_keepalives_count = 3;"
          + " SET idle_session_timeout = 0";

  /** Longer than the lock of a server that has vanished with its machine is kept. */
  static final Duration WAIT_MAX = Duration.ofSeconds(15);

  private static final Duration TRY_INTERVAL = Duration.ofMillis(200);

  /** Between two looks whether the connection is still there. */
  static final Duration LOOK_INTERVAL = Duration.ofSeconds(1);

  /** Without an answer for so long the connection is lost. */
  static final Duration ANSWER_MAX = Duration.ofSeconds(3);

  /** How long the end waits for the thread: it may be waiting for an answer, or to connect. */
  private static final Duration END_MAX = Duration.ofSeconds(5);

  /** Must give up within a bound of its own. */
  @FunctionalInterface
  interface Connections {
    Connection open() throws SQLException;
  }

  private final Connections connections;
  private final Occupancy occupancy;
  private final CompletableFuture<String> taken = new CompletableFuture<>();
  private final CountDownLatch closing = new CountDownLatch(1);
  private final CountDownLatch ended = new CountDownLatch(1);
  private final List<Runnable> whenRegained = new CopyOnWriteArrayList<>();
  private final Duration waitMax;
  private Connection connection;
  private volatile boolean isHeld;

  private DatabaseClaim(Connections connections, Occupancy occupancy, Duration waitMax) {
    this.connections = connections;
    this.occupancy = occupancy;
    this.waitMax = waitMax;
  }

  /**
   * Takes the lock.
   *
   * @param waitMax how long somebody else may still have it
   * @throws StoreOpenException when somebody else has it
   */
  static DatabaseClaim take(Connections connections, Occupancy occupancy, Duration waitMax)
      throws SQLException {
    DatabaseClaim claim = new DatabaseClaim(connections, occupancy, waitMax);
    try {
      claim.prepare(FirstConnection.open(connections, FirstConnection.WAIT_MAX));
      if (!claim.tryLong()) {
        throw new StoreOpenException(claim.refusal());
      }
    } finally {
      if (!claim.isHeld) {
        claim.disconnect();
      }
    }
    Thread.ofPlatform().name("database-claim").daemon().start(claim::keep);
    return claim;
  }

  /** Throws while the lock is not held. */
  void requireHeld() throws SQLException {
    if (!isHeld) {
      throw new SQLException(
          "this server's lock on the database is lost and not yet taken again:"
              + " nothing is written");
    }
  }

  /**
   * Called before anything is written again after a loss: somebody may have come and gone
   * meanwhile, and what the journal does not guard in memory is to be forgotten.
   */
  void whenRegained(Runnable action) {
    whenRegained.add(action);
  }

  /** Completes, with one sentence for the operator, when somebody else has taken the database. */
  CompletionStage<String> taken() {
    return taken;
  }

  private void keep() {
    try {
      while (!closing.await(LOOK_INTERVAL.toMillis(), TimeUnit.MILLISECONDS) && !taken.isDone()) {
        if (!answers()) {
          takeAgain();
        }
      }
    } catch (InterruptedException | RuntimeException e) {
      LOG.error("nobody looks after the lock on the database any more", e);
      taken.complete("the lock on the database cannot be looked after: " + e);
    } finally {
      isHeld = false;
      disconnect();
      ended.countDown();
    }
  }

  private boolean answers() {
    try (Statement statement = connection.createStatement()) {
      return statement.execute("SELECT 1");
    } catch (SQLException e) {
      isHeld = false;
      LOG.warn("the lock on the database is lost, nothing is written: {}", e.toString());
      return false;
    }
  }

  /** However long the database is away: others cannot have it either. */
  private void takeAgain() throws InterruptedException {
    boolean isReached = false;
    while (!isReached && !closing.await(TRY_INTERVAL.toMillis(), TimeUnit.MILLISECONDS)) {
      disconnect();
      try {
        connect();
        if (tryLong()) {
          LOG.info("the lock on the database is taken again");
        } else if (closing.getCount() > 0) {
          taken.complete(refusal());
        }
        isReached = true;
      } catch (SQLException e) {
        LOG.debug("the database cannot be locked yet: {}", e.toString());
      }
    }
  }

  private void connect() throws SQLException {
    prepare(connections.open());
  }

  private void prepare(Connection opened) throws SQLException {
    connection = opened;
    connection.setNetworkTimeout(Runnable::run, Math.toIntExact(ANSWER_MAX.toMillis()));
    try (Statement statement = connection.createStatement()) {
      statement.execute(SETTINGS);
    }
  }

  private boolean tryLong() throws SQLException {
    Stopwatch waited = Stopwatch.start();
    try {
      boolean isFirst = true;
      while (!tryLock()) {
        if (isFirst) {
          LOG.info("the database is locked by another session; waiting for {} at most", waitMax);
          isFirst = false;
        }
        if (waited.elapsedNanos() > waitMax.toNanos()
            || closing.await(TRY_INTERVAL.toMillis(), TimeUnit.MILLISECONDS)) {
          return false;
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
    whenRegained.forEach(Runnable::run);
    isHeld = true;
    return true;
  }

  private boolean tryLock() throws SQLException {
    String function =
        switch (occupancy) {
          case ALONE -> "pg_try_advisory_lock";
          case ONE_OF_SEVERAL -> "pg_try_advisory_lock_shared";
        };
    try (Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery("SELECT " + function + "(" + LOCK + ")")) {
      result.next();
      return result.getBoolean(1);
    }
  }

  private String refusal() {
    return switch (occupancy) {
      case ALONE ->
          "the database is used by another server; stop it, give this one its own database, or"
              + " set bailiwick.cluster.enabled on all of them";
      case ONE_OF_SEVERAL ->
          "the database is used by a single server, which has bailiwick.cluster.enabled = false;"
              + " stop it first";
    };
  }

  private void disconnect() {
    if (connection != null) {
      try {
        connection.close();
      } catch (SQLException e) {
        LOG.debug("the connection of the lock did not close: {}", e.toString());
      }
      connection = null;
    }
  }

  /** Lets the lock go. */
  @Override
  public void close() {
    closing.countDown();
    try {
      if (!ended.await(END_MAX.toMillis(), TimeUnit.MILLISECONDS)) {
        LOG.warn("the lock on the database is let go with the process");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
