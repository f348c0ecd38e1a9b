package io.bailiwick.journal;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.pool.HikariPool;
import io.bailiwick.config.StoreSettings;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import scala.Option;
import slick.util.AsyncExecutor;

/**
 * The database of this node, ready to use: schema in place, a pool for reading, and the way to the
 * one writer. Opened by {@code Main} before the actor system, closed after it and after the writer.
 */
public final class Store implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Store.class);

  /**
   * Replays that wait for a connection; each waits in an entity that recovers, and Pekko bounds
   * those to fewer.
   */
  private static final int REPLAY_QUEUE_MAX = 10_000;

  private final Backend backend;
  private final String identity;
  private final WriteLimits writeLimits;
  private final HikariDataSource readPool;
  private final HikariDataSource decisionPool;
  private final slick.jdbc.JdbcBackend.JdbcDatabaseDef slickDatabase;

  private Store(
      Backend backend,
      String identity,
      WriteLimits writeLimits,
      HikariDataSource readPool,
      HikariDataSource decisionPool,
      int replayConnectionsMax) {
    this.backend = backend;
    this.identity = identity;
    this.writeLimits = writeLimits;
    this.readPool = readPool;
    this.decisionPool = decisionPool;
    this.slickDatabase =
        backend
            .slickProfile()
            .backend()
            .Database()
            .forDataSource(
                decisionPool,
                Option.apply(replayConnectionsMax),
                AsyncExecutor.apply(
                    "replay",
                    replayConnectionsMax,
                    replayConnectionsMax,
                    REPLAY_QUEUE_MAX,
                    replayConnectionsMax),
                false);
  }

  /**
   * Opens the database and brings its schema up to date.
   *
   * @param occupancy who else may use the database; says nothing to the embedded store, which is
   *     always one server's
   * @param clock dates the migrations
   * @throws StoreOpenException when the store cannot be used, with the reason
   */
  public static Store open(StoreSettings settings, Occupancy occupancy, InstantSource clock) {
    return open(settings, occupancy, clock, DatabaseClaim.WAIT_MAX);
  }

  /**
   * The same with another patience.
   *
   * @param claimWithin how long somebody else may still have the lock on a PostgreSQL database,
   *     when it is opened and when the lock was lost
   */
  static Store open(
      StoreSettings settings, Occupancy occupancy, InstantSource clock, Duration claimWithin) {
    Backend backend = backend(settings, occupancy, claimWithin);
    boolean opened = false;
    try (Connection connection = backend.openFirst()) {
      backend.check(connection);
      backend.claim();
      new Schema(backend, SchemaMigration.all(), clock).migrate(connection);
      backend.afterMigration();
      Store store =
          new Store(
              backend,
              backend.identity(connection),
              writeLimits(settings),
              pool(backend.readPool(settings.poolSize()), settings, "read", settings.poolSize()),
              pool(
                  backend.decisionPool(),
                  settings,
                  "decision",
                  StoreSettings.DECISION_READS_MAX + replayConnections(settings)),
              replayConnections(settings));
      opened = true;
      return store;
    } catch (SQLException | IOException | HikariPool.PoolInitializationException e) {
      throw new StoreOpenException("the store cannot be opened: " + e.getMessage(), e);
    } finally {
      if (!opened) {
        closeBackend(backend);
      }
    }
  }

  /**
   * Starts the writer. One for a node: two would not corrupt anything, but they would wait for each
   * other.
   */
  public JournalWriter startWriter(JournalObserver observer) {
    WriteConnections connections =
        new WriteConnections() {
          @Override
          public Connection open() throws SQLException {
            return backend.openForWriting();
          }

          @Override
          public void requireInPlace() throws SQLException {
            backend.requireInPlace();
          }
        };
    return JournalWriter.start(connections, writeLimits, observer);
  }

  /**
   * Why nothing can be written now, or nothing if that is not so. The embedded store's files may
   * have been deleted or replaced while they were in use, which only a new start can mend; the lock
   * on a PostgreSQL database may be lost for a while.
   */
  public Optional<String> lost() {
    try {
      backend.requireInPlace();
      return Optional.empty();
    } catch (SQLException e) {
      return Optional.of(e.getMessage());
    }
  }

  /**
   * Completes, with one sentence for the operator, when another server has taken the database. This
   * one must end then.
   */
  public CompletionStage<String> taken() {
    return backend.taken();
  }

  /**
   * Has {@code action} called each time that the database had been lost to this server and is its
   * own again: another one may have come and gone. Entities find that out by themselves, other
   * memory is to be forgotten.
   */
  public void whenRegained(Runnable action) {
    backend.whenRegained(action);
  }

  /** Connections for queries, in auto-commit mode. On the embedded store they refuse to write. */
  public DataSource readPool() {
    return readPool;
  }

  /**
   * The same, for nothing but what decisions and authentication wait for, one row each; recoveries
   * have theirs from here too. Lists, which can be slow, must not use them.
   */
  public DataSource decisionPool() {
    return decisionPool;
  }

  /** What ends queries on connections of both pools that take too long. */
  public QueryLimit queryLimit() {
    return backend.queryLimit();
  }

  /** Which database it is: the same on all nodes of a cluster, and another one elsewhere. */
  public String identity() {
    return identity;
  }

  /**
   * The members of the cluster on this database, for one that may become one.
   *
   * @param address {@code host:port} between nodes
   * @param incarnation of this process, as the others know it
   */
  public MemberRegister memberRegister(String address, long incarnation) {
    return new MemberRegister(backend::openForWriting, address, incarnation);
  }

  /** Whether other nodes can write to it too. */
  public boolean isShared() {
    return backend.isShared();
  }

  slick.jdbc.JdbcBackend.JdbcDatabaseDef slickDatabase() {
    return slickDatabase;
  }

  slick.jdbc.JdbcProfile slickProfile() {
    return backend.slickProfile();
  }

  /** Closes the pools and lets the data folder go. Close the writer first. */
  @Override
  public void close() {
    slickDatabase.close();
    readPool.close();
    decisionPool.close();
    closeBackend(backend);
  }

  private static Backend backend(
      StoreSettings settings, Occupancy occupancy, Duration claimWithin) {
    long writeTimeoutMs = settings.writeTimeout().toMillis();
    try {
      return switch (settings.kind()) {
        case EMBEDDED -> EmbeddedBackend.open(settings.dataDir(), writeTimeoutMs);
        case POSTGRESQL ->
            new PostgresBackend(
                settings.url(),
                settings.user(),
                settings.password().value(),
                settings.connectTimeout().toMillis(),
                writeTimeoutMs,
                occupancy,
                claimWithin);
      };
    } catch (IOException e) {
      throw new StoreOpenException(
          "the data folder " + settings.dataDir() + " cannot be used: " + e, e);
    }
  }

  private static HikariDataSource pool(
      HikariConfig config, StoreSettings settings, String name, int size) {
    config.setPoolName(name);
    config.setMaximumPoolSize(size);
    // One is enough to start with; the others come when they are wanted, and stay.
    config.setMinimumIdle(1);
    config.setConnectionTimeout(settings.connectTimeout().toMillis());
    return new HikariDataSource(config);
  }

  /** At once: more would only make each slower, and lists shall still be answered. */
  private static int replayConnections(StoreSettings settings) {
    return Math.max(1, settings.poolSize() / 2);
  }

  private static WriteLimits writeLimits(StoreSettings settings) {
    return new WriteLimits(
        settings.writeBatchRowsMax(), settings.writeQueueMax(), settings.writeTimeout().toMillis());
  }

  private static void closeBackend(Backend backend) {
    try {
      backend.close();
    } catch (IOException e) {
      LOG.warn("the store did not close cleanly: {}", e.toString());
    }
  }
}
