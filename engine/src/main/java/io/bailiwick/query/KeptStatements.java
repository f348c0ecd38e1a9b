package io.bailiwick.query;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Statements of the queries that a request may wait for: prepared once for each connection of a
 * pool, not once for each request. Preparing costs as much as the query itself, and neither the
 * pool nor the embedded store's driver keeps any.
 *
 * <p>Thread-safe. A statement belongs to whoever has its connection: close its results, not it.
 */
final class KeptStatements {

  private final Map<Connection, Map<String, PreparedStatement>> byConnection =
      new ConcurrentHashMap<>();

  /**
   * @param pooled as the pool gave it
   * @param sql one of a few constants: each is kept for as long as the connection
   */
  PreparedStatement of(Connection pooled, String sql) throws SQLException {
    Connection connection = pooled.unwrap(Connection.class);
    Map<String, PreparedStatement> kept = byConnection.get(connection);
    if (kept == null) {
      forgetClosed();
      kept = new HashMap<>();
      byConnection.put(connection, kept);
    }
    PreparedStatement statement = kept.get(sql);
    if (statement == null) {
      statement = connection.prepareStatement(sql);
      kept.put(sql, statement);
    }
    return statement;
  }

  /** Connections that statements are kept of; at most twice as many as the pool ever has. */
  int connections() {
    return byConnection.size();
  }

  private void forgetClosed() throws SQLException {
    for (Connection connection : byConnection.keySet()) {
      if (connection.isClosed()) {
        byConnection.remove(connection);
      }
    }
  }
}
