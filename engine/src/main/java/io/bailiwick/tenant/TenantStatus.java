package io.bailiwick.tenant;

/** Transitions: ACTIVE to SUSPENDED and back, either to CLOSED; CLOSED never changes. */
public enum TenantStatus {
  ACTIVE,
  /** Takes no new reservations and debits; what is held can be settled. */
  SUSPENDED,
  /** Nothing it owns changes any more, and its reservations have been or are being released. */
  CLOSED
}
