package io.bailiwick.projection;

import io.bailiwick.record.BookDecisions;
import io.bailiwick.record.DecisionEntry;
import io.bailiwick.record.Origin;
import io.bailiwick.reservation.BookEvent;
import io.bailiwick.reservation.BookState;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/** The decision log as rows, one for each entry. */
public final class DecisionRows {

  private static final String COLUMNS =
      "INSERT INTO decision_log (at_ms, tenant, operation, decision, dry_run, occurrences, reason,"
          + " scope, ledgers, unit, estimated, actual, charged, reservation_id, action_kind,"
          + " action_name, actor_type, key_id, source_ip, idempotency_key, request_id, trace_id) ";

  private static final String MARKS = String.join(", ", Collections.nCopies(22, "?"));

  private static final SqlStatement INSERT =
      SqlStatement.every(TableRanks.DECISION, COLUMNS + "VALUES (" + MARKS + ")");

  /** Together with its audit entry or not at all: that one has an id that is told only once. */
  private static final SqlStatement INSERT_DENIED =
      SqlStatement.every(
          TableRanks.DECISION,
          COLUMNS
              + "SELECT "
              + MARKS
              + " WHERE NOT EXISTS (SELECT 1 FROM audit_log WHERE log_id = ?)");

  /** It was made a moment ago, so it is among the first that are looked at. */
  private static final SqlStatement VOID =
      SqlStatement.every(
          TableRanks.DECISION_VOID,
          "DELETE FROM decision_log WHERE ordering IN (SELECT ordering FROM decision_log WHERE"
              + " tenant = ? AND reservation_id = ? ORDER BY ordering DESC LIMIT 1)");

  private DecisionRows() {}

  /**
   * Adds the writes that follow from one event. Call it for every event, in their order.
   *
   * @param before the state that the event is applied to
   * @param by whoever asked for it, or null
   * @param areRecorded whether new decisions are; what turns out never to have been is taken back
   *     in any case
   */
  public static void add(
      BookEvent event, BookState before, Origin by, boolean areRecorded, TableWrites out) {
    if (event instanceof BookEvent.Voided voided) {
      String never = before.unfinished().find(voided.operation()).reservation().text();
      out.add(VOID, before.tenant().value(), never);
    } else if (areRecorded) {
      DecisionEntry entry = BookDecisions.of(event, before, by);
      if (entry != null) {
        out.add(INSERT, values(entry).toArray());
      }
    }
  }

  /**
   * Adds what was denied to a live request.
   *
   * @param logId of its audit entry, which is written in the same transaction
   */
  public static void denied(DecisionEntry entry, String logId, TableWrites out) {
    List<Object> arguments = new ArrayList<>(values(entry));
    arguments.add(logId);
    out.add(INSERT_DENIED, arguments.toArray());
  }

  private static List<Object> values(DecisionEntry entry) {
    Origin origin = entry.origin();
    DecisionAction action = DecisionAction.of(entry.action());
    return Arrays.asList(
        entry.atMs(),
        entry.tenant(),
        entry.operation(),
        entry.decision() == null ? null : entry.decision().name(),
        entry.isDryRun(),
        entry.occurrences(),
        entry.reason(),
        entry.scope().text(),
        entry.ledgers(),
        entry.unit().name(),
        entry.estimated(),
        entry.actual(),
        entry.charged(),
        entry.reservationId(),
        action.kind(),
        action.name(),
        origin == null ? null : origin.actor().text(),
        origin == null ? null : origin.keyId(),
        origin == null ? null : origin.sourceIp(),
        entry.idempotencyKey(),
        origin == null ? null : origin.requestId(),
        origin == null ? null : origin.traceId());
  }
}
