package io.bailiwick.record;

import io.bailiwick.amount.OveragePolicy;
import io.bailiwick.amount.Unit;
import io.bailiwick.reservation.Reservation;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Map;

/** What events of reservations say. */
public sealed interface ReservationData extends EventData {

  /**
   * A live request was refused.
   *
   * @param scope that refused, or that was asked for
   * @param reasonCode the protocol's code
   * @param policyId of the policy that refused, or null
   */
  record ReservationDenied(
      String scope,
      Unit unit,
      String reasonCode,
      Long requested,
      Long remaining,
      Json action,
      Json subject,
      String policyId)
      implements ReservationData {
    @Override
    public Map<String, Object> members() {
      return Present.members(
          "scope", scope,
          "unit", Present.name(unit),
          "reason_code", reasonCode,
          "requested_amount", requested,
          "remaining", remaining,
          "action", action,
          "subject", subject,
          "policy_id", policyId);
    }
  }

  /**
   * Too many of a tenant's reservations are denied, or expire, or too many attempts fail with its
   * keys.
   *
   * @param metric under its wire name
   * @param rate of all reservations, or attempts, from 0 to 1
   * @param terms by which that is too many
   * @param samples how many are denied, have expired, or have failed
   */
  record RateSpike(String metric, BigDecimal rate, RateTerms terms, long samples)
      implements ReservationData {
    @Override
    public Map<String, Object> members() {
      return Present.members(
          "metric", metric,
          "current_rate", rate,
          "threshold_rate", Present.fraction(terms.threshold()),
          "window_seconds", (long) terms.windowS(),
          "sample_count", samples);
    }
  }

  /** A lease has ended and nobody had settled it. */
  record ReservationExpired(Reservation reservation, long expiredAtMs) implements ReservationData {
    @Override
    public Map<String, Object> members() {
      return Present.members(
          "reservation_id", reservation.id().text(),
          "scope", reservation.scope().text(),
          "unit", reservation.amount().unit().name(),
          "estimated_amount", reservation.amount().value(),
          "created_at", Instant.ofEpochMilli(reservation.createdAtMs()).toString(),
          "expired_at", Instant.ofEpochMilli(expiredAtMs).toString(),
          "ttl_ms", reservation.firstExpiresAtMs() - reservation.createdAtMs(),
          "extensions_used", (long) reservation.extensions());
    }
  }

  /**
   * A commit was of more than was held. What debt that made is told by {@link BudgetDebtIncurred}
   * of each ledger, so it is said here only where there can be none.
   */
  record CommitOverage(Reservation reservation, long overage, OveragePolicy policy)
      implements ReservationData {
    @Override
    public Map<String, Object> members() {
      long estimated = reservation.amount().value();
      return Present.members(
          "reservation_id",
          reservation.id().text(),
          "scope",
          reservation.scope().text(),
          "unit",
          reservation.amount().unit().name(),
          "estimated_amount",
          estimated,
          "actual_amount",
          estimated + overage,
          "overage",
          overage,
          "overage_policy",
          policy.name(),
          "debt_incurred",
          policy == OveragePolicy.ALLOW_WITH_OVERDRAFT ? null : Long.valueOf(0));
    }
  }
}
