package io.bailiwick.record;

import io.bailiwick.reservation.BookEvent;
import io.bailiwick.reservation.BookState;
import io.bailiwick.reservation.Reservation;
import io.bailiwick.reservation.ReservationId;
import io.bailiwick.scope.ScopePath;

/**
 * What is told of a book's events: expiries, commits of more than was held, and what operators do
 * for tenants. What agents do is in the reservations themselves. Pure.
 */
public final class BookRecords {

  private static final int OK = 200;

  private BookRecords() {}

  /**
   * Tells of one event. Call it for every event, in their order.
   *
   * @param after the state with the event, and with nothing later
   */
  public static void add(BookEvent event, BookState after, RecordPlace place, RecordSink out) {
    switch (event) {
      case BookEvent.Expired e -> expired(after.reservation(e.reservation()), e, place, out);
      case BookEvent.Committed e -> {
        if (e.overage() != null) {
          overage(after.reservation(e.reservation()), e, place, out);
        }
      }
      case BookEvent.Released e -> {
        if (e.origin() != null) {
          released(after.reservation(e.reservation()), e, place, out);
        }
      }
      case BookEvent.Started ignored -> {}
      case BookEvent.Reserved ignored -> {}
      case BookEvent.Judged ignored -> {}
      case BookEvent.Extended ignored -> {}
      case BookEvent.Debited ignored -> {}
      case BookEvent.Voided ignored -> {}
      case BookEvent.Completed ignored -> {}
      case BookEvent.Closed ignored -> {}
      case BookEvent.WakeSet ignored -> {}
    }
  }

  private static void expired(
      Reservation reservation, BookEvent.Expired e, RecordPlace place, RecordSink out) {
    event(
        EventType.RESERVATION_EXPIRED,
        reservation.id(),
        EventRecord.OF_EXPIRY,
        reservation.scope(),
        Origin.system(null),
        new ReservationData.ReservationExpired(reservation, e.atMs()),
        e.atMs(),
        place,
        out);
  }

  private static void overage(
      Reservation reservation, BookEvent.Committed e, RecordPlace place, RecordSink out) {
    event(
        EventType.RESERVATION_COMMIT_OVERAGE,
        reservation.id(),
        EventRecord.OF_RUNTIME,
        reservation.scope(),
        e.origin(),
        new ReservationData.CommitOverage(reservation, e.overage().wanted(), e.overage().policy()),
        e.atMs(),
        place,
        out);
  }

  private static void released(
      Reservation reservation, BookEvent.Released e, RecordPlace place, RecordSink out) {
    if (e.origin().isAuditedAlone()) {
      out.audit(
          AuditEntry.ofChange(
              place.id(RecordIds.AUDIT, e.atMs(), "release"),
              e.atMs(),
              reservation.id().tenant().value(),
              e.origin().because(e.reason()),
              "reservation",
              reservation.id().text(),
              OK,
              Present.members(
                  "scope", reservation.scope().text(),
                  "unit", reservation.amount().unit().name(),
                  "released_amount", reservation.amount().value())));
    }
  }

  private static void event(
      EventType type,
      ReservationId reservation,
      String source,
      ScopePath scope,
      Origin origin,
      EventData data,
      long atMs,
      RecordPlace place,
      RecordSink out) {
    out.event(
        new EventRecord(
            place.id(RecordIds.EVENT, atMs, type.text()),
            type,
            reservation.tenant().value(),
            atMs,
            source,
            scope,
            origin,
            data,
            origin == null ? null : origin.correlationId()));
  }
}
