package io.bailiwick.webhook.query;

import io.bailiwick.projection.RecordRows;
import io.bailiwick.projection.TableWrite;
import io.bailiwick.projection.TableWrites;
import io.bailiwick.record.AuditEntry;
import io.bailiwick.record.EventType;
import io.bailiwick.record.Origin;
import io.bailiwick.record.Present;
import io.bailiwick.record.RecordIds;
import io.bailiwick.record.RecordSink;
import io.bailiwick.webhook.CallResult;
import io.bailiwick.webhook.WebhookCommand;
import io.bailiwick.webhook.WebhookSecurity;
import io.bailiwick.webhook.WebhookSubscription;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The audit entries of what changes no subscription: probes, replays, and where webhooks may lead.
 * Written with what they tell of; none where no origin is known. No events.
 */
final class WebhookAudits {

  /** The deliveries of a replay are there: all of them, as they are written together. */
  private static final String QUEUED =
      "EXISTS (SELECT 1 FROM webhook_delivery WHERE webhook_delivery.replay_id = ?)";

  private static final RecordRows.Conditional IF_QUEUED = RecordRows.Conditional.on(QUEUED);
  private static final RecordRows.Conditional UNLESS_QUEUED =
      RecordRows.Conditional.on("NOT " + QUEUED);

  private static final int OK = 200;
  private static final int ACCEPTED = 202;

  private WebhookAudits() {}

  /** A probe was sent, or could not be. */
  static List<TableWrite> tested(
      WebhookSubscription webhook, String eventId, CallResult result, Origin origin, long atMs) {
    TableWrites out = new TableWrites();
    add(
        webhook,
        eventId,
        OK,
        Present.members(
            "url", webhook.terms().url(),
            "event_id", eventId,
            "success", result.isSuccess(),
            "response_status", result.responseStatus(),
            "response_time_ms", result.responseTimeMs(),
            "error_message", result.error()),
        origin,
        atMs,
        new RecordRows(out));
    return out.toList();
  }

  /**
   * A replay was accepted, with as many deliveries as there are then: all that were selected, or
   * none, where the webhook was paused meanwhile.
   *
   * @param selected events
   */
  static List<TableWrite> replayed(
      WebhookSubscription webhook,
      WebhookCommand.Replay replay,
      String replayId,
      int selected,
      Origin origin,
      long atMs) {
    List<TableWrite> out = new ArrayList<>();
    add(
        webhook,
        replayId,
        ACCEPTED,
        members(webhook, replay, replayId, selected),
        origin,
        atMs,
        IF_QUEUED.to(out, replayId));
    add(
        webhook,
        replayId,
        ACCEPTED,
        members(webhook, replay, replayId, 0),
        origin,
        atMs,
        UNLESS_QUEUED.to(out, replayId));
    return out;
  }

  /**
   * Operators have decided anew where webhooks may lead.
   *
   * @param before as it was when that was asked for
   * @param change unlike that of any other
   */
  static List<TableWrite> secured(
      WebhookSecurity before, WebhookSecurity security, String change, Origin origin, long atMs) {
    TableWrites out = new TableWrites();
    if (origin != null && origin.isAuditedAlone()) {
      new RecordRows(out)
          .audit(
              AuditEntry.ofChange(
                  RecordIds.of(RecordIds.AUDIT, atMs, "webhook-security " + change),
                  atMs,
                  AuditEntry.ADMIN,
                  origin,
                  "config",
                  "webhook-security",
                  OK,
                  Present.joined(members(security), Present.members("before", members(before)))));
    }
    return out.toList();
  }

  private static Map<String, Object> members(WebhookSecurity security) {
    return Present.members(
        "blocked_cidr_ranges", security.blockedRanges(),
        "allowed_url_patterns", security.allowedUrls(),
        "allow_http", security.allowsHttp());
  }

  private static Map<String, Object> members(
      WebhookSubscription webhook, WebhookCommand.Replay replay, String replayId, int queued) {
    return Present.members(
        "url",
        webhook.terms().url(),
        "replay_id",
        replayId,
        "events_queued",
        (long) queued,
        "from",
        Instant.ofEpochMilli(replay.fromMs()).toString(),
        "to",
        Instant.ofEpochMilli(replay.toMs()).toString(),
        "event_types",
        replay.types() == null ? null : replay.types().stream().map(EventType::text).toList(),
        "max_events",
        (long) replay.eventsMax());
  }

  /**
   * @param what unlike that of any other
   */
  private static void add(
      WebhookSubscription webhook,
      String what,
      int status,
      Map<String, Object> metadata,
      Origin origin,
      long atMs,
      RecordSink out) {
    if (origin != null && origin.isAuditedAlone()) {
      out.audit(
          AuditEntry.ofChange(
              RecordIds.of(RecordIds.AUDIT, atMs, "webhook " + webhook.id() + ' ' + what),
              atMs,
              WebhookRecords.auditedFor(webhook.owner()),
              origin,
              "webhook",
              webhook.id(),
              status,
              metadata));
    }
  }
}
