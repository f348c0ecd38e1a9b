package io.bailiwick.scope;

/** Transitions: ACTIVE to FROZEN and back, either to CLOSED; CLOSED never changes. */
public enum LedgerStatus {
  ACTIVE,
  /** Refuses new reservations, debits and funding; what is held can be settled. */
  FROZEN,
  /** Its figures never move again. */
  CLOSED
}
