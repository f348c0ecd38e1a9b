package io.bailiwick.journal;

import java.sql.Connection;
import java.sql.SQLException;

/**
 * Ends queries that take too long, where the database does not do it by itself. Called on the
 * thread that queries, before and after what runs on a connection of a read pool.
 */
public interface QueryLimit {

  /** For a database that does it by itself. */
  QueryLimit NONE =
      new QueryLimit() {
        @Override
        public void begin(Connection connection) {
          // The database has been told with the connection.
        }

        @Override
        public void end(Connection connection) {
          // Nothing was begun.
        }
      };

  /** From here on the queries of {@code connection}, all together, have so long and no longer. */
  void begin(Connection connection) throws SQLException;

  /** They have ended; whoever uses the connection next has nothing to do with it. */
  void end(Connection connection) throws SQLException;
}
