package io.bailiwick.config;

import java.nio.file.Path;
import java.time.Duration;

/**
 * Where everything is kept. Node-local, but all nodes of a cluster must name the same database.
 * Reasons are in {@code bailiwick/store.conf}.
 *
 * @param kind embedded (one node only) or PostgreSQL
 * @param dataDir folder of the embedded store; made if it is not there
 * @param url JDBC URL of PostgreSQL, unused by the embedded store
 * @param user of PostgreSQL
 * @param password of PostgreSQL
 * @param poolSize connections for lists and other queries, 1 to 200; half as many more are for
 *     recoveries
 * @param writeBatchRowsMax a transaction takes no further write once it has this many rows, 1 to
 *     100,000
 * @param writeQueueMax writes that may wait for the next transaction, 1 to 1,000,000
 * @param writeTimeout after this long the outcome of a write is unknown, 100 ms to 10 min
 * @param connectTimeout for a new connection, and for waiting for one of the pool
 * @param snapshotEvery writes of an entity between two snapshots, at least
 * @param journalRetention of events that no recovery reads; 0 is for ever
 * @param journalFormat form in which events and snapshots are written, 1 to {@link
 *     #JOURNAL_FORMAT_MAX}
 */
public record StoreSettings(
    Kind kind,
    Path dataDir,
    String url,
    String user,
    Secret password,
    int poolSize,
    int writeBatchRowsMax,
    int writeQueueMax,
    Duration writeTimeout,
    Duration connectTimeout,
    int snapshotEvery,
    Duration journalRetention,
    int journalFormat) {

  /** The latest form that this version can write, and read. */
  public static final int JOURNAL_FORMAT_MAX = 3;

  /** The latest form that the version before this one reads. */
  private static final int JOURNAL_FORMAT_BEFORE = 2;

  /**
   * Connections, beside the pool, for what decisions and authentication wait for: one row each, so
   * that a few are enough, and slow lists cannot have them.
   */
  public static final int DECISION_READS_MAX = 4;

  /**
   * Longer than any owner can go on without noticing that there is another one: the rows of the
   * journal are what shows it.
   */
  private static final Duration JOURNAL_RETENTION_MIN = Duration.ofDays(1);

  /** The two stores. */
  public enum Kind {
    EMBEDDED,
    POSTGRESQL
  }

  static StoreSettings read(SettingReader reader) {
    Kind kind = reader.choice("store.kind", Kind.class);
    StoreSettings store =
        new StoreSettings(
            kind,
            reader.path("store.data-dir"),
            reader.text("store.url"),
            reader.text("store.user"),
            reader.secret("store.password", 1),
            reader.integer("store.pool-size", 1, 200),
            reader.integer("store.write-batch-rows-max", 1, 100_000),
            reader.integer("store.write-queue-max", 1, 1_000_000),
            reader.duration("store.write-timeout", Duration.ofMillis(100), Duration.ofMinutes(10)),
            reader.duration("store.connect-timeout", Duration.ofMillis(100), Duration.ofMinutes(1)),
            reader.integer("store.snapshot-every", 1, 100_000),
            reader.duration("store.journal-retention", Duration.ZERO, Duration.ofDays(4000)),
            journalFormat(reader.integer("store.journal-format", 0, JOURNAL_FORMAT_MAX), kind));
    reader.refuseUnless(
        store.kind == Kind.EMBEDDED || store.url.startsWith("jdbc:postgresql:"),
        "store.url",
        "must begin with jdbc:postgresql: when bailiwick.store.kind is postgresql");
    reader.refuseUnless(
        store.journalRetention.isZero()
            || store.journalRetention.compareTo(JOURNAL_RETENTION_MIN) >= 0,
        "store.journal-retention",
        "must be 0 or at least 1d");
    return store;
  }

  private static int journalFormat(int wanted, Kind kind) {
    if (wanted > 0) {
      return wanted;
    }
    return kind == Kind.EMBEDDED ? JOURNAL_FORMAT_MAX : JOURNAL_FORMAT_BEFORE;
  }
}
