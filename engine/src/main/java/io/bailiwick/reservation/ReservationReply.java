package io.bailiwick.reservation;

import io.bailiwick.amount.Amount;
import io.bailiwick.policy.Caps;
import io.bailiwick.refusal.Refusal;
import io.bailiwick.scope.Balance;
import io.bailiwick.scope.ScopePath;
import java.util.List;

/**
 * What became of a {@link ReservationCommand}. A repeated request gets an equal reply, {@code
 * remainingTtlMs} apart. Balances are of the budgeted scopes in the request's unit, from the root
 * down.
 */
public sealed interface ReservationReply {

  /** An answer that is kept under the key of its request. */
  sealed interface Success extends ReservationReply {}

  /**
   * {@link ReservationCommand.Reserve} holds.
   *
   * @param caps what the client should keep to, or null
   */
  record Reserved(
      ReservationId reservation,
      Amount reserved,
      ScopePath scope,
      long expiresAtMs,
      long remainingTtlMs,
      List<Balance> balances,
      Caps caps)
      implements Success {}

  /**
   * The answer to a dry run or a decide.
   *
   * @param denial null when it would be allowed
   * @param balances as they are; empty for a denial, and not shown by decide
   * @param caps what the client should keep to, or null; null for a denial
   */
  record Judged(ScopePath scope, Amount estimate, Refusal denial, List<Balance> balances, Caps caps)
      implements Success {}

  /**
   * {@link ReservationCommand.Commit} charged.
   *
   * @param charged less than the actual amount where the policy capped it
   * @param reserved what had been held
   */
  record Committed(Amount charged, Amount reserved, List<Balance> balances) implements Success {}

  record Released(Amount released, List<Balance> balances) implements Success {}

  record Extended(long expiresAtMs, long remainingTtlMs, List<Balance> balances)
      implements Success {}

  /**
   * {@link ReservationCommand.Debit} charged.
   *
   * @param charged less than the actual amount where the policy capped it
   */
  record Debited(ReservationId event, Amount actual, Amount charged, List<Balance> balances)
      implements Success {}

  record Refused(Refusal refusal) implements ReservationReply {}

  /** No answer in time; the same key may be sent again, and finds out what happened. */
  record Unavailable(String reason) implements ReservationReply {}
}
