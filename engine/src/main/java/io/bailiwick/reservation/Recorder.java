package io.bailiwick.reservation;

import io.bailiwick.amount.Amount;
import io.bailiwick.amount.OveragePolicy;
import io.bailiwick.policy.Caps;
import io.bailiwick.protocol.Effect;
import io.bailiwick.protocol.Findings;
import io.bailiwick.protocol.OperationId;
import io.bailiwick.record.Actor;
import io.bailiwick.record.Origin;
import io.bailiwick.refusal.Refusal;
import io.bailiwick.scope.Balance;
import io.bailiwick.scope.LedgerRules;
import io.bailiwick.scope.ScopePath;
import java.util.List;

/**
 * Step 2: what a book records once every scope has consented. Pure: a command, what the proposal
 * found, and the event or the refusal that follows.
 */
final class Recorder {

  /** Exactly one of the two is there. */
  record Outcome(BookEvent event, Refusal refusal) {
    static Outcome of(BookEvent event) {
      return new Outcome(event, null);
    }

    static Outcome refused(Refusal refusal) {
      return new Outcome(null, refusal);
    }
  }

  private Recorder() {}

  static Outcome reserve(
      ReservationCommand.Reserve command,
      OperationId operation,
      Findings findings,
      BookLimits limits,
      Origin origin,
      long atMs) {
    if (findings.balances().isEmpty()) {
      return Outcome.refused(ReservationRules.noLedger(command, findings));
    }
    ReservationId id = id(operation);
    long expiresAtMs = atMs + ReservationRules.ttlMs(command.ttlMs(), findings, limits);
    Reservation reservation =
        new Reservation(
            id,
            command.key(),
            command.scope(),
            command.estimate(),
            findings.budgeted(),
            ReservationRules.policy(command.overagePolicy(), findings),
            command.purpose(),
            atMs,
            expiresAtMs,
            expiresAtMs,
            command.graceMs(),
            0,
            ReservationRules.extensionsMax(findings),
            null,
            null,
            caps(findings),
            findings.expiry());
    Origin told = mayExhaust(findings, command.estimate().value()) ? origin : null;
    return Outcome.of(new BookEvent.Reserved(operation.number(), reservation, told, atMs));
  }

  /** Whether a ledger may have nothing left by this; which is told, with whoever did it. */
  private static boolean mayExhaust(Findings findings, long amount) {
    for (Balance balance : findings.balances()) {
      if (balance.figures().remaining() <= amount) {
        return true;
      }
    }
    return false;
  }

  /**
   * The answer to a dry run or a decide.
   *
   * @param denial by a scope, or null
   */
  static Outcome judge(ReservationCommand command, Refusal denial, Findings findings, long atMs) {
    ScopePath scope;
    Amount estimate;
    switch (command) {
      case ReservationCommand.Decide c -> {
        scope = c.scope();
        estimate = c.estimate();
      }
      case ReservationCommand.Reserve c -> {
        scope = c.scope();
        estimate = c.estimate();
      }
      case ReservationCommand.Debit c -> throw new IllegalStateException("not judged: " + c);
      case ReservationCommand.OfReservation c ->
          throw new IllegalStateException("not judged: " + c);
    }
    Refusal why = denial;
    if (why == null && findings.balances().isEmpty()) {
      why = ReservationRules.noLedger(command, findings);
      if (findings.otherUnitsAt() != null) {
        return Outcome.refused(why);
      }
    }
    ReservationReply.Judged answer =
        new ReservationReply.Judged(
            scope,
            estimate,
            why,
            why == null ? findings.balances() : List.of(),
            why == null ? caps(findings) : null);
    return Outcome.of(
        new BookEvent.Judged(
            new KeptAnswer(Request.endpoint(command), command.key(), answer, atMs), atMs));
  }

  static Outcome commit(
      ReservationCommand.Commit command,
      Reservation reservation,
      OperationId operation,
      Findings findings,
      Origin origin,
      long atMs) {
    long held = reservation.amount().value();
    long beyond = command.actual().value() - held;
    Effect.Overage overage = null;
    if (beyond > 0) {
      if (findings.granted() > findings.affordable()) {
        return Outcome.refused(LedgerRules.overdraft(findings.affordableAt(), beyond));
      }
      overage = new Effect.Overage(beyond, findings.granted(), reservation.overagePolicy());
    }
    long charged = overage == null ? command.actual().value() : held + overage.granted();
    return Outcome.of(
        new BookEvent.Committed(
            operation.number(),
            reservation.id(),
            command.key(),
            charged,
            overage,
            command.metadata(),
            overage == null ? null : origin,
            atMs));
  }

  static Outcome release(
      ReservationCommand.Release command, OperationId operation, Origin origin, long atMs) {
    boolean isOperators = origin != null && origin.actor() != Actor.API_KEY;
    return Outcome.of(
        new BookEvent.Released(
            operation.number(),
            command.reservation(),
            command.key(),
            command.reason(),
            isOperators ? origin : null,
            atMs));
  }

  static Outcome debit(
      ReservationCommand.Debit command,
      OveragePolicy policy,
      OperationId operation,
      Findings findings,
      Origin origin,
      long atMs) {
    if (findings.balances().isEmpty()) {
      return Outcome.refused(ReservationRules.noLedger(command, findings));
    }
    long wanted = command.actual().value();
    if (findings.granted() > findings.affordable()) {
      return Outcome.refused(LedgerRules.overdraft(findings.affordableAt(), wanted));
    }
    return Outcome.of(
        new BookEvent.Debited(
            operation.number(),
            id(operation),
            command.key(),
            command.actual(),
            new Effect.Overage(wanted, findings.granted(), policy),
            command.scope(),
            findings.budgeted(),
            command.purpose(),
            origin,
            atMs));
  }

  static Outcome extend(
      ReservationCommand.Extend command, Reservation reservation, Findings findings, long atMs) {
    return Outcome.of(
        new BookEvent.Extended(
            reservation.id(),
            command.key(),
            reservation.expiresAtMs() + command.byMs(),
            findings.balances(),
            atMs));
  }

  private static Caps caps(Findings findings) {
    return findings.governing() == null ? null : findings.governing().caps();
  }

  private static ReservationId id(OperationId operation) {
    return ReservationId.of(
        operation.tenant(), operation.book(), operation.incarnation(), operation.number());
  }
}
