package io.bailiwick.harness;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.TreeMap;

/**
 * Knows which node has written what: the database itself notes it down with every row of the
 * journal, as each node connects under a name of its own.
 */
public final class JournalWitness {
  private static final String NOTES =
      """
      CREATE TABLE witness (node TEXT NOT NULL, entity TEXT NOT NULL, number BIGINT NOT NULL,
        at TIMESTAMPTZ NOT NULL);
      CREATE FUNCTION witness() RETURNS TRIGGER LANGUAGE plpgsql AS $$ BEGIN
        INSERT INTO witness VALUES (current_setting('application_name'), NEW.persistence_id,
          NEW.sequence_number, clock_timestamp());
        RETURN NULL; END $$;
      CREATE TRIGGER witness AFTER INSERT ON event_journal FOR EACH ROW EXECUTE FUNCTION witness();
      """;

  /** The tenant is what is between the type of the entity and the first slash. */
  private static final String OWNERS =
      """
      SELECT DISTINCT ON (tenant) tenant, substr(node, 5)::int FROM (
        SELECT regexp_replace(entity, '^[^|]*\\|([^/]*)/.*$', '\\1') AS tenant, node, at
        FROM witness) AS written
      ORDER BY tenant, at DESC
      """;

  private final String url;

  private JournalWitness(String url) {
    this.url = url;
  }

  /** From now on. */
  public static JournalWitness of(ServerCluster cluster) {
    JournalWitness witness = new JournalWitness(cluster.databaseUrl());
    try (Connection connection = witness.connect();
        Statement statement = connection.createStatement()) {
      statement.execute(NOTES);
    } catch (SQLException e) {
      throw new IllegalStateException("no witness", e);
    }
    return witness;
  }

  private Connection connect() throws SQLException {
    return DriverManager.getConnection(url, PostgresServer.USER, "");
  }

  /** The number of the node that has written last, by tenant. */
  public Map<String, Integer> owners() {
    Map<String, Integer> owners = new TreeMap<>();
    try (Connection connection = connect();
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(OWNERS)) {
      while (rows.next()) {
        owners.put(rows.getString(1), rows.getInt(2));
      }
      return owners;
    } catch (SQLException e) {
      throw new IllegalStateException("the witness does not say who owns what", e);
    }
  }
}
