package io.bailiwick.projection;

import io.bailiwick.journal.codec.StoredJson;
import io.bailiwick.record.BookRecords;
import io.bailiwick.record.RecordPlace;
import io.bailiwick.reservation.BookEvent;
import io.bailiwick.reservation.BookState;
import io.bailiwick.reservation.Endpoint;
import io.bailiwick.reservation.KeptAnswer;
import io.bailiwick.reservation.Operation;
import io.bailiwick.reservation.RequestKey;
import io.bailiwick.reservation.Reservation;
import io.bailiwick.reservation.ReservationId;
import io.bailiwick.scope.ScopePath;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The rows that follow from a book's events. A reservation costs three statements in its life:
 * made, ended, and the balances of both answers when its end is applied everywhere; until then they
 * are in the book's memory.
 */
public final class BookRows {

  private static final SqlStatement INSERT =
      SqlStatement.every(
          TableRanks.RESERVATION_INSERT,
          "INSERT INTO reservation (reservation_id, tenant, scope_path, status, unit, reserved,"
              + " created_at_ms, first_expires_at_ms, expires_at_ms, grace_ms, extensions,"
              + " extensions_max, overage_policy, budgeted_scopes, subject, action, metadata,"
              + " idempotency_key, payload_hash, caps, expiry_policy) VALUES (?, ?, ?, ?, ?, ?, ?,"
              + " ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)");

  private static final SqlStatement EXTEND =
      SqlStatement.every(
          TableRanks.RESERVATION_EXTEND,
          "UPDATE reservation SET expires_at_ms = ?, extensions = ? WHERE reservation_id = ?");

  private static final SqlStatement END =
      SqlStatement.every(
          TableRanks.RESERVATION_END,
          "UPDATE reservation SET status = ?, charged = ?, ended_at_ms = ?, end_key = ?, end_hash ="
              + " ?, end_note = ? WHERE reservation_id = ?");

  private static final SqlStatement BALANCES =
      SqlStatement.every(
          TableRanks.RESERVATION_BALANCES,
          "UPDATE reservation SET create_balances = ?, end_balances = ? WHERE reservation_id = ?");

  private static final SqlStatement DELETE =
      SqlStatement.every(
          TableRanks.RESERVATION_DELETE, "DELETE FROM reservation WHERE reservation_id = ?");

  private static final SqlStatement WAKE =
      SqlStatement.wholeRow(
          TableRanks.BOOK,
          2,
          "INSERT INTO book (tenant, book, wake_at_ms) VALUES (?, ?, ?) ON CONFLICT (tenant, book)"
              + " DO UPDATE SET wake_at_ms = excluded.wake_at_ms");

  private BookRows() {}

  /**
   * Adds the writes that follow from one event. Call it for every event, in their order.
   *
   * @param before the state that the event was applied to
   * @param after the state with it, and with nothing later
   * @param place where in the journal the event will be
   */
  public static void add(
      BookEvent event, BookState before, BookState after, RecordPlace place, TableWrites out) {
    BookRecords.add(event, after, place, new RecordRows(out));
    switch (event) {
      case BookEvent.Started e -> {}
      case BookEvent.Reserved e -> insert(e.reservation(), out);
      case BookEvent.Judged e -> AnswerRows.add(after.tenant(), e.kept(), e.kept().atMs(), out);
      case BookEvent.Committed e -> end(after.reservation(e.reservation()), out);
      case BookEvent.Released e -> end(after.reservation(e.reservation()), out);
      case BookEvent.Expired e -> end(after.reservation(e.reservation()), out);
      case BookEvent.Extended e -> extend(e, after, out);
      // Its answer is kept when it is applied everywhere; until then it is in memory.
      case BookEvent.Debited e -> {}
      case BookEvent.Voided e ->
          out.add(DELETE, before.unfinished().find(e.operation()).reservation().text());
      case BookEvent.Completed e -> complete(before.unfinished().find(e.operation()), after, out);
      case BookEvent.Closed e -> {}
      case BookEvent.WakeSet e -> out.add(WAKE, after.tenant().value(), after.book(), e.wakeAtMs());
    }
  }

  private static void insert(Reservation made, TableWrites out) {
    out.add(
        INSERT,
        made.id().text(),
        made.id().tenant().value(),
        made.scope().text(),
        made.status().name(),
        made.amount().unit().name(),
        made.amount().value(),
        made.createdAtMs(),
        made.firstExpiresAtMs(),
        made.expiresAtMs(),
        made.graceMs(),
        made.extensions(),
        made.extensionsMax(),
        made.overagePolicy().name(),
        joined(made.budgeted()),
        made.purpose().subject(),
        made.purpose().action(),
        made.purpose().metadata(),
        made.key().text(),
        made.key().payloadHash(),
        made.caps() == null ? null : StoredJson.write(made.caps()),
        made.expiry() == null ? null : made.expiry().name());
  }

  private static void extend(BookEvent.Extended event, BookState after, TableWrites out) {
    Reservation extended = after.reservation(event.reservation());
    out.add(EXTEND, extended.expiresAtMs(), extended.extensions(), extended.id().text());
    KeptAnswer kept = after.keptAnswer(Endpoint.extend(event.reservation()), event.key().text());
    // A key is never forgotten while its lease lasts.
    AnswerRows.add(after.tenant(), kept, extended.expiresAtMs() + extended.graceMs(), out);
  }

  private static void end(Reservation ended, TableWrites out) {
    Reservation.End end = ended.end();
    RequestKey key = end.key();
    out.add(
        END,
        end.status().name(),
        end.charged(),
        end.atMs(),
        key == null ? null : key.text(),
        key == null ? null : key.payloadHash(),
        end.note(),
        ended.id().text());
  }

  private static void complete(Operation operation, BookState after, TableWrites out) {
    if (operation.undoing()) {
      return;
    }
    switch (operation.kind()) {
      case RESERVE, COMMIT, RELEASE, EXPIRE -> balances(operation.reservation(), after, out);
      case DEBIT -> {
        KeptAnswer kept = after.keptAnswer(Endpoint.EVENT, operation.key().text());
        AnswerRows.add(after.tenant(), kept, kept.atMs(), out);
      }
    }
  }

  private static void balances(ReservationId id, BookState after, TableWrites out) {
    Reservation reservation = after.reservation(id);
    // Nobody asks the tables for the answers of one that is live.
    if (reservation.end() != null && reservation.end().balances() != null) {
      out.add(
          BALANCES,
          StoredBalances.write(reservation.createBalances()),
          StoredBalances.write(reservation.end().balances()),
          id.text());
    }
  }

  private static String joined(List<ScopePath> scopes) {
    return scopes.stream().map(ScopePath::text).collect(Collectors.joining(" "));
  }
}
