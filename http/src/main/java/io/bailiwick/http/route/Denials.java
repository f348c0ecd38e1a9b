package io.bailiwick.http.route;

import io.bailiwick.amount.Amount;
import io.bailiwick.http.error.Denial;
import io.bailiwick.record.FailedRequest;
import io.bailiwick.record.Json;
import io.bailiwick.record.ReservationData;
import io.bailiwick.refusal.Refusal;
import io.bailiwick.reservation.Purpose;
import io.bailiwick.reservation.ReservationCommand;
import io.bailiwick.scope.ScopePath;

/**
 * Which refusals of agents' requests are denials, to be recorded as such: what the ledgers, the
 * tenant or a policy refuse to a reserve, a commit or an event. A decide or a dry run is answered,
 * not denied; and who is turned away because this server has too much to do is not either.
 */
final class Denials {
  private Denials() {}

  /** What was denied, or null where nothing was. */
  static Denial of(ReservationCommand command, Refusal refusal) {
    if (!isDenial(refusal)) {
      return null;
    }
    return switch (command) {
      case ReservationCommand.Reserve reserve ->
          denial(refusal, command, reserve.scope(), reserve.estimate(), reserve.purpose());
      case ReservationCommand.Debit debit ->
          denial(refusal, command, debit.scope(), debit.actual(), debit.purpose());
      case ReservationCommand.Commit commit ->
          denial(refusal, command, null, commit.actual(), Purpose.FORGOTTEN);
      case ReservationCommand.Decide decide -> null;
      case ReservationCommand.Release release -> null;
      case ReservationCommand.Extend extend -> null;
    };
  }

  /**
   * @param asked the scope, or null where only a reservation is named
   */
  private static Denial denial(
      Refusal refusal,
      ReservationCommand command,
      ScopePath asked,
      Amount amount,
      Purpose purpose) {
    Object scope = refusal.details().get("scope");
    return new Denial(
        new ReservationData.ReservationDenied(
            scope != null ? scope.toString() : asked == null ? null : asked.text(),
            amount.unit(),
            refusal.code().name(),
            amount.value(),
            refusal.details().get("remaining") instanceof Number remaining
                ? Long.valueOf(remaining.longValue())
                : null,
            Json.of(purpose.action()),
            Json.of(purpose.subject()),
            policy(refusal)),
        new Json("{\"amount\":" + amount.value() + ",\"unit\":\"" + amount.unit() + "\"}"),
        new FailedRequest.Asked(asked, command.key().text()));
  }

  /** The policy whose limit it is, or null. */
  private static String policy(Refusal refusal) {
    return refusal.details().get("policy_id") instanceof String policy ? policy : null;
  }

  private static boolean isDenial(Refusal refusal) {
    return switch (refusal.code()) {
      case BUDGET_EXCEEDED,
          BUDGET_FROZEN,
          BUDGET_CLOSED,
          OVERDRAFT_LIMIT_EXCEEDED,
          DEBT_OUTSTANDING,
          TENANT_CLOSED,
          TENANT_SUSPENDED ->
          true;
      case LIMIT_EXCEEDED -> policy(refusal) != null;
      case INVALID_REQUEST,
          FORBIDDEN,
          NOT_FOUND,
          TENANT_NOT_FOUND,
          IDEMPOTENCY_MISMATCH,
          RESERVATION_EXPIRED,
          RESERVATION_FINALIZED,
          MAX_EXTENSIONS_EXCEEDED,
          STATUS_UNCHANGED,
          UNIT_MISMATCH,
          BUDGET_NOT_FOUND,
          DUPLICATE_RESOURCE,
          WEBHOOK_NOT_FOUND,
          WEBHOOK_URL_INVALID,
          REPLAY_IN_PROGRESS,
          COUNT_MISMATCH,
          TOO_MANY_MATCHED ->
          false;
    };
  }
}
