package io.bailiwick.http.error;

import io.bailiwick.refusal.Refusal;
import io.bailiwick.refusal.RefusalCode;

/** What the engine refuses, as an error of a plane. The one switch over its codes. */
public final class Refusals {
  /** Overload passes in moments; clients only read whole seconds. */
  private static final String RETRY_AFTER_S = "1";

  private Refusals() {}

  /** The answer to a request that was refused. */
  public static Problem problem(Refusal refusal, Plane plane) {
    ErrorCode code = code(refusal.code(), plane);
    Problem problem =
        Problem.of(status(refusal.code(), code), code, refusal.message())
            .withDetails(refusal.details());
    return refusal.code() == RefusalCode.LIMIT_EXCEEDED
        ? problem.withHeader("Retry-After", retryAfterS(refusal))
        : problem;
  }

  private static int status(RefusalCode refused, ErrorCode code) {
    if (refused == RefusalCode.STATUS_UNCHANGED) {
      return 409;
    }
    // Too much in one request, which does not pass as too many requests do.
    return refused == RefusalCode.TOO_MANY_MATCHED ? 400 : code.status();
  }

  /** Rounded up: whoever comes then is not turned away again. */
  private static String retryAfterS(Refusal refusal) {
    return refusal.details().get(Refusal.RETRY_AFTER_MS) instanceof Long waitMs
        ? Long.toString(Math.ceilDiv(waitMs, 1_000))
        : RETRY_AFTER_S;
  }

  /**
   * The answer of the admin plane to a request that makes something for the tenant that its body
   * names. That there is none is a fault of the body, 400, where for a tenant of the path it is 404
   * (createBudget and createApiKey).
   */
  public static Problem ofOwner(Refusal refusal) {
    return refusal.code() == RefusalCode.TENANT_NOT_FOUND
        ? Problem.of(400, ErrorCode.TENANT_NOT_FOUND, refusal.message())
        : problem(refusal, Plane.ADMIN);
  }

  /**
   * The same problem with the headers that tell a time: who is throttled learns when to come back
   * as a moment too, because the protocol sends both.
   *
   * @param nowMs when it is answered
   */
  public static Problem timed(Problem problem, long nowMs) {
    String retryAfterS = problem.headers().get("Retry-After");
    if (problem.code() != ErrorCode.LIMIT_EXCEEDED || retryAfterS == null) {
      return problem;
    }
    // Rounded up: whoever comes at this second has waited as long as was asked.
    long resetS = Math.ceilDiv(nowMs, 1_000) + Long.parseLong(retryAfterS);
    return problem.withHeader("X-RateLimit-Reset", Long.toString(resetS));
  }

  /**
   * The wire code. A plane that has no code of its own for something says it in the nearest one
   * that it has.
   */
  static ErrorCode code(RefusalCode code, Plane plane) {
    boolean isAdmin = plane == Plane.ADMIN;
    return switch (code) {
      case INVALID_REQUEST, STATUS_UNCHANGED -> ErrorCode.INVALID_REQUEST;
      case FORBIDDEN -> ErrorCode.FORBIDDEN;
      case NOT_FOUND -> ErrorCode.NOT_FOUND;
      case TENANT_NOT_FOUND -> isAdmin ? ErrorCode.TENANT_NOT_FOUND : ErrorCode.NOT_FOUND;
      case IDEMPOTENCY_MISMATCH -> ErrorCode.IDEMPOTENCY_MISMATCH;
      case TENANT_CLOSED -> ErrorCode.TENANT_CLOSED;
      case TENANT_SUSPENDED -> isAdmin ? ErrorCode.TENANT_SUSPENDED : ErrorCode.FORBIDDEN;
      case RESERVATION_EXPIRED -> ErrorCode.RESERVATION_EXPIRED;
      case RESERVATION_FINALIZED -> ErrorCode.RESERVATION_FINALIZED;
      case MAX_EXTENSIONS_EXCEEDED ->
          isAdmin ? ErrorCode.RESERVATION_FINALIZED : ErrorCode.MAX_EXTENSIONS_EXCEEDED;
      case BUDGET_FROZEN -> ErrorCode.BUDGET_FROZEN;
      case BUDGET_CLOSED -> ErrorCode.BUDGET_CLOSED;
      case OVERDRAFT_LIMIT_EXCEEDED -> ErrorCode.OVERDRAFT_LIMIT_EXCEEDED;
      case DEBT_OUTSTANDING -> ErrorCode.DEBT_OUTSTANDING;
      case BUDGET_EXCEEDED -> ErrorCode.BUDGET_EXCEEDED;
      case UNIT_MISMATCH -> ErrorCode.UNIT_MISMATCH;
      case BUDGET_NOT_FOUND -> isAdmin ? ErrorCode.BUDGET_NOT_FOUND : ErrorCode.NOT_FOUND;
      case DUPLICATE_RESOURCE -> isAdmin ? ErrorCode.DUPLICATE_RESOURCE : ErrorCode.INVALID_REQUEST;
      case WEBHOOK_NOT_FOUND -> isAdmin ? ErrorCode.WEBHOOK_NOT_FOUND : ErrorCode.NOT_FOUND;
      case WEBHOOK_URL_INVALID ->
          isAdmin ? ErrorCode.WEBHOOK_URL_INVALID : ErrorCode.INVALID_REQUEST;
      case REPLAY_IN_PROGRESS -> isAdmin ? ErrorCode.REPLAY_IN_PROGRESS : ErrorCode.INVALID_REQUEST;
      case COUNT_MISMATCH -> isAdmin ? ErrorCode.COUNT_MISMATCH : ErrorCode.INVALID_REQUEST;
      case TOO_MANY_MATCHED, LIMIT_EXCEEDED -> ErrorCode.LIMIT_EXCEEDED;
    };
  }
}
