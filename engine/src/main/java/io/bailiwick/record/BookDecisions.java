package io.bailiwick.record;

import io.bailiwick.reservation.BookEvent;
import io.bailiwick.reservation.BookState;
import io.bailiwick.reservation.Endpoint;
import io.bailiwick.reservation.RequestKey;
import io.bailiwick.reservation.Reservation;
import io.bailiwick.reservation.ReservationReply;
import io.bailiwick.scope.Balance;

/**
 * What a book's events mean for the decision log: exactly one entry for each decision, and none for
 * what only carries it out. Pure. What a live request is denied is no event of a book; see {@link
 * FailedRequest}.
 */
public final class BookDecisions {

  private BookDecisions() {}

  /**
   * The entry of an event, or null.
   *
   * @param before the state that the event is applied to
   * @param by whoever asked for it, or null
   */
  public static DecisionEntry of(BookEvent event, BookState before, Origin by) {
    return switch (event) {
      case BookEvent.Reserved e ->
          of(
              e.reservation(),
              DecisionEntry.RESERVE,
              allowed(e.reservation().caps() != null),
              null,
              e.reservation().key(),
              by,
              e.atMs());
      case BookEvent.Judged e -> judged(e, before, by);
      case BookEvent.Committed e -> committed(before.reservation(e.reservation()), e, by);
      case BookEvent.Released e ->
          e.key() == null
              ? of(
                  before.reservation(e.reservation()),
                  AuditEntry.CASCADE,
                  null,
                  e.reason(),
                  null,
                  null,
                  e.atMs())
              : of(
                  before.reservation(e.reservation()),
                  DecisionEntry.RELEASE,
                  Decision.ALLOW,
                  e.reason(),
                  e.key(),
                  by,
                  e.atMs());
      case BookEvent.Expired e ->
          of(
              before.reservation(e.reservation()),
              DecisionEntry.EXPIRE,
              null,
              null,
              null,
              null,
              e.atMs());
      case BookEvent.Extended e ->
          of(
              before.reservation(e.reservation()),
              DecisionEntry.EXTEND,
              Decision.ALLOW,
              null,
              e.key(),
              by,
              e.atMs());
      case BookEvent.Debited e -> debited(e, by);
      case BookEvent.Started ignored -> null;
      case BookEvent.Voided ignored -> null;
      case BookEvent.Completed ignored -> null;
      case BookEvent.Closed ignored -> null;
      case BookEvent.WakeSet ignored -> null;
    };
  }

  /** Of what charges nothing. */
  private static DecisionEntry of(
      Reservation reservation,
      String operation,
      Decision decision,
      String reason,
      RequestKey key,
      Origin by,
      long atMs) {
    return new DecisionEntry(
        atMs,
        reservation.id().tenant().value(),
        operation,
        decision,
        false,
        1,
        reason,
        reservation.scope(),
        DecisionEntry.ledgers(reservation.budgeted()),
        reservation.amount().unit(),
        reservation.amount().value(),
        null,
        null,
        reservation.id().text(),
        Json.of(reservation.purpose().action()),
        key == null ? null : key.text(),
        by);
  }

  private static DecisionEntry committed(
      Reservation reservation, BookEvent.Committed e, Origin by) {
    long held = reservation.amount().value();
    return new DecisionEntry(
        e.atMs(),
        reservation.id().tenant().value(),
        DecisionEntry.COMMIT,
        Decision.ALLOW,
        false,
        1,
        null,
        reservation.scope(),
        DecisionEntry.ledgers(reservation.budgeted()),
        reservation.amount().unit(),
        held,
        e.overage() == null ? e.charged() : held + e.overage().wanted(),
        e.charged(),
        reservation.id().text(),
        Json.of(reservation.purpose().action()),
        e.key().text(),
        by);
  }

  private static DecisionEntry debited(BookEvent.Debited e, Origin by) {
    return new DecisionEntry(
        e.atMs(),
        e.scope().tenant().value(),
        DecisionEntry.DEBIT,
        Decision.ALLOW,
        false,
        1,
        null,
        e.scope(),
        DecisionEntry.ledgers(e.budgeted()),
        e.actual().unit(),
        null,
        e.actual().value(),
        e.overage().granted(),
        e.event().text(),
        Json.of(e.purpose().action()),
        e.key().text(),
        by);
  }

  private static DecisionEntry judged(BookEvent.Judged e, BookState before, Origin by) {
    ReservationReply.Judged answer = (ReservationReply.Judged) e.kept().answer();
    boolean isDryRun = e.kept().endpoint().equals(Endpoint.RESERVE);
    return new DecisionEntry(
        e.atMs(),
        before.tenant().value(),
        isDryRun ? DecisionEntry.RESERVE : DecisionEntry.DECIDE,
        answer.denial() == null ? allowed(answer.caps() != null) : Decision.DENY,
        isDryRun,
        1,
        answer.denial() == null ? null : answer.denial().code().name(),
        answer.scope(),
        DecisionEntry.ledgers(answer.balances().stream().map(Balance::scope).toList()),
        answer.estimate().unit(),
        answer.estimate().value(),
        null,
        null,
        null,
        null,
        e.kept().key().text(),
        by);
  }

  private static Decision allowed(boolean isCapped) {
    return isCapped ? Decision.ALLOW_WITH_CAPS : Decision.ALLOW;
  }
}
