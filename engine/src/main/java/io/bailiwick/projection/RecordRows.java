package io.bailiwick.projection;

import io.bailiwick.journal.codec.StoredJson;
import io.bailiwick.record.AuditEntry;
import io.bailiwick.record.EventRecord;
import io.bailiwick.record.Json;
import io.bailiwick.record.Origin;
import io.bailiwick.record.RecordSink;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;

/**
 * Events and audit entries as rows. What is told again has the id that it had, and is not written a
 * second time.
 */
public final class RecordRows implements RecordSink {

  private static final String EVENT_COLUMNS =
      "INSERT INTO event (event_id, event_type, category, tenant, at_ms, source, scope, actor_type,"
          + " key_id, source_ip, data, correlation_id, request_id, trace_id, metadata, bulk_id) ";

  private static final String AUDIT_COLUMNS =
      "INSERT INTO audit_log (log_id, at_ms, tenant, key_id, user_agent, source_ip, operation,"
          + " resource_type, resource_id, request_id, trace_id, status, error_code, subject,"
          + " action, amount, metadata, search_text) ";

  private static final int EVENT_COUNT = 16;
  private static final int AUDIT_COUNT = 18;

  private static final SqlStatement EVENT =
      SqlStatement.every(
          TableRanks.EVENT,
          EVENT_COLUMNS + "VALUES (" + marks(EVENT_COUNT) + ") ON CONFLICT (event_id) DO NOTHING");

  private static final SqlStatement AUDIT =
      SqlStatement.every(
          TableRanks.AUDIT,
          AUDIT_COLUMNS + "VALUES (" + marks(AUDIT_COUNT) + ") ON CONFLICT (log_id) DO NOTHING");

  private final TableWrites out;

  public RecordRows(TableWrites out) {
    this.out = out;
  }

  @Override
  public void event(EventRecord event) {
    out.add(EVENT, values(event).toArray());
  }

  @Override
  public void audit(AuditEntry entry) {
    out.add(AUDIT, values(entry).toArray());
  }

  /**
   * Rows of what tables alone know, written in the transaction of a change and only if that has
   * come to something.
   *
   * @param condition of SQL, with question marks; true after the change when it did
   */
  public record Conditional(SqlStatement event, SqlStatement audit) {

    public static Conditional on(String condition) {
      return new Conditional(
          SqlStatement.every(
              TableRanks.EVENT,
              EVENT_COLUMNS
                  + "SELECT "
                  + marks(EVENT_COUNT)
                  + " WHERE "
                  + condition
                  + " ON CONFLICT (event_id) DO NOTHING"),
          SqlStatement.every(
              TableRanks.AUDIT,
              AUDIT_COLUMNS
                  + "SELECT "
                  + marks(AUDIT_COUNT)
                  + " WHERE "
                  + condition
                  + " ON CONFLICT (log_id) DO NOTHING"));
    }

    /**
     * Where to put records, for one change.
     *
     * @param arguments of the condition
     */
    public RecordSink to(List<TableWrite> out, Object... arguments) {
      return new RecordSink() {
        @Override
        public void event(EventRecord record) {
          out.add(new TableWrite(event, with(values(record), arguments)));
        }

        @Override
        public void audit(AuditEntry entry) {
          out.add(new TableWrite(audit, with(values(entry), arguments)));
        }
      };
    }
  }

  private static List<Object> with(List<Object> values, Object... more) {
    List<Object> all = new ArrayList<>(values);
    all.addAll(Arrays.asList(more));
    return all;
  }

  private static List<Object> values(EventRecord event) {
    Origin origin = event.origin();
    return Arrays.asList(
        event.eventId(),
        event.type().text(),
        event.type().category().text(),
        event.tenant(),
        event.atMs(),
        event.source(),
        event.place(),
        origin == null ? null : origin.actor().text(),
        origin == null ? null : origin.keyId(),
        origin == null ? null : origin.sourceIp(),
        event.data() == null ? null : StoredJson.write(event.data().members()),
        event.correlationId(),
        origin == null ? null : origin.requestId(),
        origin == null ? null : origin.traceId(),
        json(event.metadata()),
        origin == null ? null : origin.bulkId());
  }

  private static List<Object> values(AuditEntry entry) {
    Origin origin = entry.origin();
    return Arrays.asList(
        entry.logId(),
        entry.atMs(),
        entry.tenant(),
        absent(origin.keyId()),
        origin.userAgent(),
        origin.sourceIp(),
        absent(origin.operation()),
        absent(entry.resourceType()),
        entry.resourceId(),
        origin.requestId(),
        origin.traceId(),
        entry.status(),
        entry.errorCode(),
        text(entry.subject()),
        text(entry.action()),
        text(entry.amount()),
        json(entry.metadata()),
        SearchText.of(
            entry.resourceId(), entry.logId(), entry.errorCode(), absent(origin.operation())));
  }

  private static String json(Map<String, Object> members) {
    return members.isEmpty() ? null : StoredJson.write(members);
  }

  private static String absent(String text) {
    return text == null ? "" : text;
  }

  private static String text(Json json) {
    return json == null ? null : json.text();
  }

  private static String marks(int count) {
    return String.join(", ", Collections.nCopies(count, "?"));
  }
}
