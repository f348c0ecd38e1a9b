package io.bailiwick.apikey;

/** Transitions: ACTIVE to each of the others, which never change. */
public enum KeyStatus {
  ACTIVE,
  REVOKED,
  /** Follows from the time; nobody records it. */
  EXPIRED
}
