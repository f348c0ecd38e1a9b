package io.bailiwick.policy;

/** Whether a policy holds. Either can become the other. */
public enum PolicyStatus {
  ACTIVE,
  /** Kept, and without effect. */
  DISABLED
}
