package io.bailiwick.webhook.query;

import io.bailiwick.projection.SqlStatement;
import io.bailiwick.projection.TableRanks;
import io.bailiwick.projection.TableWrite;
import io.bailiwick.webhook.Delivery;
import io.bailiwick.webhook.DeliveryStatus;
import io.bailiwick.webhook.EventHistory.PastEvent;

/** The statements that make and end deliveries, and those of a replay. */
final class DeliveryWrites {

  private static final String DELETED = "The webhook was deleted";

  private static final SqlStatement INSERT_PROBE =
      SqlStatement.every(
          TableRanks.DELIVERY_INSERT,
          "INSERT INTO webhook_delivery (delivery_id, subscription_id, event_id, event_type,"
              + " status, attempted_at_ms, completed_at_ms, attempts, response_status,"
              + " response_time_ms, error_message, trace_id) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?,"
              + " ?, ?)");

  /** Only what is ACTIVE, and only in the replay that holds it. */
  private static final SqlStatement INSERT_REPLAYED =
      SqlStatement.every(
          TableRanks.DELIVERY_INSERT,
          "INSERT INTO webhook_delivery (delivery_id, subscription_id, event_id, event_type,"
              + " status, attempted_at_ms, attempts, trace_id, replay_id) SELECT ?,"
              + " subscription_id, ?, ?, 'PENDING', ?, 0, ?, replay_id FROM webhook WHERE"
              + " subscription_id = ? AND replay_id = ? AND status = 'ACTIVE'"
              + WebhookWrites.OF_NO_CLOSED_TENANT);

  private static final SqlStatement CANCEL =
      SqlStatement.every(
          TableRanks.DELIVERY_CANCEL,
          "UPDATE webhook_delivery SET status = 'FAILED', error_message = ?, completed_at_ms = ?,"
              + " next_retry_at_ms = NULL WHERE subscription_id = ? AND status IN ('PENDING',"
              + " 'RETRYING') AND EXISTS (SELECT 1 FROM webhook WHERE webhook.subscription_id ="
              + " webhook_delivery.subscription_id AND "
              + WebhookWrites.WON
              + ")");

  /**
   * A subscription has one replay at a time: until all of its deliveries have ended, or its time is
   * over, which it also is when the node that began it has died.
   */
  private static final SqlStatement BEGIN_REPLAY =
      SqlStatement.every(
          TableRanks.REPLAY_BEGIN,
          "UPDATE webhook SET replay_id = ?, replay_until_ms = ?, replay_queued = FALSE WHERE"
              + " subscription_id = ? AND status = 'ACTIVE' AND (replay_until_ms IS NULL OR"
              + " replay_until_ms <= ? OR (replay_queued AND NOT EXISTS (SELECT 1 FROM"
              + " webhook_delivery WHERE webhook_delivery.replay_id = webhook.replay_id AND"
              + " webhook_delivery.status IN ('PENDING', 'RETRYING'))))"
              + WebhookWrites.OF_NO_CLOSED_TENANT);

  private static final SqlStatement END_REPLAY =
      SqlStatement.every(
          TableRanks.REPLAY_END,
          "UPDATE webhook SET replay_queued = TRUE, replay_until_ms = ? WHERE subscription_id = ?"
              + " AND replay_id = ?");

  private DeliveryWrites() {}

  static TableWrite probe(Delivery delivery) {
    return TableWrite.of(
        INSERT_PROBE,
        delivery.id(),
        delivery.subscriptionId(),
        delivery.eventId(),
        delivery.eventType(),
        delivery.status().name(),
        delivery.attemptedAtMs(),
        delivery.completedAtMs(),
        delivery.attempts(),
        delivery.result().responseStatus(),
        delivery.result().responseTimeMs(),
        delivery.result().error(),
        delivery.traceId());
  }

  static TableWrite replayed(
      String deliveryId, PastEvent event, String subscriptionId, String replayId, long nowMs) {
    return TableWrite.of(
        INSERT_REPLAYED,
        deliveryId,
        event.id(),
        event.type().text(),
        nowMs,
        event.traceId(),
        subscriptionId,
        replayId);
  }

  /** What is still to be delivered of a subscription that is removed by the change {@code mark}. */
  static TableWrite cancel(String subscriptionId, String mark, long nowMs) {
    return TableWrite.of(CANCEL, DELETED, nowMs, subscriptionId, mark);
  }

  /**
   * @param untilMs when it is over, should nobody end it before
   */
  static TableWrite beginReplay(String subscriptionId, String replayId, long nowMs, long untilMs) {
    return TableWrite.of(BEGIN_REPLAY, replayId, untilMs, subscriptionId, nowMs);
  }

  /** Nothing more is queued: from here on it lasts until its deliveries have ended. */
  static TableWrite endReplay(String subscriptionId, String replayId, long untilMs) {
    return TableWrite.of(END_REPLAY, untilMs, subscriptionId, replayId);
  }

  /** Of an attempt that has ended. */
  static DeliveryStatus statusOf(boolean isSuccess) {
    return isSuccess ? DeliveryStatus.SUCCESS : DeliveryStatus.FAILED;
  }
}
