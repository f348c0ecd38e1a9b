package io.bailiwick.harness;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Set;
import java.util.TreeSet;

/** In which forms the journal of a cluster is written, as its rows say themselves. */
public final class JournalForms {
  /** A manifest ends with the form. Other forms in one journal are those of other nodes. */
  private static final String SUCCESSIONS =
      """
      SELECT DISTINCT before || ' then ' || form FROM (
        SELECT form, lag(form) OVER (PARTITION BY persistence_id ORDER BY sequence_number) AS before
        FROM (
          SELECT persistence_id, sequence_number, split_part(event_ser_manifest, '.', 2) AS form
          FROM event_journal WHERE ordering > ?) AS written) AS changes
      WHERE before IS NOT NULL
      """;

  private static final String OF_SNAPSHOTS =
      "SELECT DISTINCT split_part(snapshot_ser_manifest, '.', 2) FROM snapshot"
          + " WHERE sequence_number > ?";

  private static final String LATEST = "SELECT max(ordering) FROM event_journal WHERE ordering > ?";

  private final String url;

  private JournalForms(String url) {
    this.url = url;
  }

  public static JournalForms of(ServerCluster cluster) {
    return new JournalForms(cluster.databaseUrl());
  }

  /** {@code 1 then 2} where a journal goes on in form 2 after a row in form 1, and so on. */
  public Set<String> successions() {
    return texts(SUCCESSIONS, 0);
  }

  /** The same, of what is written after that row. */
  public Set<String> successionsSince(long row) {
    return texts(SUCCESSIONS, row);
  }

  /** The forms of all snapshots that there are. */
  public Set<String> ofSnapshots() {
    return texts(OF_SNAPSHOTS, 0);
  }

  /** Where the journal ends now. */
  public long latestRow() {
    return Long.parseLong(texts(LATEST, 0).iterator().next());
  }

  private Set<String> texts(String query, long after) {
    Set<String> texts = new TreeSet<>();
    try (Connection connection = DriverManager.getConnection(url, PostgresServer.USER, "");
        PreparedStatement statement = connection.prepareStatement(query)) {
      statement.setLong(1, after);
      try (ResultSet rows = statement.executeQuery()) {
        while (rows.next()) {
          texts.add(rows.getString(1));
        }
      }
      return texts;
    } catch (SQLException e) {
      throw new IllegalStateException("the journal does not say its forms", e);
    }
  }
}
