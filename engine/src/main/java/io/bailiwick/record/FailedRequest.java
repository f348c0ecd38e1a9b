package io.bailiwick.record;

import io.bailiwick.scope.ScopePath;
import io.bailiwick.tenant.TenantId;
import java.time.Instant;
import java.util.Map;

/**
 * A request that was refused, or has failed; or that was answered, and has asked about a key that
 * is no good: whoever sent that key to somebody else has tried it. Of this the event tells alone.
 *
 * @param tenant of the key, or {@link AuditEntry#ADMIN} or {@link AuditEntry#UNAUTHENTICATED}
 * @param origin with the operation
 * @param resourceType of the operation, or null
 * @param resourceId as the path names it, or null
 * @param status of HTTP: 400 or more, or 200 where it was answered
 * @param metadata see {@link Present}
 * @param denied what an event says, for a live request of an agent that was denied; else null
 * @param amount of a denied request, or null
 * @param badKey what an event says, for a request with, or about, a key that is no good; else null
 * @param asked what a denied request wanted, for the decision log; else null
 */
public record FailedRequest(
    long atMs,
    String tenant,
    Origin origin,
    String resourceType,
    String resourceId,
    int status,
    String errorCode,
    Map<String, Object> metadata,
    ReservationData.ReservationDenied denied,
    Json amount,
    LifecycleData.KeyAuthFailed badKey,
    Asked asked) {

  /**
   * What a denied request wanted.
   *
   * @param scope or null where only its reservation is known
   */
  public record Asked(ScopePath scope, String idempotencyKey) {}

  /** One that nothing was denied to. */
  public FailedRequest(
      long atMs,
      String tenant,
      Origin origin,
      String resourceType,
      String resourceId,
      int status,
      String errorCode,
      Map<String, Object> metadata,
      ReservationData.ReservationDenied denied,
      Json amount,
      LifecycleData.KeyAuthFailed badKey) {
    this(
        atMs,
        tenant,
        origin,
        resourceType,
        resourceId,
        status,
        errorCode,
        metadata,
        denied,
        amount,
        badKey,
        null);
  }

  private static final int FAILED_FROM = 400;

  /** What makes two failures alike: whose, by whom, of what, and why. */
  public record Kind(String tenant, String who, String operation, String errorCode, String scope) {

    /**
     * @param keyId of whoever has one, else null
     * @param scope that it was denied at, or null
     */
    public static Kind of(
        String tenant,
        String keyId,
        String sourceIp,
        String operation,
        String errorCode,
        String scope) {
      return new Kind(tenant, keyId == null ? sourceIp : keyId, operation, errorCode, scope);
    }
  }

  /** How many of its like there can be. */
  public enum Source {
    /** Somebody who is known. */
    KNOWN,
    /** A key that is no good any more. Whoever has one can go on for ever. */
    ENDED_KEY,
    /** Anybody. */
    UNKNOWN;

    /**
     * @param isKeyBad whether it was a key that is no good
     */
    public static Source of(String tenant, boolean isKeyBad) {
      if (tenant.equals(AuditEntry.UNAUTHENTICATED)) {
        return UNKNOWN;
      }
      return isKeyBad ? ENDED_KEY : KNOWN;
    }
  }

  public Source source() {
    return Source.of(tenant, badKey != null);
  }

  private boolean hasFailed() {
    return status >= FAILED_FROM;
  }

  /**
   * Those beyond what is counted apart: by tenant, and by what tells of them, so that no event and
   * no entry counts what it is not about.
   */
  Kind rest() {
    return new Kind(tenant, null, hasFailed() ? null : origin.operation(), toldBy(), null);
  }

  /** The type of the event that tells of it, or null. */
  private String toldBy() {
    if (badKey != null) {
      return EventType.API_KEY_AUTH_FAILED.text();
    }
    return denied == null ? null : EventType.RESERVATION_DENIED.text();
  }

  Kind kind() {
    return Kind.of(
        tenant,
        origin.keyId() == null && badKey != null ? badKey.keyId() : origin.keyId(),
        origin.sourceIp(),
        origin.operation(),
        errorCode,
        denied == null ? null : denied.scope());
  }

  /** The id of its audit entry, see {@link #tell}. */
  public String logId(String identity) {
    return RecordIds.of(RecordIds.AUDIT, atMs, identity);
  }

  /**
   * Its entry in the decision log, or null where nothing was denied.
   *
   * @param occurrences it stands for, 1 or more
   */
  public DecisionEntry decision(long occurrences) {
    if (denied == null || asked == null) {
      return null;
    }
    return new DecisionEntry(
        atMs,
        tenant,
        origin.operation(),
        Decision.DENY,
        false,
        occurrences,
        denied.reasonCode(),
        scopeAsked(),
        0,
        denied.unit(),
        denied.requested(),
        null,
        null,
        resourceId,
        denied.action(),
        asked.idempotencyKey(),
        origin);
  }

  private ScopePath scopeAsked() {
    if (asked.scope() != null) {
      return asked.scope();
    }
    return denied.scope() == null
        ? ScopePath.root(new TenantId(tenant))
        : new ScopePath(denied.scope());
  }

  /**
   * Tells of it: an audit entry if it has failed, and an event if it was denied or a key is no
   * good.
   *
   * @param identity unlike that of any other, see {@link RecordIds}
   * @param occurrences it stands for, 1 or more
   * @param lastAtMs when the last of them was
   */
  public void tell(String identity, long occurrences, long lastAtMs, RecordSink out) {
    Map<String, Object> several =
        occurrences == 1
            ? Map.of()
            : Present.members(
                "occurrences", occurrences, "last_at", Instant.ofEpochMilli(lastAtMs).toString());
    if (hasFailed()) {
      out.audit(
          new AuditEntry(
              logId(identity),
              atMs,
              tenant,
              origin,
              resourceType,
              resourceId,
              status,
              errorCode,
              denied == null ? null : denied.subject(),
              denied == null ? null : denied.action(),
              amount,
              Present.joined(metadata, several)));
    }
    if (badKey != null) {
      out.event(
          new EventRecord(
              RecordIds.of(RecordIds.EVENT, atMs, identity),
              EventType.API_KEY_AUTH_FAILED,
              source() == Source.UNKNOWN ? EventRecord.SYSTEM : tenant,
              atMs,
              EventRecord.OF_ADMIN,
              null,
              origin,
              badKey,
              null,
              several));
    }
    if (denied != null) {
      out.event(
          new EventRecord(
              RecordIds.of(RecordIds.EVENT, atMs, identity),
              EventType.RESERVATION_DENIED,
              tenant,
              atMs,
              EventRecord.OF_RUNTIME,
              denied.scope() == null ? null : new ScopePath(denied.scope()),
              origin,
              denied,
              null,
              several));
    }
  }
}
