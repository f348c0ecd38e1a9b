package io.bailiwick.journal;

import com.zaxxer.hikari.HikariConfig;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** What differs between the stores. */
sealed interface Backend extends AutoCloseable permits EmbeddedBackend, PostgresBackend {

  /** A new connection that may write. It flushes to disk with every commit. */
  Connection openForWriting() throws SQLException;

  /** The same when the server starts, for a while again if the database cannot be reached. */
  default Connection openFirst() throws SQLException {
    return openForWriting();
  }

  /** Whether other processes can open it while this one does. */
  boolean isShared();

  /** What this database is and no other, by whatever way it is reached. */
  String identity(Connection connection) throws SQLException;

  /**
   * Part of the time after which an answer counts as lost in which a query is ended: it would go on
   * otherwise, and the next one comes.
   */
  int QUERY_PERCENT = 90;

  /**
   * How connections for lists are made; the caller sets the pool's sizes.
   *
   * @param size how many there will be at most, who share what memory there is; 1 or more
   */
  HikariConfig readPool(int size);

  /** The same for those that read a few rows again and again, and replay. */
  HikariConfig decisionPool();

  /** What ends their queries if the database does not. */
  QueryLimit queryLimit();

  /** The words that stand for this store's types in a migration. */
  Map<String, String> placeholders();

  /** Keeps other nodes out of the schema until the transaction of {@code connection} ends. */
  void lockSchema(Connection connection) throws SQLException;

  /** Refuses a database that cannot keep what is promised. */
  void check(Connection connection) throws SQLException;

  /** Slick's dialect, for the plugin's reads. */
  slick.jdbc.JdbcProfile slickProfile();

  /**
   * Takes the database for this server until it is closed.
   *
   * @throws StoreOpenException when somebody else has it
   */
  default void claim() throws SQLException {}

  /** Called when the database had been lost to this server and is its own again. */
  default void whenRegained(Runnable action) {}

  /** Completes, with a sentence for the operator, when somebody else has taken the database. */
  default CompletionStage<String> taken() {
    return new CompletableFuture<>();
  }

  /**
   * Refuses to go on when what is committed would not be found again; cheap enough for every
   * transaction.
   */
  default void requireInPlace() throws SQLException {}

  /** Called once after the schema is in place. */
  default void afterMigration() throws IOException {}

  @Override
  default void close() throws IOException {}
}
