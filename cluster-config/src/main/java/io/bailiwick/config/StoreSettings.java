package io.bailiwick.config;

import java.nio.file.Path;
import java.time.Duration;

/**
 * Where everything is kept. Node-local, but all nodes of a cluster must name the same database.
 *
 * @param kind embedded (one node only) or PostgreSQL
 * @param dataDir folder of the embedded store; made if it is not there
 * @param url JDBC URL of PostgreSQL, unused by the embedded store
 * @param user of PostgreSQL
 * @param password of PostgreSQL
 * @param poolSize connections for reading, 1 to 200
 * @param writeBatchRowsMax a transaction takes no further write once it has this many rows, 1 to
 *     100,000
 * @param writeQueueMax writes that may wait for the next transaction, 1 to 1,000,000
 * @param writeTimeout after this long the outcome of a write is unknown, 1 ms to 10 min
 * @param connectTimeout for a new connection, and for waiting for one of the pool
 * @param snapshotEvery events of an entity between two snapshots
 */
public record StoreSettings(
    Kind kind,
    Path dataDir,
    String url,
    String user,
    String password,
    int poolSize,
    int writeBatchRowsMax,
    int writeQueueMax,
    Duration writeTimeout,
    Duration connectTimeout,
    int snapshotEvery) {

  /** The two stores. */
  public enum Kind {
    EMBEDDED,
    POSTGRESQL
  }
}
