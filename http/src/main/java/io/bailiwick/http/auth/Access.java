package io.bailiwick.http.auth;

/** Whose key an operation takes. The other one's header is ignored. */
public enum Access {
  /** A tenant's. */
  KEY,
  /** The operator's. */
  ADMIN,
  /** Either; a request that has the operator's is an operator's, whatever else it has. */
  KEY_OR_ADMIN,
  /** A tenant's; the operator's only where a request has no other. */
  KEY_BEFORE_ADMIN,
  /** None. */
  ANYBODY
}
