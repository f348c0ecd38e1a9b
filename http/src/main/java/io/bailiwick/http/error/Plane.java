package io.bailiwick.http.error;

/** Who an operation is for. The planes have their own lists of error codes. */
public enum Plane {
  /** Agents: reservations, decisions, events, balances. */
  RUNTIME,
  /** Operators: tenants, budgets, keys, records, the cluster. */
  ADMIN,
  /** Health, metrics, documents: the server itself. */
  SERVER;

  /** Whose a path is, whether there is an operation or not. */
  public static Plane of(String path) {
    if (path.startsWith("/v1/admin/")
        || path.startsWith("/v1/auth/")
        || path.equals("/v1/webhooks")
        || path.startsWith("/v1/webhooks/")
        || path.startsWith("/v1/x-bailiwick/")) {
      return ADMIN;
    }
    return path.startsWith("/v1/") ? RUNTIME : SERVER;
  }
}
