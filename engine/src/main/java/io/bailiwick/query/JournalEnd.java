package io.bailiwick.query;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionStage;

/** Where the journal of an entity ends, and whose it was that were written last. Thread-safe. */
public final class JournalEnd {

  private static final String SELECT =
      "SELECT 1 FROM event_journal WHERE persistence_id = ? AND sequence_number > ? LIMIT 1";

  private static final String SELECT_LAST =
      "SELECT persistence_id FROM event_journal ORDER BY ordering DESC LIMIT ?";

  private final Reads reads;

  public JournalEnd(Reads reads) {
    this.reads = reads;
  }

  /** Whether there is a row after {@code sequenceNumber}. */
  public CompletionStage<Boolean> isAfter(String persistenceId, long sequenceNumber) {
    return reads.ask(
        connection -> {
          try (PreparedStatement select = connection.prepareStatement(SELECT)) {
            select.setString(1, persistenceId);
            select.setLong(2, sequenceNumber);
            try (ResultSet found = select.executeQuery()) {
              return found.next();
            }
          }
        });
  }

  /**
   * Persistence ids of the {@code rows} newest rows of all, each once, the newest first; fewer if
   * there are fewer rows.
   */
  public CompletionStage<List<String>> lastWritten(int rows) {
    return reads.ask(
        connection -> {
          try (PreparedStatement select = connection.prepareStatement(SELECT_LAST)) {
            select.setInt(1, rows);
            try (ResultSet found = select.executeQuery()) {
              Set<String> ids = new LinkedHashSet<>();
              while (found.next()) {
                ids.add(found.getString(1));
              }
              return List.copyOf(ids);
            }
          }
        });
  }
}
