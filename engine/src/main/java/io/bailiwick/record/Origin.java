package io.bailiwick.record;

/**
 * Who asked for a change, how, and why. It travels with a command to where the change is made, and
 * is kept with it. Whatever is not known is null, and a change of which nothing is known, as one in
 * a journal from before there were origins, has none.
 *
 * @param keyId of the tenant's key, for {@link Actor#API_KEY} alone
 * @param sourceIp the other end of the connection
 * @param userAgent as the client calls itself, cut to {@link #USER_AGENT_LENGTH_MAX} characters
 * @param requestId of the request
 * @param traceId 32 lower-case hexadecimal digits, not all 0
 * @param operation the {@code operationId}
 * @param reason as whoever asked has given it
 * @param correlationId of all events of a request that makes several changes, such as a bulk
 *     action. Such a request has one audit entry, and its changes have none of their own
 * @param bulkId of the bulk action that the change is a part of, and of no other, ever: a
 *     correlation id is made of the request's id, which a client may use twice
 * @param metadata canonical JSON of whatever else whoever asked has noted of this change, or null;
 *     as long as the body of a request may be
 */
public record Origin(
    Actor actor,
    String keyId,
    String sourceIp,
    String userAgent,
    String requestId,
    String traceId,
    String operation,
    String reason,
    String correlationId,
    String bulkId,
    String metadata) {

  /** Enough for a client and its libraries; it is kept with every change. */
  public static final int USER_AGENT_LENGTH_MAX = 256;

  public Origin {
    if (actor == null) {
      throw new IllegalArgumentException("an origin has an actor");
    }
    if (userAgent != null && userAgent.length() > USER_AGENT_LENGTH_MAX) {
      userAgent = userAgent.substring(0, USER_AGENT_LENGTH_MAX);
    }
  }

  /** One with which nothing else was noted. */
  public Origin(
      Actor actor,
      String keyId,
      String sourceIp,
      String userAgent,
      String requestId,
      String traceId,
      String operation,
      String reason,
      String correlationId,
      String bulkId) {
    this(
        actor,
        keyId,
        sourceIp,
        userAgent,
        requestId,
        traceId,
        operation,
        reason,
        correlationId,
        bulkId,
        null);
  }

  /** This server itself, for what no request has asked for. */
  public static Origin system(String operation) {
    return new Origin(Actor.SYSTEM, null, null, null, null, null, operation, null, null, null);
  }

  /** The same with a reason, or with none. */
  public Origin because(String why) {
    return with(why, correlationId, bulkId, metadata);
  }

  /** The same with a note, in canonical JSON, or with none. */
  public Origin noting(String note) {
    return with(reason, correlationId, bulkId, note);
  }

  /** The same for one of the changes of a request that makes several. */
  public Origin partOf(String correlation) {
    return partOf(correlation, null);
  }

  /** The same for one of the changes of a bulk action. */
  public Origin partOf(String correlation, String bulk) {
    return with(reason, correlation, bulk, metadata);
  }

  private Origin with(String why, String correlation, String bulk, String note) {
    return new Origin(
        actor,
        keyId,
        sourceIp,
        userAgent,
        requestId,
        traceId,
        operation,
        why,
        correlation,
        bulk,
        note);
  }

  /** Whether a change of this origin has an audit entry of its own. */
  public boolean isAuditedAlone() {
    return correlationId == null;
  }
}
