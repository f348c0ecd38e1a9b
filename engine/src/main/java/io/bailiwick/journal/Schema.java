package io.bailiwick.journal;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings a database to the schema that this server knows, before anything else uses it. All in one
 * transaction behind a lock: either the whole step happens or nothing does, and of two nodes that
 * start at once the second finds the work done.
 */
final class Schema {

  private static final Logger LOG = LoggerFactory.getLogger(Schema.class);

  private static final String CREATE_HISTORY =
      "CREATE TABLE IF NOT EXISTS schema_migration (version INTEGER NOT NULL PRIMARY KEY, name"
          + " VARCHAR(200) NOT NULL, checksum VARCHAR(64) NOT NULL, applied_at_ms BIGINT NOT NULL)";

  private final Backend backend;
  private final List<SchemaMigration> known;
  private final InstantSource clock;

  Schema(Backend backend, List<SchemaMigration> known, InstantSource clock) {
    this.backend = backend;
    this.known = known;
    this.clock = clock;
  }

  /**
   * Applies what is missing.
   *
   * @return how many migrations were applied
   * @throws StoreOpenException when the database is newer than this server, or one of its
   *     migrations was another than ours
   */
  int migrate(Connection connection) throws SQLException {
    connection.setAutoCommit(false);
    try (Statement statement = connection.createStatement()) {
      backend.lockSchema(connection);
      statement.execute(CREATE_HISTORY);
      List<Applied> applied = applied(statement);
      check(applied);
      for (SchemaMigration migration : known.subList(applied.size(), known.size())) {
        apply(connection, statement, migration);
      }
      connection.commit();
      return known.size() - applied.size();
    } catch (SQLException | RuntimeException e) {
      connection.rollback();
      throw e;
    }
  }

  private void check(List<Applied> applied) {
    if (applied.size() > known.size()) {
      throw new StoreOpenException(
          "the database has schema version "
              + applied.getLast().version()
              + " and this server knows versions up to "
              + known.size()
              + ": start the newer server that made it, or restore a backup from before");
    }
    for (int i = 0; i < applied.size(); i++) {
      if (applied.get(i).version() != i + 1
          || !applied.get(i).checksum().equals(known.get(i).checksum())) {
        throw new StoreOpenException(
            "migration "
                + applied.get(i).version()
                + " of the database is not the one that this server knows (checksum "
                + applied.get(i).checksum()
                + ", ours "
                + known.get(i).checksum()
                + "): it was made by another build");
      }
    }
  }

  private void apply(Connection connection, Statement statement, SchemaMigration migration)
      throws SQLException {
    for (String sql : migration.statements(backend.placeholders())) {
      statement.execute(sql);
    }
    try (PreparedStatement insert =
        connection.prepareStatement(
            "INSERT INTO schema_migration (version, name, checksum, applied_at_ms) VALUES (?, ?, ?,"
                + " ?)")) {
      insert.setInt(1, migration.version());
      insert.setString(2, migration.name());
      insert.setString(3, migration.checksum());
      insert.setLong(4, clock.millis());
      insert.executeUpdate();
    }
    LOG.info("schema migration {} {} applied", migration.version(), migration.name());
  }

  private static List<Applied> applied(Statement statement) throws SQLException {
    List<Applied> applied = new ArrayList<>();
    try (ResultSet rows =
        statement.executeQuery("SELECT version, checksum FROM schema_migration ORDER BY version")) {
      while (rows.next()) {
        applied.add(new Applied(rows.getInt(1), rows.getString(2)));
      }
    }
    return applied;
  }

  private record Applied(int version, String checksum) {}
}
