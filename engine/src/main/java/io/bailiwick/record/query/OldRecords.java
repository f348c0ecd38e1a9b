package io.bailiwick.record.query;

import io.bailiwick.config.RecordSettings;
import io.bailiwick.projection.SqlStatement;
import io.bailiwick.projection.TableRanks;
import io.bailiwick.query.KeyedRows;
import io.bailiwick.query.OldRows;
import io.bailiwick.record.AuditEntry;
import io.bailiwick.record.RecordIds;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Events and audit entries, each class kept as long as its setting says. */
public final class OldRecords {

  public static final String EVENTS =
      "SELECT event_id FROM event WHERE event_id >= ? AND event_id < ? ORDER BY event_id LIMIT ?";

  public static final String UNAUTHENTICATED =
      "SELECT log_id FROM audit_log WHERE tenant = '"
          + AuditEntry.UNAUTHENTICATED
          + "' AND log_id >= ? AND log_id < ? ORDER BY log_id LIMIT ?";

  /** Those of nobody knows whom are kept no longer, so that all of this age may go. */
  public static final String AUDITS =
      "SELECT log_id FROM audit_log WHERE log_id >= ? AND log_id < ? ORDER BY log_id LIMIT ?";

  private static final SqlStatement DELETE_EVENT =
      SqlStatement.every(TableRanks.OLD_EVENT_DELETE, "DELETE FROM event WHERE event_id = ?");

  private static final SqlStatement DELETE_AUDIT =
      SqlStatement.every(TableRanks.OLD_AUDIT_DELETE, "DELETE FROM audit_log WHERE log_id = ?");

  private OldRecords() {}

  /** Those that are not kept for ever. */
  public static List<OldRows> kinds(RecordSettings settings) {
    List<OldRows> kinds = new ArrayList<>();
    add(EVENTS, DELETE_EVENT, RecordIds.EVENT, settings.eventRetention(), kinds);
    add(UNAUTHENTICATED, DELETE_AUDIT, RecordIds.AUDIT, settings.unauthenticatedRetention(), kinds);
    add(AUDITS, DELETE_AUDIT, RecordIds.AUDIT, settings.auditRetention(), kinds);
    return kinds;
  }

  private static void add(
      String select, SqlStatement delete, String prefix, Duration kept, List<OldRows> out) {
    if (!kept.isZero()) {
      out.add(KeyedRows.byId(select, delete, prefix, kept));
    }
  }
}
