package io.bailiwick.http.wire;

import io.bailiwick.policy.Caps;
import io.bailiwick.refusal.Refusal;
import io.bailiwick.reservation.ReservationReply;
import java.io.IOException;

/** The bodies of successful answers of the runtime plane to what changes something or decides. */
public final class ReservationBodies {
  private static final String ALLOW = "ALLOW";
  private static final String ALLOW_WITH_CAPS = "ALLOW_WITH_CAPS";
  private static final String DENY = "DENY";

  private ReservationBodies() {}

  /** To {@code POST /v1/reservations}. */
  public static byte[] reserved(ReservationReply.Reserved reply) {
    return JsonText.object(
        json -> {
          verdict(json, null, reply.caps());
          json.text("reservation_id", reply.reservation().text())
              .amount("reserved", reply.reserved())
              .integer("expires_at_ms", reply.expiresAtMs())
              .integer("remaining_ttl_ms", Math.max(0, reply.remainingTtlMs()))
              .text("scope_path", reply.scope().text());
          Balances.affectedScopes(json, reply.scope());
          Balances.write(json, reply.balances());
        });
  }

  /** To the same with {@code dry_run}. */
  public static byte[] dryRun(ReservationReply.Judged reply) {
    return JsonText.object(
        json -> {
          verdict(json, reply.denial(), reply.caps());
          if (reply.denial() == null) {
            json.amount("reserved", reply.estimate());
          }
          json.text("scope_path", reply.scope().text());
          Balances.affectedScopes(json, reply.scope());
          if (reply.denial() == null) {
            Balances.write(json, reply.balances());
          }
        });
  }

  /** To {@code POST /v1/decide}. */
  public static byte[] decided(ReservationReply.Judged reply) {
    return JsonText.object(
        json -> {
          verdict(json, reply.denial(), reply.caps());
          Balances.affectedScopes(json, reply.scope());
        });
  }

  public static byte[] committed(ReservationReply.Committed reply) {
    long charged = reply.charged().value();
    long reserved = reply.reserved().value();
    return JsonText.object(
        json -> {
          json.text("status", "COMMITTED").amount("charged", reply.charged());
          if (charged < reserved) {
            json.amount("released", reply.reserved().unit(), reserved - charged);
          }
          Balances.write(json, reply.balances());
        });
  }

  public static byte[] released(ReservationReply.Released reply) {
    return JsonText.object(
        json -> {
          json.text("status", "RELEASED").amount("released", reply.released());
          Balances.write(json, reply.balances());
        });
  }

  public static byte[] extended(ReservationReply.Extended reply) {
    return JsonText.object(
        json -> {
          json.text("status", "ACTIVE")
              .integer("expires_at_ms", reply.expiresAtMs())
              .integer("remaining_ttl_ms", Math.max(0, reply.remainingTtlMs()));
          Balances.write(json, reply.balances());
        });
  }

  /** To {@code POST /v1/events}. */
  public static byte[] debited(ReservationReply.Debited reply) {
    return JsonText.object(
        json -> {
          json.text("status", "APPLIED").text("event_id", reply.event().text());
          if (reply.charged().value() < reply.actual().value()) {
            json.amount("charged", reply.charged());
          }
          Balances.write(json, reply.balances());
        });
  }

  private static void verdict(JsonText json, Refusal denial, Caps caps) throws IOException {
    if (denial != null) {
      json.text("decision", DENY).constant("reason_code", denial.code());
    } else {
      json.text("decision", caps == null ? ALLOW : ALLOW_WITH_CAPS);
      CapsBody.write(json, caps);
    }
  }
}
