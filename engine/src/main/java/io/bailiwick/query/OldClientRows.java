package io.bailiwick.query;

import io.bailiwick.config.ReservationSettings;
import io.bailiwick.config.WebhookSettings;
import io.bailiwick.projection.SqlStatement;
import io.bailiwick.projection.TableRanks;
import java.time.Duration;
import java.util.List;

/**
 * What clients are shown for a time: answers under keys, those of bulk actions, reservations that
 * have ended, and deliveries of webhooks.
 */
public final class OldClientRows {

  static final String ANSWERS =
      "SELECT kept_from_ms, tenant, endpoint, idempotency_key FROM idempotency WHERE kept_from_ms"
          + " >= ? AND kept_from_ms < ? ORDER BY kept_from_ms LIMIT ?";

  /** With its age: the key may have been used anew since it was looked for. */
  private static final SqlStatement DELETE_ANSWER =
      SqlStatement.every(
          TableRanks.OLD_ANSWER_DELETE,
          "DELETE FROM idempotency WHERE kept_from_ms = ? AND tenant = ? AND endpoint = ? AND"
              + " idempotency_key = ?");

  /** All tenants' in the order of their end, so that nobody waits for another one's. */
  static final String RESERVATIONS =
      "SELECT ended_at_ms, reservation_id FROM reservation WHERE ended_at_ms >= ? AND ended_at_ms <"
          + " ? ORDER BY ended_at_ms LIMIT ?";

  private static final SqlStatement DELETE_RESERVATION =
      SqlStatement.every(
          TableRanks.OLD_RESERVATION_DELETE,
          "DELETE FROM reservation WHERE ended_at_ms = ? AND reservation_id = ?");

  static final String DELIVERIES =
      "SELECT attempted_at_ms, delivery_id FROM webhook_delivery WHERE attempted_at_ms >= ? AND"
          + " attempted_at_ms < ? ORDER BY attempted_at_ms LIMIT ?";

  private static final SqlStatement DELETE_DELIVERY =
      SqlStatement.every(
          TableRanks.OLD_DELIVERY_DELETE,
          "DELETE FROM webhook_delivery WHERE attempted_at_ms = ? AND delivery_id = ?");

  static final String BULKS =
      "SELECT began_at_ms, bulk_id FROM bulk_action WHERE began_at_ms >= ? AND began_at_ms < ? AND"
          + " envelope IS NOT NULL ORDER BY began_at_ms LIMIT ?";

  private static final SqlStatement DELETE_BULK =
      SqlStatement.every(
          TableRanks.OLD_BULK_DELETE,
          "DELETE FROM bulk_action WHERE began_at_ms = ? AND bulk_id = ? AND envelope IS NOT NULL");

  private OldClientRows() {}

  /** All of them, each with its own time. */
  public static List<OldRows> kinds(ReservationSettings reservation, WebhookSettings webhook) {
    Duration answers = reservation.idempotencyRetention();
    Duration ended = reservation.terminalRetention();
    return List.of(
        KeyedRows.byTime(ANSWERS, DELETE_ANSWER, answers),
        // A reservation carries the answers under its keys.
        KeyedRows.byTime(
            RESERVATIONS, DELETE_RESERVATION, ended.compareTo(answers) < 0 ? answers : ended),
        KeyedRows.byTime(DELIVERIES, DELETE_DELIVERY, webhook.deliveryRetention()),
        KeyedRows.byTime(BULKS, DELETE_BULK, answers));
  }
}
