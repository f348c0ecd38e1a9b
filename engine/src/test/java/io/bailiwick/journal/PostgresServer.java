package io.bailiwick.journal;

import io.bailiwick.config.StoreSettings;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A real PostgreSQL server, one for the whole test run, with the durability of a production one;
 * every caller gets a database of its own.
 */
public final class PostgresServer {

  private static final AtomicInteger DATABASES = new AtomicInteger();

  private PostgresServer() {}

  /** JDBC URL of a new, empty database. The user is {@code postgres}, without a password. */
  public static String newDatabaseUrl() throws SQLException {
    return newDatabaseUrl("");
  }

  /** The same with the schema in place and nothing in it: a copy of one that was made once. */
  public static String newUpToDateDatabaseUrl() throws SQLException {
    return newDatabaseUrl(" TEMPLATE " + UpToDate.NAME);
  }

  private static String newDatabaseUrl(String options) throws SQLException {
    String name = "test" + DATABASES.incrementAndGet();
    try (Connection connection = Running.SERVER.getPostgresDatabase().getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute("CREATE DATABASE " + name + options);
    }
    return "jdbc:postgresql://127.0.0.1:" + Running.SERVER.getPort() + "/" + name;
  }

  /** Made with its first use. */
  private static final class UpToDate {

    static final String NAME = make();

    private static String make() {
      try {
        String url = newDatabaseUrl();
        // Only the embedded store needs the folder.
        StoreSettings settings = TestStore.of(StoreSettings.Kind.POSTGRESQL, Path.of("none"), url);
        Store.open(settings, Occupancy.ALONE, InstantSource.system()).close();
        return url.substring(url.lastIndexOf('/') + 1);
      } catch (SQLException e) {
        throw new IllegalStateException("no database to copy", e);
      }
    }
  }

  /** Started with its first use; stops itself when the test run ends. */
  private static final class Running {

    static final EmbeddedPostgres SERVER = start();

    private static EmbeddedPostgres start() {
      try {
        return EmbeddedPostgres.builder()
            .setServerConfig("fsync", "on")
            .setServerConfig("synchronous_commit", "on")
            .setServerConfig("max_connections", "100")
            .start();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
