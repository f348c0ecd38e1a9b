package io.bailiwick.journal;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.bailiwick.config.StoreSettings;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.Optional;
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
  private final slick.jdbc.JdbcBackend.JdbcDatabaseDef slickDatabase;

  private Store(
      Backend backend,
      String identity,
      WriteLimits writeLimits,
      HikariDataSource readPool,
      int replayConnectionsMax) {
    this.backend = backend;
    this.identity = identity;
    this.writeLimits = writeLimits;
    this.readPool = readPool;
    this.slickDatabase =
        backend
            .slickProfile()
            .backend()
            .Database()
            .forDataSource(
                readPool,
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
   * @param clock dates the migrations
   * @throws StoreOpenException when the store cannot be used, with the reason
   */
  public static Store open(StoreSettings settings, InstantSource clock) {
    Backend backend = backend(settings);
    boolean opened = false;
    try (Connection connection = backend.openForWriting()) {
      backend.check(connection);
      new Schema(backend, SchemaMigration.all(), clock).migrate(connection);
      backend.afterMigration();
      Store store =
          new Store(
              backend,
              backend.identity(connection),
              writeLimits(settings),
              readPool(backend, settings),
              replayConnections(settings));
      opened = true;
      return store;
    } catch (SQLException | IOException e) {
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
   * Why nothing can be written any more before the next start, or nothing if that is not so. The
   * embedded store's files may have been deleted or replaced while they were in use.
   */
  public Optional<String> lost() {
    try {
      backend.requireInPlace();
      return Optional.empty();
    } catch (SQLException e) {
      return Optional.of(e.getMessage());
    }
  }

  /** Connections for queries, in auto-commit mode. On the embedded store they refuse to write. */
  public DataSource readPool() {
    return readPool;
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

  /** Closes the pool and lets the data folder go. Close the writer first. */
  @Override
  public void close() {
    slickDatabase.close();
    readPool.close();
    closeBackend(backend);
  }

  private static Backend backend(StoreSettings settings) {
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
                writeTimeoutMs);
      };
    } catch (IOException e) {
      throw new StoreOpenException(
          "the data folder " + settings.dataDir() + " cannot be used: " + e, e);
    }
  }

  private static HikariDataSource readPool(Backend backend, StoreSettings settings) {
    HikariConfig config = backend.readPool();
    config.setPoolName("read");
    config.setMaximumPoolSize(settings.poolSize());
    // One is enough to start with; the others come when they are wanted, and stay.
    config.setMinimumIdle(1);
    config.setConnectionTimeout(settings.connectTimeout().toMillis());
    return new HikariDataSource(config);
  }

  /**
   * Half of the pool at most, so that a node that recovers thousands of entities still answers
   * queries.
   */
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
