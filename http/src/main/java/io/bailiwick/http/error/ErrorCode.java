package io.bailiwick.http.error;

/**
 * The {@code error} of an answer, in order of precedence: where several are true the first is
 * answered. The names are the wire names.
 */
public enum ErrorCode {
  UNAUTHORIZED(401),
  INSUFFICIENT_PERMISSIONS(403),
  INVALID_REQUEST(400),
  FORBIDDEN(403),
  NOT_FOUND(404),
  TENANT_NOT_FOUND(404),
  IDEMPOTENCY_MISMATCH(409),
  TENANT_CLOSED(409),
  TENANT_SUSPENDED(403),
  RESERVATION_EXPIRED(410),
  RESERVATION_FINALIZED(409),
  MAX_EXTENSIONS_EXCEEDED(409),
  BUDGET_FROZEN(409),
  BUDGET_CLOSED(409),
  OVERDRAFT_LIMIT_EXCEEDED(409),
  DEBT_OUTSTANDING(409),
  BUDGET_EXCEEDED(409),
  UNIT_MISMATCH(400),
  BUDGET_NOT_FOUND(404),
  DUPLICATE_RESOURCE(409),
  KEY_REVOKED(409),
  KEY_EXPIRED(409),
  WEBHOOK_NOT_FOUND(404),
  WEBHOOK_URL_INVALID(400),
  EVENT_NOT_FOUND(404),
  REPLAY_IN_PROGRESS(409),
  COUNT_MISMATCH(409),
  LIMIT_EXCEEDED(429),
  INTERNAL_ERROR(500);

  private final int status;

  ErrorCode(int status) {
    this.status = status;
  }

  /** HTTP status, where the occasion has none of its own (405, 503, …). */
  public int status() {
    return status;
  }
}
