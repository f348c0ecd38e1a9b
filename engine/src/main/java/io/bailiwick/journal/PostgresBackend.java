package io.bailiwick.journal;

import com.zaxxer.hikari.HikariConfig;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** PostgreSQL, for production and for every cluster of more than one node. */
final class PostgresBackend implements Backend {

  private static final Logger LOG = LoggerFactory.getLogger(PostgresBackend.class);

  private static final int VERSION_MIN = 15;

  /** A new index on a big table, or the wait for another node that makes it. */
  private static final Duration MIGRATION_MAX = Duration.ofHours(1);

  /** Any number will do as long as all nodes use the same. */
  private static final long SCHEMA_LOCK = 0x6261696c69776963L;

  private final String url;
  private final Properties properties = new Properties();
  private final long queryMaxMs;
  private final Occupancy occupancy;
  private final Duration claimWithin;

  /** Null before the database is claimed. */
  private volatile DatabaseClaim claim;

  /**
   * Does not connect yet.
   *
   * @param answerTimeoutMs after this long without a byte from the server a connection counts as
   *     lost
   * @param occupancy who else may use it
   * @param claimWithin how long somebody else may still have its lock
   */
  PostgresBackend(
      String url,
      String user,
      String password,
      long connectTimeoutMs,
      long answerTimeoutMs,
      Occupancy occupancy,
      Duration claimWithin) {
    this.url = url;
    this.occupancy = occupancy;
    this.claimWithin = claimWithin;
    this.queryMaxMs = answerTimeoutMs * QUERY_PERCENT / 100;
    properties.setProperty("user", user);
    properties.setProperty("password", password);
    properties.setProperty("connectTimeout", seconds(connectTimeoutMs));
    properties.setProperty("loginTimeout", seconds(connectTimeoutMs));
    properties.setProperty("socketTimeout", seconds(answerTimeoutMs));
    properties.setProperty("tcpKeepAlive", "true");
    properties.setProperty("reWriteBatchedInserts", "true");
    properties.setProperty("ApplicationName", "bailiwick");
  }

  @Override
  public Connection openForWriting() throws SQLException {
    Connection connection = DriverManager.getConnection(url, properties);
    try (Statement statement = connection.createStatement()) {
      // Stronger settings (remote_apply) stay; weaker ones would acknowledge what is not on disk.
      String mode = show(statement, "synchronous_commit");
      if (mode.equals("off") || mode.equals("local")) {
        statement.execute("SET synchronous_commit = on");
      }
      return connection;
    } catch (SQLException e) {
      connection.close();
      throw e;
    }
  }

  @Override
  public Connection openFirst() throws SQLException {
    return FirstConnection.open(this::openForWriting, FirstConnection.WAIT_MAX);
  }

  @Override
  public HikariConfig readPool(int size) {
    // A statement that is asked often would get one plan for whatever it is asked with, and that of
    // a list with a window of time reads all of the window for each page.
    return pool("; SET plan_cache_mode = force_custom_plan");
  }

  @Override
  public HikariConfig decisionPool() {
    return pool("");
  }

  private HikariConfig pool(String set) {
    HikariConfig config = new HikariConfig();
    config.setJdbcUrl(url);
    config.setDataSourceProperties(properties);
    config.setConnectionInitSql("SET statement_timeout = " + queryMaxMs + set);
    // Its first connection may be refused for a moment, as the server's first one may.
    config.setInitializationFailTimeout(FirstConnection.WAIT_MAX.toMillis());
    return config;
  }

  @Override
  public QueryLimit queryLimit() {
    return QueryLimit.NONE;
  }

  /** Text is compared by bytes, as SQLite does it, so that lists have the same order on both. */
  @Override
  public Map<String, String> placeholders() {
    return Map.of(
        "bytes",
        "BYTEA",
        "text",
        "TEXT COLLATE \"C\"",
        "ordering",
        "BIGINT GENERATED ALWAYS AS IDENTITY",
        "number",
        "BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY",
        "instr",
        "CREATE FUNCTION instr(TEXT, TEXT) RETURNS INTEGER LANGUAGE SQL IMMUTABLE PARALLEL SAFE"
            + " AS 'SELECT strpos($1, $2)'");
  }

  @Override
  public void lockSchema(Connection connection) throws SQLException {
    connection.setNetworkTimeout(Runnable::run, Math.toIntExact(MIGRATION_MAX.toMillis()));
    try (Statement statement = connection.createStatement()) {
      statement.execute("SELECT pg_advisory_xact_lock(" + SCHEMA_LOCK + ")");
    }
  }

  @Override
  public void check(Connection connection) throws SQLException {
    int version = connection.getMetaData().getDatabaseMajorVersion();
    if (version < VERSION_MIN) {
      throw new StoreOpenException(
          "PostgreSQL " + VERSION_MIN + " or newer is needed, " + url + " is version " + version);
    }
    try (Statement statement = connection.createStatement()) {
      if (show(statement, "fsync").equals("off")) {
        LOG.warn(
            "{} runs with fsync = off: what is acknowledged does not survive a power loss", url);
      }
    }
  }

  @Override
  public void claim() throws SQLException {
    claim =
        DatabaseClaim.take(
            () -> DriverManager.getConnection(url, properties), occupancy, claimWithin);
  }

  @Override
  public void whenRegained(Runnable action) {
    claim.whenRegained(action);
  }

  @Override
  public CompletionStage<String> taken() {
    return claim.taken();
  }

  @Override
  public void requireInPlace() throws SQLException {
    claim.requireHeld();
  }

  @Override
  public void close() {
    if (claim != null) {
      claim.close();
    }
  }

  /** The number that the server's files were made with, which replicas share, and the name. */
  @Override
  public String identity(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet result =
            statement.executeQuery(
                "SELECT current_database() || ' of system ' || system_identifier"
                    + " FROM pg_control_system()")) {
      result.next();
      return result.getString(1);
    }
  }

  @Override
  public boolean isShared() {
    return true;
  }

  @Override
  public slick.jdbc.JdbcProfile slickProfile() {
    return slick.jdbc.PostgresProfile$.MODULE$;
  }

  private static String show(Statement statement, String setting) throws SQLException {
    try (ResultSet result = statement.executeQuery("SHOW " + setting)) {
      result.next();
      return result.getString(1);
    }
  }

  private static String seconds(long milliseconds) {
    return Long.toString(Math.max(1, TimeUnit.MILLISECONDS.toSeconds(milliseconds)));
  }
}
