package io.bailiwick.record;

import io.bailiwick.scope.ScopePath;
import io.bailiwick.tenant.TenantId;
import java.time.Instant;
import java.util.Map;

/**
 * A request that was refused, or has failed. Or one that was answered and of which the event tells
 * alone: it has asked about a key that is no good, which somebody has tried elsewhere; or it has
 * asked what would be allowed, and the answer was DENY.
 *
 * @param tenant of the key, or {@link AuditEntry#ADMIN} or {@link AuditEntry#UNAUTHENTICATED}
 * @param origin with the operation
 * @param resourceType of the operation, or null
 * @param resourceId as the path names it, or null
 * @param status of HTTP: 400 or more, or 200 where it was answered
 * @param metadata see {@link Present}
 * @param errorCode of a failure, or the reason of a DENY, or null
 * @param denied what was denied to a request of an agent; else null. The event says it, unless it
 *     was a commit: its reservation was not denied (governance, {@code reservation.denied})
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

  /** In an event's metadata: a decide or a dry run was answered, and no reservation was denied. */
  public static final String ASKED_ONLY = "asked_only";

  private static final int FAILED_FROM = 400;

  /** What makes two failures alike: whose, by whom, of what, how it was answered, and why. */
  public record Kind(
      String tenant, String who, String operation, boolean hasFailed, String why, String scope) {

    /**
     * @param keyId of whoever has one, else null
     * @param hasFailed whether it was answered as an error
     * @param scope that it was denied at, or null
     */
    public static Kind of(
        String tenant,
        String keyId,
        String sourceIp,
        String operation,
        boolean hasFailed,
        String why,
        String scope) {
      return new Kind(tenant, keyId == null ? sourceIp : keyId, operation, hasFailed, why, scope);
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
    return new Kind(
        tenant, null, hasFailed() ? null : origin.operation(), hasFailed(), toldBy(), null);
  }

  /**
   * The type of the event that tells of it, or the operation of a decision without one; or null.
   */
  private String toldBy() {
    if (badKey != null) {
      return EventType.API_KEY_AUTH_FAILED.text();
    }
    if (denied == null) {
      return null;
    }
    return isOfReservation() ? EventType.RESERVATION_DENIED.text() : origin.operation();
  }

  /** Whether a reservation, or an event, was denied: not the end of one that there is. */
  private boolean isOfReservation() {
    return denied != null && !origin.operation().equals(DecisionEntry.COMMIT);
  }

  Kind kind() {
    return Kind.of(
        tenant,
        origin.keyId() == null && badKey != null ? badKey.keyId() : origin.keyId(),
        origin.sourceIp(),
        origin.operation(),
        hasFailed(),
        errorCode,
        denied == null ? null : denied.scope());
  }

  /** The id of its audit entry, see {@link #tell}. */
  public static String logId(String identity, long toldAtMs) {
    return RecordIds.of(RecordIds.AUDIT, toldAtMs, identity);
  }

  /**
   * Its entry in the decision log, or null where nothing was denied.
   *
   * @param occurrences it stands for, 1 or more
   * @param toldAtMs see {@link #tell}
   */
  public DecisionEntry decision(long occurrences, long toldAtMs) {
    if (denied == null || asked == null) {
      return null;
    }
    return new DecisionEntry(
        toldAtMs,
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
   * @param toldAtMs when it is written, if that is not at once: whoever reads on from where they
   *     have come to must not have passed it. {@code first_at} says when it was
   */
  public void tell(
      String identity, long occurrences, long lastAtMs, long toldAtMs, RecordSink out) {
    boolean isOne = occurrences == 1;
    Map<String, Object> several =
        Present.members(
            "occurrences",
            isOne ? null : occurrences,
            "first_at",
            toldAtMs == atMs ? null : Instant.ofEpochMilli(atMs).toString(),
            "last_at",
            isOne ? null : Instant.ofEpochMilli(lastAtMs).toString());
    if (hasFailed()) {
      out.audit(
          new AuditEntry(
              logId(identity, toldAtMs),
              toldAtMs,
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
      String whose = source() == Source.UNKNOWN ? EventRecord.SYSTEM : tenant;
      out.event(
          event(
              identity,
              EventType.API_KEY_AUTH_FAILED,
              whose,
              toldAtMs,
              EventRecord.OF_ADMIN,
              null,
              badKey,
              several));
    }
    if (isOfReservation()) {
      out.event(
          event(
              identity,
              EventType.RESERVATION_DENIED,
              tenant,
              toldAtMs,
              EventRecord.OF_RUNTIME,
              denied.scope() == null ? null : new ScopePath(denied.scope()),
              denied,
              hasFailed() ? several : Present.joined(Map.of(ASKED_ONLY, true), several)));
    }
  }

  private EventRecord event(
      String identity,
      EventType type,
      String whose,
      long toldAtMs,
      String source,
      ScopePath scope,
      EventData data,
      Map<String, Object> more) {
    return new EventRecord(
        RecordIds.of(RecordIds.EVENT, toldAtMs, identity),
        type,
        whose,
        toldAtMs,
        source,
        scope,
        origin,
        data,
        null,
        more);
  }
}
