package io.bailiwick.journal;

import io.bailiwick.projection.SqlStatement;
import io.bailiwick.projection.TableWrite;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The one connection that writes, with its prepared statements. Used by the writer's thread only.
 * After an exception the transaction is rolled back; if even that fails the connection is useless
 * and {@link #isUsable} says so.
 */
final class WriteConnection implements AutoCloseable {

  private static final SqlStatement INSERT_EVENT =
      SqlStatement.every(
          0,
          "INSERT INTO event_journal (persistence_id, sequence_number, deleted, writer,"
              + " write_timestamp, adapter_manifest, event_ser_id, event_ser_manifest,"
              + " event_payload, meta_ser_id, meta_ser_manifest, meta_payload) VALUES (?, ?, ?, ?,"
              + " ?, ?, ?, ?, ?, ?, ?, ?)");

  private final Connection connection;
  private final StoredEvents storedEvents;
  private final Map<SqlStatement, PreparedStatement> prepared = new HashMap<>();
  private boolean usable = true;

  WriteConnection(Connection connection) throws SQLException {
    this.connection = connection;
    connection.setAutoCommit(false);
    this.storedEvents = new StoredEvents(connection);
  }

  boolean isUsable() {
    return usable;
  }

  /** Runs the statements of all requests; nothing is durable before {@link #commit}. */
  void execute(Collection<WriteRequest> requests) throws SQLException {
    // The journal first: a rival's row is found before any other work is done.
    PreparedStatement events = statement(INSERT_EVENT);
    boolean hasEvents = false;
    Map<SqlStatement, StatementRuns> runs = new LinkedHashMap<>();
    for (WriteRequest request : requests) {
      for (JournalRow row : request.journalRows()) {
        bindEvent(events, row);
        hasEvents = true;
      }
      for (TableWrite write : request.tableWrites()) {
        runs.computeIfAbsent(write.statement(), StatementRuns::new).add(write.arguments());
      }
    }
    if (hasEvents) {
      events.executeBatch();
    }
    // The sort is stable: statements of equal rank run in the order of their first use.
    for (StatementRuns one :
        runs.values().stream().sorted(Comparator.comparingInt(StatementRuns::rank)).toList()) {
      PreparedStatement statement = statement(one.statement());
      for (List<Object> arguments : one.toExecute()) {
        bind(statement, arguments);
      }
      statement.executeBatch();
    }
  }

  /** Makes what was executed durable: returns after the store has flushed it to disk. */
  void commit() throws SQLException {
    connection.commit();
  }

  /**
   * Forgets the transaction and what is left in half-filled batches. Returns whether the connection
   * can be used again.
   */
  boolean rollback() {
    try {
      for (PreparedStatement statement : prepared.values()) {
        statement.clearBatch();
      }
      connection.rollback();
      usable = usable && connection.isValid(WriteConnections.VALIDATION_TIMEOUT_S);
    } catch (SQLException e) {
      usable = false;
    }
    return usable;
  }

  /** What the journal holds where {@code request} wants to write. */
  StoredEvents.Finding look(WriteRequest request) throws SQLException {
    return storedEvents.look(request.journalRows());
  }

  @Override
  public void close() throws SQLException {
    connection.close();
  }

  private PreparedStatement statement(SqlStatement statement) throws SQLException {
    PreparedStatement known = prepared.get(statement);
    if (known == null) {
      known = connection.prepareStatement(statement.sql());
      prepared.put(statement, known);
    }
    return known;
  }

  private static void bindEvent(PreparedStatement to, JournalRow row) throws SQLException {
    to.setString(1, row.persistenceId());
    to.setLong(2, row.sequenceNumber());
    to.setBoolean(3, false);
    to.setString(4, row.writer());
    to.setLong(5, row.writtenAtMs());
    to.setString(6, row.adapterManifest());
    to.setInt(7, row.event().serializerId());
    to.setString(8, row.event().manifest());
    to.setBytes(9, row.event().bytes());
    JournalRow.Payload meta = row.meta();
    to.setObject(10, meta == null ? null : meta.serializerId(), java.sql.Types.INTEGER);
    to.setString(11, meta == null ? null : meta.manifest());
    to.setBytes(12, meta == null ? null : meta.bytes());
    to.addBatch();
  }

  private static void bind(PreparedStatement to, List<Object> arguments) throws SQLException {
    for (int i = 0; i < arguments.size(); i++) {
      Object argument = arguments.get(i);
      if (argument instanceof byte[] bytes) {
        to.setBytes(i + 1, bytes);
      } else {
        to.setObject(i + 1, argument);
      }
    }
    to.addBatch();
  }
}
