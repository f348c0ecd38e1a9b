package io.bailiwick.journal;

import io.bailiwick.journal.JournalRow.Payload;
import io.bailiwick.projection.SqlStatement;
import io.bailiwick.projection.TableWrite;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * A store with the schema in place, and writers on it whose first connection can be held back, so
 * that a test decides what forms a group.
 */
final class WriterFixture implements AutoCloseable {

  static final SqlStatement INSERT_ANSWER =
      SqlStatement.every(
          10,
          "INSERT INTO idempotency (tenant, endpoint, idempotency_key, payload_hash, answer,"
              + " at_ms, kept_from_ms) VALUES (?, ?, ?, '', '', 0, ?)");
  static final SqlStatement UPDATE_ANSWER =
      SqlStatement.every(
          20,
          "UPDATE idempotency SET kept_from_ms = ? WHERE tenant = ? AND endpoint = ? AND"
              + " idempotency_key = ?");

  final Backend backend;
  private final CountDownLatch gate = new CountDownLatch(1);

  /** One for each time that a writer has formed its group and wants a connection for it. */
  private final Semaphore stuck = new Semaphore(0);

  private final List<JournalWriter> writers = new ArrayList<>();

  WriterFixture(TestStore store, Path dataDir) throws Exception {
    backend = TestStore.backend(store.settingsOfOneUpToDate(dataDir));
    try (Connection connection = backend.openForWriting()) {
      new Schema(backend, SchemaMigration.all(), InstantSource.system()).migrate(connection);
    }
  }

  /** A writer that writes nothing before {@link #release}. */
  JournalWriter start(WriteLimits limits, JournalObserver observer, Faults faults) {
    JournalWriter writer =
        JournalWriter.start(
            () -> {
              stuck.release();
              await(gate);
              return faults.wrap(backend.openForWriting());
            },
            limits,
            observer);
    writers.add(writer);
    return writer;
  }

  JournalWriter start(WriteLimits limits) {
    return start(limits, JournalObserver.NONE, connection -> connection);
  }

  /**
   * Waits until the writer has taken a first request and is stuck with it; what is submitted from
   * now on waits, and forms a group.
   */
  CompletableFuture<Void> occupy(JournalWriter writer) throws InterruptedException {
    CompletableFuture<Void> answer = writer.submit(event("occupies-the-writer", 1, "us"));
    if (!stuck.tryAcquire(20, TimeUnit.SECONDS)) {
      throw new AssertionError("the writer did not take the request");
    }
    return answer;
  }

  void release() {
    gate.countDown();
  }

  static WriteRequest event(String persistenceId, long sequenceNumber, String writerId) {
    return new WriteRequest(List.of(row(persistenceId, sequenceNumber, writerId)), List.of());
  }

  static JournalRow row(String persistenceId, long sequenceNumber, String writerId) {
    byte[] bytes =
        (persistenceId + sequenceNumber + writerId)
            .getBytes(java.nio.charset.StandardCharsets.UTF_8);
    return new JournalRow(
        persistenceId, sequenceNumber, writerId, 1, "", new Payload(1, "T", bytes), null);
  }

  static TableWrite answer(String key, long keptFromMs) {
    return TableWrite.of(INSERT_ANSWER, "acme", "event", key, keptFromMs);
  }

  long count(String sql, Object... arguments) throws SQLException {
    try (Connection connection = backend.openForWriting();
        PreparedStatement statement = connection.prepareStatement(sql)) {
      for (int i = 0; i < arguments.length; i++) {
        statement.setObject(i + 1, arguments[i]);
      }
      try (ResultSet result = statement.executeQuery()) {
        result.next();
        return result.getLong(1);
      }
    }
  }

  void execute(String sql) throws SQLException {
    try (Connection connection = backend.openForWriting();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  /** Why the write failed, or null if it is durable. */
  static JournalWriteException.Reason outcome(CompletableFuture<Void> answer) throws Exception {
    try {
      answer.get(20, TimeUnit.SECONDS);
      return null;
    } catch (ExecutionException e) {
      return ((JournalWriteException) e.getCause()).reason();
    }
  }

  private static void await(CountDownLatch latch) throws SQLException {
    try {
      if (!latch.await(20, TimeUnit.SECONDS)) {
        throw new SQLException("nobody released the writer");
      }
    } catch (InterruptedException e) {
      throw new SQLException(e);
    }
  }

  @Override
  public void close() throws IOException {
    release();
    writers.forEach(JournalWriter::close);
    backend.close();
  }

  /** Puts something between the writer and its connection. */
  interface Faults {
    Connection wrap(Connection connection);
  }
}
