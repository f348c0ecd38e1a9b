package io.bailiwick.http.route;

import io.bailiwick.amount.Amount;
import io.bailiwick.http.error.Denial;
import io.bailiwick.record.FailedRequest;
import io.bailiwick.record.Json;
import io.bailiwick.record.ReservationData;
import io.bailiwick.refusal.Refusal;
import io.bailiwick.reservation.Purpose;
import io.bailiwick.reservation.ReservationCommand;
import io.bailiwick.reservation.ReservationReply;
import io.bailiwick.scope.ScopePath;

/**
 * What agents are denied, to be recorded as such: what the ledgers, the tenant or a policy refuse
 * to a reserve, a commit or an event, and what a decide or a dry run says {@code DENY} to. Who is
 * turned away because this server has too much to do is not denied anything.
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
          live(refusal, command, reserve.scope(), reserve.estimate(), reserve.purpose());
      case ReservationCommand.Debit debit ->
          live(refusal, command, debit.scope(), debit.actual(), debit.purpose());
      case ReservationCommand.Commit commit ->
          live(refusal, command, null, commit.actual(), Purpose.FORGOTTEN);
      case ReservationCommand.Decide decide -> null;
      case ReservationCommand.Release release -> null;
      case ReservationCommand.Extend extend -> null;
    };
  }

  /** What the answer DENY to a decide or a dry run has denied, whatever the reason. */
  static ReservationData.ReservationDenied of(ReservationReply.Judged judged, Purpose purpose) {
    return data(judged.denial(), judged.scope(), judged.estimate(), purpose);
  }

  /**
   * @param asked the scope, or null where only a reservation is named
   */
  private static Denial live(
      Refusal refusal,
      ReservationCommand command,
      ScopePath asked,
      Amount amount,
      Purpose purpose) {
    return new Denial(
        data(refusal, asked, amount, purpose),
        new Json("{\"amount\":" + amount.value() + ",\"unit\":\"" + amount.unit() + "\"}"),
        new FailedRequest.Asked(asked, command.key().text()));
  }

  private static ReservationData.ReservationDenied data(
      Refusal refusal, ScopePath asked, Amount amount, Purpose purpose) {
    Object scope = refusal.details().get("scope");
    return new ReservationData.ReservationDenied(
        scope != null ? scope.toString() : asked == null ? null : asked.text(),
        amount.unit(),
        refusal.code().name(),
        amount.value(),
        refusal.details().get("remaining") instanceof Number remaining
            ? Long.valueOf(remaining.longValue())
            : null,
        Json.of(purpose.action()),
        Json.of(purpose.subject()),
        policy(refusal));
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
