package io.bailiwick.reservation;

import io.bailiwick.amount.Amount;
import io.bailiwick.refusal.Refusal;
import io.bailiwick.refusal.RefusalCode;
import io.bailiwick.tenant.TenantRules;
import java.util.List;

/**
 * The answers that follow from what is kept: the same for the first request and for each
 * repetition. Pure.
 */
final class Answers {

  private Answers() {}

  static ReservationReply reserved(Reservation reservation, long nowMs) {
    return new ReservationReply.Reserved(
        reservation.id(),
        reservation.amount(),
        reservation.scope(),
        reservation.firstExpiresAtMs(),
        remainingTtlMs(reservation, reservation.firstExpiresAtMs(), nowMs),
        reservation.createBalances(),
        reservation.caps());
  }

  /** Of the request that ended the reservation. */
  static ReservationReply ended(Reservation reservation) {
    Reservation.End end = reservation.end();
    return switch (end.status()) {
      case COMMITTED ->
          new ReservationReply.Committed(
              new Amount(reservation.amount().unit(), end.charged()),
              reservation.amount(),
              end.balances());
      case RELEASED -> new ReservationReply.Released(reservation.amount(), end.balances());
      case ACTIVE, EXPIRED ->
          throw new IllegalStateException("no request ended " + reservation.id());
    };
  }

  /** A kept answer, with the time that is left counted anew. */
  static ReservationReply kept(KeptAnswer kept, Reservation reservation, long nowMs) {
    return kept.answer() instanceof ReservationReply.Extended extended
        ? new ReservationReply.Extended(
            extended.expiresAtMs(),
            reservation == null ? 0 : remainingTtlMs(reservation, extended.expiresAtMs(), nowMs),
            extended.balances())
        : kept.answer();
  }

  /**
   * The time that is left until the expiry that the same answer names, 0 if it is no longer ACTIVE.
   * A repetition goes by the expiry of its own first answer, as the protocol has it: what a later
   * extension added is for that extension's answer to say.
   */
  static long remainingTtlMs(Reservation reservation, long expiresAtMs, long nowMs) {
    return reservation.end() == null ? Math.max(0, expiresAtMs - nowMs) : 0;
  }

  /** What a closed tenant's book says to what would begin. */
  static ReservationReply ofClosed(ReservationCommand command) {
    Refusal closed = TenantRules.closed(command.tenant());
    return switch (command) {
      case ReservationCommand.Decide c ->
          new ReservationReply.Judged(c.scope(), c.estimate(), closed, List.of(), null);
      case ReservationCommand.Reserve c ->
          c.dryRun()
              ? new ReservationReply.Judged(c.scope(), c.estimate(), closed, List.of(), null)
              : new ReservationReply.Refused(closed);
      case ReservationCommand.Debit ignored -> new ReservationReply.Refused(closed);
      case ReservationCommand.OfReservation ignored -> new ReservationReply.Refused(closed);
    };
  }

  static Refusal mismatch(RequestKey key) {
    return Refusal.of(
        RefusalCode.IDEMPOTENCY_MISMATCH,
        "Idempotency key %s was used with another request".formatted(key.text()));
  }

  static Refusal notFound(ReservationId id) {
    return Refusal.of(RefusalCode.NOT_FOUND, "Reservation not found: " + id);
  }

  static Refusal expired(ReservationId id) {
    return Refusal.of(RefusalCode.RESERVATION_EXPIRED, "Reservation %s has expired".formatted(id))
        .with("reservation_id", id.text());
  }

  static Refusal finalized(Reservation reservation) {
    return Refusal.of(
            RefusalCode.RESERVATION_FINALIZED,
            "Reservation %s is already %s".formatted(reservation.id(), reservation.status()))
        .with("reservation_id", reservation.id().text())
        .with("status", reservation.status().name());
  }
}
