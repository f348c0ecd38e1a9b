package io.bailiwick.record;

/** What an agent was told. The names are the wire names. */
public enum Decision {
  ALLOW,
  /** Allowed, with limits that the agent should keep to. */
  ALLOW_WITH_CAPS,
  DENY
}
