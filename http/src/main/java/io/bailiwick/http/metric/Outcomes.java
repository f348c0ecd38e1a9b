package io.bailiwick.http.metric;

import io.bailiwick.amount.OveragePolicy;
import io.bailiwick.policy.Caps;
import io.bailiwick.refusal.RefusalCode;
import io.bailiwick.reservation.ReservationCommand;
import io.bailiwick.reservation.ReservationReply;

/** Counts what became of the runtime plane's requests. */
public record Outcomes(Meters meters) {
  private static final String NONE = "NONE";

  /** One more request that was answered. */
  public void count(ReservationCommand command, ReservationReply reply) {
    String decision = decision(reply);
    String reason = reason(reply);
    switch (command) {
      case ReservationCommand.Decide decide ->
          meters.count("cycles.reservations.decide", "decision", decision, "reason", reason);
      case ReservationCommand.Reserve reserve ->
          meters.count(
              reserve.dryRun() ? "cycles.reservations.dry.run" : "cycles.reservations.reserve",
              "decision",
              decision,
              "reason",
              reason,
              "overage_policy",
              policy(reserve.overagePolicy()));
      case ReservationCommand.Debit debit ->
          meters.count(
              "cycles.events",
              "decision",
              decision,
              "reason",
              reason,
              "overage_policy",
              policy(debit.overagePolicy()));
      case ReservationCommand.Commit commit ->
          meters.count("cycles.reservations.commit", "decision", decision, "reason", reason);
      case ReservationCommand.Release release ->
          meters.count("cycles.reservations.release", "decision", decision, "reason", reason);
      case ReservationCommand.Extend extend ->
          meters.count("cycles.reservations.extend", "decision", decision, "reason", reason);
    }
  }

  private static String decision(ReservationReply reply) {
    return switch (reply) {
      case ReservationReply.Reserved reserved -> allow(reserved.caps());
      case ReservationReply.Judged judged ->
          judged.denial() == null ? allow(judged.caps()) : "DENY";
      case ReservationReply.Committed committed -> "COMMITTED";
      case ReservationReply.Released released -> "RELEASED";
      case ReservationReply.Extended extended -> "ACTIVE";
      case ReservationReply.Debited debited -> "APPLIED";
      case ReservationReply.Refused refused -> "DENY";
      case ReservationReply.Unavailable unavailable -> "UNAVAILABLE";
    };
  }

  private static String allow(Caps caps) {
    return caps == null ? "ALLOW" : "ALLOW_WITH_CAPS";
  }

  private static String reason(ReservationReply reply) {
    RefusalCode code =
        switch (reply) {
          case ReservationReply.Refused(var refusal) -> refusal.code();
          case ReservationReply.Judged judged when judged.denial() != null ->
              judged.denial().code();
          case ReservationReply.Success success -> null;
          case ReservationReply.Unavailable unavailable -> null;
        };
    return code == null ? NONE : code.name();
  }

  private static String policy(OveragePolicy policy) {
    return policy == null ? "DEFAULT" : policy.name();
  }
}
