package io.bailiwick.record;

import io.bailiwick.scope.ScopePath;
import io.bailiwick.tenant.TenantId;

/** What all records of a tenant's close have in common. */
public final class Cascade {

  /**
   * The steps of a close, as {@link RecordIds} order them: the guard, what was held, the ledgers,
   * the rest.
   */
  static final int GUARD = 1;

  static final int HOLDS = 3;

  static final int LEDGERS = 6;

  /** What the tenant owned outside its tree. */
  public static final int OWNED = 7;

  static final int TENANT = 9;

  private Cascade() {}

  /** The origin to tell, where the close has none that is known. */
  public static Origin known(Origin origin) {
    return origin == null ? Origin.system(AuditEntry.CASCADE) : origin;
  }

  /**
   * The id that all of them share (governance, correlation ids).
   *
   * @param origin of the close, or null
   */
  public static String correlationId(TenantId tenant, Origin origin) {
    String id = AuditEntry.CASCADE + ':' + tenant;
    return origin == null || origin.requestId() == null ? id : id + ':' + origin.requestId();
  }

  /** The origin as audit entries of the close have it: it is the close that has done it. */
  static Origin audited(Origin origin, TenantId tenant) {
    Origin known = known(origin);
    return new Origin(
        known.actor(),
        known.keyId(),
        known.sourceIp(),
        known.userAgent(),
        known.requestId(),
        known.traceId(),
        AuditEntry.CASCADE,
        known.reason(),
        correlationId(tenant, origin),
        null);
  }

  /**
   * Tells that the close has changed something that the tenant owned: an event, and an audit entry.
   *
   * @param eventId of the event
   * @param logId of the audit entry
   */
  public static void tell(
      String eventId,
      String logId,
      long atMs,
      TenantId tenant,
      Origin origin,
      EventType type,
      ScopePath scope,
      String resourceType,
      String resourceId,
      CascadeData data,
      RecordSink out) {
    out.event(
        new EventRecord(
            eventId,
            type,
            tenant.value(),
            atMs,
            EventRecord.OF_ADMIN,
            scope,
            known(origin),
            data,
            correlationId(tenant, origin)));
    out.audit(
        AuditEntry.ofChange(
            logId,
            atMs,
            tenant.value(),
            audited(origin, tenant),
            resourceType,
            resourceId,
            200,
            Present.joined(
                Present.joined(
                    Present.members("event_kind", type.text(), "cascade", "tenant_close"),
                    data.members()),
                data.audited())));
  }
}
