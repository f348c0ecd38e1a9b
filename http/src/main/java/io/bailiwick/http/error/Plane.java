package io.bailiwick.http.error;

/** Who an operation is for. The planes have their own lists of error codes. */
public enum Plane {
  /** Agents: reservations, decisions, events, balances. */
  RUNTIME,
  /** Operators: tenants, budgets, keys. */
  ADMIN,
  /** Health, metrics, documents: the server itself. */
  SERVER
}
