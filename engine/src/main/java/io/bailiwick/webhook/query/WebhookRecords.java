package io.bailiwick.webhook.query;

import io.bailiwick.projection.RecordRows;
import io.bailiwick.projection.TableWrite;
import io.bailiwick.record.AuditEntry;
import io.bailiwick.record.Cascade;
import io.bailiwick.record.CascadeData;
import io.bailiwick.record.EventCategory;
import io.bailiwick.record.EventRecord;
import io.bailiwick.record.EventType;
import io.bailiwick.record.Json;
import io.bailiwick.record.LifecycleData;
import io.bailiwick.record.Origin;
import io.bailiwick.record.Present;
import io.bailiwick.record.RecordIds;
import io.bailiwick.record.RecordSink;
import io.bailiwick.tenant.TenantId;
import io.bailiwick.webhook.WebhookOwner;
import io.bailiwick.webhook.WebhookStatus;
import io.bailiwick.webhook.WebhookSubscription;
import java.util.List;
import java.util.Map;

/**
 * What is told of changes of subscriptions, as rows that are written with the change and only for
 * its winner: exactly one event, and an audit entry unless the change is one of several. Neither
 * has a secret or the value of a header.
 */
final class WebhookRecords {

  private static final RecordRows.Conditional IF_WON =
      RecordRows.Conditional.on(
          "EXISTS (SELECT 1 FROM webhook WHERE webhook.subscription_id = ? AND "
              + WebhookWrites.WON
              + ")");

  private static final String RESOURCE = "webhook";
  private static final int CREATED = 201;
  private static final int OK = 200;
  private static final int NO_CONTENT = 204;

  private WebhookRecords() {}

  /**
   * @param mark of the change
   * @param origin null where none is known
   */
  static void created(WebhookSubscription made, String mark, Origin origin, List<TableWrite> out) {
    LifecycleData.WebhookLifecycle data = data(made, null, made.status(), List.of());
    tell(
        EventType.WEBHOOK_CREATED,
        made,
        data,
        CREATED,
        Present.members(
            "url", made.terms().url(),
            "name", made.terms().name(),
            "event_types", types(made),
            "event_categories", categories(made),
            "metadata", Json.of(made.terms().metadata())),
        "webhook_create:" + made.id(),
        origin,
        mark,
        made.createdAtMs(),
        out);
  }

  /**
   * The status that it has now gives the type of the event, if it is another one.
   *
   * @param changed by their names on the wire, one at least
   */
  static void updated(
      WebhookSubscription before,
      WebhookSubscription after,
      List<String> changed,
      String mark,
      Origin origin,
      List<TableWrite> out) {
    List<String> besideStatus = changed.stream().filter(name -> !name.equals("status")).toList();
    tell(
        type(before.status(), after.status()),
        after,
        data(after, before.status(), after.status(), besideStatus),
        OK,
        Present.members(
            "url", before.terms().url(),
            "name", after.terms().name(),
            "new_url", changed.contains("url") ? after.terms().url() : null,
            "event_types", changed.contains("event_types") ? types(after) : null,
            "event_categories", changed.contains("event_categories") ? categories(after) : null,
            "metadata", changed.contains("metadata") ? Json.of(after.terms().metadata()) : null),
        ofUpdate(after, origin),
        origin,
        mark,
        after.updatedAtMs(),
        out);
  }

  static void deleted(
      WebhookSubscription before, String mark, Origin origin, long atMs, List<TableWrite> out) {
    tell(
        EventType.WEBHOOK_DELETED,
        before,
        data(before, before.status(), null, List.of()),
        NO_CONTENT,
        Present.members("url", before.terms().url(), "name", before.terms().name()),
        "webhook_delete:" + before.id(),
        origin,
        mark,
        atMs,
        out);
  }

  /**
   * The close of the tenant has disabled it.
   *
   * @param origin of the close
   */
  static void disabledByClose(
      WebhookSubscription before, String mark, Origin origin, long atMs, List<TableWrite> out) {
    String identity = identity(before, mark);
    TenantId tenant = before.owner().tenant().orElseThrow();
    Cascade.tell(
        RecordIds.of(RecordIds.EVENT, atMs, Cascade.OWNED, identity),
        RecordIds.of(RecordIds.AUDIT, atMs, Cascade.OWNED, identity),
        atMs,
        tenant,
        origin,
        EventType.WEBHOOK_DISABLED_VIA_TENANT_CASCADE,
        null,
        RESOURCE,
        before.id(),
        new CascadeData.SubscriptionDisabled(
            before.id(), before.terms().name(), before.status().name()),
        IF_WON.to(out, before.id(), mark));
  }

  /** Of the event that tells of a change, if it has won. */
  static String eventId(WebhookSubscription webhook, String mark, long atMs) {
    return RecordIds.of(RecordIds.EVENT, atMs, identity(webhook, mark));
  }

  /** Whose affair it is, as the audit log names it. */
  static String auditedFor(WebhookOwner owner) {
    return owner.tenant().map(TenantId::value).orElse(AuditEntry.ADMIN);
  }

  private static EventType type(WebhookStatus before, WebhookStatus after) {
    if (before == after) {
      return EventType.WEBHOOK_UPDATED;
    }
    return switch (after) {
      case ACTIVE -> EventType.WEBHOOK_RESUMED;
      case PAUSED -> EventType.WEBHOOK_PAUSED;
      case DISABLED -> EventType.WEBHOOK_DISABLED;
    };
  }

  private static String ofUpdate(WebhookSubscription after, Origin origin) {
    String id = "webhook_update:" + after.id();
    return origin == null || origin.requestId() == null ? id : id + ':' + origin.requestId();
  }

  private static LifecycleData.WebhookLifecycle data(
      WebhookSubscription webhook, WebhookStatus from, WebhookStatus to, List<String> changed) {
    return new LifecycleData.WebhookLifecycle(
        webhook.id(),
        webhook.owner().text(),
        from == null ? null : from.name(),
        to == null ? null : to.name(),
        changed,
        null);
  }

  /**
   * @param correlationId of the change, unless it is one of several and has theirs
   */
  private static void tell(
      EventType type,
      WebhookSubscription webhook,
      LifecycleData.WebhookLifecycle data,
      int status,
      Map<String, Object> metadata,
      String correlationId,
      Origin origin,
      String mark,
      long atMs,
      List<TableWrite> out) {
    RecordSink sink = IF_WON.to(out, webhook.id(), mark);
    boolean isAlone = origin == null || origin.isAuditedAlone();
    sink.event(
        new EventRecord(
            eventId(webhook, mark, atMs),
            type,
            webhook.owner().text(),
            atMs,
            EventRecord.OF_ADMIN,
            null,
            origin,
            data,
            isAlone ? correlationId : origin.correlationId()));
    if (origin != null && isAlone) {
      sink.audit(
          AuditEntry.ofChange(
              RecordIds.of(RecordIds.AUDIT, atMs, identity(webhook, mark)),
              atMs,
              auditedFor(webhook.owner()),
              origin.partOf(correlationId),
              RESOURCE,
              webhook.id(),
              status,
              Present.joined(data.members(), metadata)));
    }
  }

  private static List<String> types(WebhookSubscription webhook) {
    return webhook.terms().selection().types().stream().map(EventType::text).toList();
  }

  private static List<String> categories(WebhookSubscription webhook) {
    return webhook.terms().selection().categories().stream().map(EventCategory::text).toList();
  }

  /** A mark is of one change alone. */
  private static String identity(WebhookSubscription webhook, String mark) {
    return "webhook " + webhook.id() + ' ' + mark;
  }
}
