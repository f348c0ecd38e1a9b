package io.bailiwick.harness;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A real PostgreSQL server, one for the whole test run, with the durability of a production one;
 * every server under test gets a database of its own.
 */
public final class PostgresServer {
  static final String USER = "postgres";

  private static final AtomicInteger DATABASES = new AtomicInteger();

  private PostgresServer() {}

  /** JDBC URL of a new, empty database. */
  public static String newDatabaseUrl() {
    String name = "server" + DATABASES.incrementAndGet();
    try (Connection connection = Running.SERVER.getPostgresDatabase().getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute("CREATE DATABASE " + name);
    } catch (SQLException e) {
      throw new IllegalStateException("no database " + name, e);
    }
    return "jdbc:postgresql://127.0.0.1:" + Running.SERVER.getPort() + "/" + name;
  }

  static int port() {
    return Running.SERVER.getPort();
  }

  /**
   * Kills a process of the server with -9. The server ends all others, comes back from its log, and
   * takes connections again; every database of the test run is away for a moment.
   */
  public static void crash() {
    try (Connection connection = Running.SERVER.getPostgresDatabase().getConnection();
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("SELECT pg_backend_pid()")) {
      row.next();
      Signal.KILL.send(row.getLong(1));
    } catch (SQLException e) {
      throw new IllegalStateException("the database did not tell its process", e);
    }
  }

  /**
   * Locks every table of a server's database until the transaction of the connection ends.
   *
   * @param mode {@code EXCLUSIVE} stops writing, {@code ACCESS EXCLUSIVE} reading too
   */
  public static Connection lockAll(ServerSetup setup, String mode) throws SQLException {
    Connection connection =
        DriverManager.getConnection(
            setup.settings().get("BAILIWICK_STORE_URL"),
            setup.settings().get("BAILIWICK_STORE_USER"),
            "");
    connection.setAutoCommit(false);
    try (Statement statement = connection.createStatement()) {
      List<String> tables = new ArrayList<>();
      try (ResultSet rows =
          statement.executeQuery(
              "SELECT quote_ident(tablename) FROM pg_tables WHERE schemaname = 'public'")) {
        while (rows.next()) {
          tables.add(rows.getString(1));
        }
      }
      statement.execute("LOCK TABLE " + String.join(", ", tables) + " IN " + mode + " MODE");
    }
    return connection;
  }

  /** Started with its first use; stops itself when the test run ends. */
  private static final class Running {
    /** A few servers of ten connections each, and the tests' own. */
    private static final String CONNECTIONS_MAX = "100";

    static final EmbeddedPostgres SERVER = start();

    private static EmbeddedPostgres start() {
      try {
        return EmbeddedPostgres.builder()
            .setServerConfig("fsync", "on")
            .setServerConfig("synchronous_commit", "on")
            .setServerConfig("max_connections", CONNECTIONS_MAX)
            .start();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
