package io.bailiwick.query;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.util.concurrent.CompletionStage;

/** Where the journal of an entity ends. Thread-safe. */
public final class JournalEnd {

  private static final String SELECT =
      "SELECT 1 FROM event_journal WHERE persistence_id = ? AND sequence_number > ? LIMIT 1";

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
}
