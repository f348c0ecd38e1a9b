package io.bailiwick.refusal;

/**
 * Why the engine refuses, in order of precedence: where several are true of one request the first
 * is answered (of ledgers, from the tenant down, all of one scope before the next). The names are
 * the protocol's; how they become HTTP is decided in one place, outside the engine.
 */
public enum RefusalCode {
  INVALID_REQUEST,
  FORBIDDEN,
  NOT_FOUND,
  TENANT_NOT_FOUND,
  IDEMPOTENCY_MISMATCH,
  TENANT_CLOSED,
  TENANT_SUSPENDED,
  RESERVATION_EXPIRED,
  RESERVATION_FINALIZED,
  MAX_EXTENSIONS_EXCEEDED,
  BUDGET_FROZEN,
  BUDGET_CLOSED,
  /** The ledger is already in the status that is asked for. */
  STATUS_UNCHANGED,
  OVERDRAFT_LIMIT_EXCEEDED,
  DEBT_OUTSTANDING,
  BUDGET_EXCEEDED,
  UNIT_MISMATCH,
  /** No scope of the path has a ledger, or the one that was named is not there. */
  BUDGET_NOT_FOUND,
  DUPLICATE_RESOURCE,
  WEBHOOK_NOT_FOUND,
  /** Where a webhook leads is malformed, or not allowed. */
  WEBHOOK_URL_INVALID,
  REPLAY_IN_PROGRESS,
  /** A bulk action's filter selects another number of rows than the caller counts on. */
  COUNT_MISMATCH,
  /** A bulk action's filter selects more rows than one request may act on. */
  TOO_MANY_MATCHED,
  /**
   * Too much new work at once, or in a minute. Nothing of the request is looked at then. Never for
   * a commit, a release or an extension.
   */
  LIMIT_EXCEEDED
}
