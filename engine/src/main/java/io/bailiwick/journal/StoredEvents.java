package io.bailiwick.journal;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;

/**
 * Looks whether events that could not be inserted are there already, and whose they are. A commit
 * whose answer was lost leaves our own row behind: same writer, same bytes. Anything else under the
 * same sequence number is another owner's.
 */
final class StoredEvents {

  /** What was found. */
  enum Finding {
    /** None of the events is stored. */
    NOTHING,
    /** All of them are stored, and are ours. */
    OURS,
    /** At least one sequence number is used by somebody else. */
    RIVALS
  }

  private static final String SELECT =
      "SELECT writer, event_payload FROM event_journal WHERE persistence_id = ? AND sequence_number"
          + " = ?";

  private final Connection connection;

  StoredEvents(Connection connection) {
    this.connection = connection;
  }

  Finding look(List<JournalRow> rows) throws SQLException {
    int ours = 0;
    try (PreparedStatement select = connection.prepareStatement(SELECT)) {
      for (JournalRow row : rows) {
        select.setString(1, row.persistenceId());
        select.setLong(2, row.sequenceNumber());
        try (ResultSet found = select.executeQuery()) {
          if (found.next()) {
            if (!isOurs(row, found)) {
              return Finding.RIVALS;
            }
            ours++;
          }
        }
      }
    } finally {
      connection.rollback();
    }
    // One transaction wrote all or none, so a part of them would be a rival's doing as well.
    return ours == 0 ? Finding.NOTHING : ours == rows.size() ? Finding.OURS : Finding.RIVALS;
  }

  private static boolean isOurs(JournalRow row, ResultSet stored) throws SQLException {
    return row.writer().equals(stored.getString(1))
        && Arrays.equals(row.event().bytes(), stored.getBytes(2));
  }
}
