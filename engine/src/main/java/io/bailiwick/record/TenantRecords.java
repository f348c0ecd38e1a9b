package io.bailiwick.record;

import io.bailiwick.scope.CloseCounts;
import io.bailiwick.scope.Closing;
import io.bailiwick.scope.ScopeEvent;
import io.bailiwick.scope.ScopeState;
import io.bailiwick.tenant.Tenant;
import io.bailiwick.tenant.TenantSettings;
import io.bailiwick.tenant.TenantStatus;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What is told of a tenant: one event for one change. A change of the status has the type of that
 * status; any other is tenant.settings_changed if a setting for all reservations is another, else
 * tenant.updated; and whatever else has changed with it is among the changed fields. A close has
 * its entry with the guard, which is the change that was asked for; its event is told when it is
 * complete, as the last of all that it ended, with an entry of the cascade that says how much that
 * was. Pure.
 */
final class TenantRecords {

  private static final int CREATED = 201;
  private static final int OK = 200;

  /** What has ended when a close begins. */
  private static final CloseCounts NOTHING = new CloseCounts(0, 0, 0, 0L);

  private TenantRecords() {}

  /**
   * @param before null when there was none
   */
  static void set(
      Tenant before, Tenant after, Origin origin, long atMs, RecordPlace place, RecordSink out) {
    List<String> changed = before == null ? List.of() : before.changedFields(after);
    boolean isSame = before != null && before.status() == after.status() && changed.isEmpty();
    if (isSame) {
      return;
    }
    boolean isClose =
        before != null
            && before.status() != TenantStatus.CLOSED
            && after.status() == TenantStatus.CLOSED;
    LifecycleData.TenantLifecycle data =
        new LifecycleData.TenantLifecycle(
            after.id(), before == null ? null : before.status(), after.status(), changed);
    EventType type = type(before, after, changed);
    if (isClose) {
      closing(before, after, data, origin, atMs, place, out);
      return;
    }
    event(type, data, origin, origin == null ? null : origin.correlationId(), atMs, place, out);
    if (origin != null && origin.isAuditedAlone()) {
      Map<String, Object> metadata =
          Present.joined(
              data.members(),
              Present.members(
                  "name", before == null ? after.name() : null,
                  "before", before == null ? null : fields(before, changed),
                  "after", before == null ? null : fields(after, changed)));
      out.audit(
          AuditEntry.ofChange(
              place.id(RecordIds.AUDIT, atMs, type.text()),
              atMs,
              after.id().value(),
              origin,
              "tenant",
              after.id().value(),
              before == null ? CREATED : OK,
              metadata));
    }
  }

  /** The tenant is closed from here on, and nothing that it owns has ended yet. */
  private static void closing(
      Tenant before,
      Tenant after,
      LifecycleData.TenantLifecycle data,
      Origin origin,
      long atMs,
      RecordPlace place,
      RecordSink out) {
    if (origin == null || !origin.isAuditedAlone()) {
      return;
    }
    out.audit(
        AuditEntry.ofChange(
            place.id(RecordIds.AUDIT, atMs, Cascade.GUARD, EventType.TENANT_CLOSED.text()),
            atMs,
            after.id().value(),
            origin,
            "tenant",
            after.id().value(),
            OK,
            Present.joined(
                data.members(),
                Present.members(
                    "before", fields(before, before.changedFields(after)),
                    "after", fields(after, before.changedFields(after)),
                    "correlation_id", Cascade.correlationId(after.id(), origin),
                    "cascade", cascade(NOTHING, true)))));
  }

  /** All that the tenant owned has ended. */
  static void closed(
      ScopeState root, ScopeEvent.CloseCompleted e, RecordPlace place, RecordSink out) {
    Closing closing = root.closing();
    Origin origin = closing == null ? null : closing.origin();
    Tenant tenant = root.tenant();
    boolean isPartOfMore = origin != null && !origin.isAuditedAlone();
    String cascade = Cascade.correlationId(tenant.id(), origin);
    LifecycleData.TenantLifecycle data =
        new LifecycleData.TenantLifecycle(
            tenant.id(),
            closing == null ? null : closing.from(),
            TenantStatus.CLOSED,
            closing == null ? List.of() : closing.changedFields());
    event(
        EventType.TENANT_CLOSED,
        data,
        Cascade.known(origin),
        isPartOfMore ? origin.correlationId() : cascade,
        e.atMs(),
        place,
        out);
    if (origin != null && !isPartOfMore) {
      out.audit(
          AuditEntry.ofChange(
              place.id(RecordIds.AUDIT, e.atMs(), Cascade.TENANT, EventType.TENANT_CLOSED.text()),
              e.atMs(),
              tenant.id().value(),
              Cascade.audited(origin, tenant.id()),
              "tenant",
              tenant.id().value(),
              OK,
              Present.joined(
                  data.members(),
                  Present.members(
                      "event_kind",
                      EventType.TENANT_CLOSED.text(),
                      "cascade",
                      e.ended() == null ? null : cascade(e.ended(), false)))));
    }
  }

  /** A close is only complete when there is nothing left, and nothing that has failed. */
  private static Map<String, Object> cascade(CloseCounts ended, boolean isInProgress) {
    return Present.members(
        "budgets_closed", ended.budgets(),
        "webhooks_disabled", ended.webhooks(),
        "api_keys_revoked", ended.keys(),
        "reservations_released", ended.reservations(),
        "in_progress", isInProgress,
        "failures_count", 0L,
        "failed_resources", List.of());
  }

  private static EventType type(Tenant before, Tenant after, List<String> changed) {
    if (before == null) {
      return EventType.TENANT_CREATED;
    }
    if (before.status() != after.status()) {
      return switch (after.status()) {
        case ACTIVE -> EventType.TENANT_REACTIVATED;
        case SUSPENDED -> EventType.TENANT_SUSPENDED;
        case CLOSED -> EventType.TENANT_CLOSED;
      };
    }
    return changed.stream().anyMatch(Tenant.SETTINGS_FIELDS::contains)
        ? EventType.TENANT_SETTINGS_CHANGED
        : EventType.TENANT_UPDATED;
  }

  /** Those of the fields that have changed, with their values. */
  private static Map<String, Object> fields(Tenant tenant, List<String> changed) {
    TenantSettings settings = tenant.settings();
    Map<String, Object> all =
        new HashMap<>(
            Present.members(
                "name", tenant.name(),
                "metadata", Json.of(tenant.metadata()),
                "default_commit_overage_policy", Present.name(settings.overagePolicy()),
                "default_reservation_ttl_ms", settings.defaultTtlMs(),
                "max_reservation_ttl_ms", settings.maxTtlMs(),
                "max_reservation_extensions", settings.maxExtensions()));
    all.keySet().retainAll(changed);
    return all.isEmpty() ? null : new java.util.TreeMap<>(all);
  }

  private static void event(
      EventType type,
      EventData data,
      Origin origin,
      String correlationId,
      long atMs,
      RecordPlace place,
      RecordSink out) {
    out.event(
        new EventRecord(
            type == EventType.TENANT_CLOSED
                ? place.id(RecordIds.EVENT, atMs, Cascade.TENANT, type.text())
                : place.id(RecordIds.EVENT, atMs, type.text()),
            type,
            ((LifecycleData.TenantLifecycle) data).tenant().value(),
            atMs,
            EventRecord.OF_ADMIN,
            null,
            origin,
            data,
            correlationId));
  }
}
