package io.bailiwick.simulation.model;

import io.bailiwick.refusal.RefusalCode;
import io.bailiwick.reservation.ReservationCommand;
import io.bailiwick.reservation.ReservationReply;
import io.bailiwick.scope.BudgetCommand;

/** Which requests are the same, and which answers are. */
public final class Keys {

  private Keys() {}

  /** The key within its namespace, or null when the request has none. */
  public static String of(Object request) {
    return switch (request) {
      case ReservationCommand.Decide c -> named(c, "decide");
      case ReservationCommand.Reserve c -> named(c, "reserve");
      case ReservationCommand.Debit c -> named(c, "event");
      case ReservationCommand.Commit c -> named(c, "commit " + c.reservation());
      case ReservationCommand.Release c -> named(c, "release " + c.reservation());
      case ReservationCommand.Extend c -> named(c, "extend " + c.reservation());
      case BudgetCommand.Fund c ->
          c.idempotencyKey() == null
              ? null
              : "%s fund %s %s".formatted(c.scope(), c.unit(), c.idempotencyKey());
      default -> null;
    };
  }

  private static String named(ReservationCommand command, String namespace) {
    return named(command.tenant().value(), namespace, command.key().text());
  }

  public static String named(String tenant, String namespace, String key) {
    return tenant + ' ' + namespace + ' ' + key;
  }

  /** What the key stands for. */
  public static String payload(Object request) {
    return switch (request) {
      case ReservationCommand c -> c.key().payloadHash();
      case BudgetCommand.Fund c -> c.payloadHash();
      default -> null;
    };
  }

  /** The answer without what may differ when it is given again. */
  public static Object withoutTtl(Object reply) {
    return switch (reply) {
      case ReservationReply.Reserved r ->
          new ReservationReply.Reserved(
              r.reservation(), r.reserved(), r.scope(), r.expiresAtMs(), 0, r.balances(), r.caps());
      case ReservationReply.Extended r ->
          new ReservationReply.Extended(r.expiresAtMs(), 0, r.balances());
      default -> reply;
    };
  }

  /** What a closed tenant's book says to any decide; it is kept for nobody. */
  public static boolean isOfClosed(Object reply) {
    return reply instanceof ReservationReply.Judged judged
        && judged.denial() != null
        && judged.denial().code() == RefusalCode.TENANT_CLOSED;
  }
}
