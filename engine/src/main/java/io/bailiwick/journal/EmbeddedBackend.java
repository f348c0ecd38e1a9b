package io.bailiwick.journal;

import com.zaxxer.hikari.HikariConfig;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.Properties;

/**
 * SQLite in the server's own process. A write-ahead log with {@code synchronous=FULL}: a commit
 * returns after the log is on disk, so it survives the process and the power. One connection
 * writes; the readers are not allowed to.
 */
final class EmbeddedBackend implements Backend {

  static final String DATABASE_FILE = "bailiwick.db";

  /**
   * Pages of 4 KiB in the log before it is copied into the database file, in the commit that passes
   * the bound: 16 MiB, a stall of 20 ms.
   */
  private static final int CHECKPOINT_PAGES = 4_000;

  /**
   * Page cache of the writer: its working set is the indexes' right edges and a few hundred
   * ledgers.
   */
  private static final int WRITER_CACHE_KIB = 16_384;

  /**
   * Page caches of all who read lists together, as long as {@link #READER_CACHE_KIB_MIN} is left
   * for each: with eight of them each has what most of a list of 50,000 rows of a tenant touches.
   * It comes back to most of the pages, and to ask the system for one takes longer than all else
   * that is done with a row.
   */
  private static final int READERS_CACHE_KIB = 65_536;

  /** Page cache of one reader, at least: SQLite's own. */
  private static final int READER_CACHE_KIB_MIN = 2_000;

  private final Path dataDir;
  private final long answerTimeoutMs;
  private final DataDirLock lock;

  /** Which file the database is; null before it is there, and where the system cannot tell. */
  private volatile Object databaseKey;

  private EmbeddedBackend(Path dataDir, long answerTimeoutMs, DataDirLock lock) {
    this.dataDir = dataDir;
    this.answerTimeoutMs = answerTimeoutMs;
    this.lock = lock;
  }

  /**
   * Makes the data folder if it is not there and takes it for this process.
   *
   * @param answerTimeoutMs how long a commit waits for somebody else's lock on the file, such as a
   *     backup tool's; queries end a little earlier
   */
  static EmbeddedBackend open(Path dataDir, long answerTimeoutMs) throws IOException {
    if (Files.notExists(dataDir)) {
      Files.createDirectories(dataDir);
      permit(dataDir, "rwx------");
    }
    DataDirLock lock = DataDirLock.take(dataDir);
    // The folder may be an operator's that everybody may read. SQLite's other files follow this
    // one.
    Path database = dataDir.resolve(DATABASE_FILE);
    if (Files.notExists(database)) {
      Files.createFile(database);
      permit(database, "rw-------");
    }
    return new EmbeddedBackend(dataDir, answerTimeoutMs, lock);
  }

  private static void permit(Path path, String permissions) throws IOException {
    if (Files.getFileStore(path).supportsFileAttributeView("posix")) {
      Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(permissions));
    }
  }

  @Override
  public Connection openForWriting() throws SQLException {
    Properties properties = properties();
    // The driver begins the next transaction with each commit. It must be a deferred one: an
    // immediate one would hold the write lock
    // for as long as the server is idle.
    properties.setProperty("transaction_mode", "DEFERRED");
    properties.setProperty("cache_size", "-" + WRITER_CACHE_KIB);
    Connection connection = DriverManager.getConnection(url(), properties);
    try (Statement statement = connection.createStatement()) {
      // macOS answers a plain fsync before the drive has written; elsewhere these two change
      // nothing. The driver has no properties for them.
      statement.execute("PRAGMA fullfsync = ON");
      statement.execute("PRAGMA checkpoint_fullfsync = ON");
      return connection;
    } catch (SQLException e) {
      connection.close();
      throw e;
    }
  }

  @Override
  public HikariConfig readPool(int size) {
    return pool(Math.max(READER_CACHE_KIB_MIN, READERS_CACHE_KIB / size));
  }

  @Override
  public HikariConfig decisionPool() {
    return pool(READER_CACHE_KIB_MIN);
  }

  private HikariConfig pool(int cacheKib) {
    HikariConfig config = new HikariConfig();
    config.setJdbcUrl(url());
    Properties properties = properties();
    properties.setProperty("cache_size", "-" + cacheKib);
    config.setDataSourceProperties(properties);
    config.setConnectionInitSql("PRAGMA query_only = ON");
    return config;
  }

  @Override
  public QueryLimit queryLimit() {
    return new EmbeddedQueryLimit(answerTimeoutMs * QUERY_PERCENT / 100);
  }

  @Override
  public Map<String, String> placeholders() {
    return Map.of(
        "bytes", "BLOB",
        "text", "TEXT",
        "ordering", "INTEGER PRIMARY KEY",
        "number", "INTEGER PRIMARY KEY",
        "instr", "");
  }

  @Override
  public void lockSchema(Connection connection) {
    // The folder is ours alone.
  }

  @Override
  public void check(Connection connection) {
    // The library is part of the server: nothing to find out.
  }

  @Override
  public String identity(Connection connection) {
    return databaseFile().toString();
  }

  @Override
  public boolean isShared() {
    return false;
  }

  @Override
  public slick.jdbc.JdbcProfile slickProfile() {
    return slick.jdbc.SQLiteProfile$.MODULE$;
  }

  /**
   * The files are new and their names are only in the folder's own pages: without this a power loss
   * could take the database as a whole.
   */
  @Override
  public void afterMigration() throws IOException {
    databaseKey = keyOf(databaseFile());
    sync(dataDir);
    Path parent = dataDir.toAbsolutePath().getParent();
    if (parent != null) {
      sync(parent);
    }
  }

  /** A file that was deleted can still be written, and is gone when the process ends. */
  @Override
  public void requireInPlace() throws SQLException {
    Object now;
    try {
      now = keyOf(databaseFile());
    } catch (IOException e) {
      throw lost(e);
    }
    if (databaseKey != null && !databaseKey.equals(now)) {
      throw lost(null);
    }
  }

  @Override
  public void close() throws IOException {
    lock.close();
  }

  private Properties properties() {
    Properties properties = new Properties();
    properties.setProperty("journal_mode", "WAL");
    properties.setProperty("synchronous", "FULL");
    properties.setProperty("wal_autocheckpoint", Integer.toString(CHECKPOINT_PAGES));
    properties.setProperty("busy_timeout", Long.toString(answerTimeoutMs));
    properties.setProperty("foreign_keys", "true");
    return properties;
  }

  private String url() {
    return "jdbc:sqlite:" + databaseFile();
  }

  private Path databaseFile() {
    return dataDir.resolve(DATABASE_FILE).toAbsolutePath();
  }

  private SQLException lost(IOException cause) {
    return new SQLException(
        databaseFile() + " was deleted or replaced while the server ran: nothing is written",
        cause);
  }

  /** Tells one file from another under the same name; null where the system cannot. */
  private static Object keyOf(Path file) throws IOException {
    return Files.readAttributes(file, BasicFileAttributes.class).fileKey();
  }

  private static void sync(Path folder) throws IOException {
    if (!System.getProperty("os.name").startsWith("Windows")) {
      try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
        channel.force(true);
      }
    }
  }
}
