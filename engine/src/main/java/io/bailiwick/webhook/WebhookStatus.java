package io.bailiwick.webhook;

/**
 * Transitions: ACTIVE and PAUSED to each other and DISABLED to both, when somebody asks; each of
 * the others to DISABLED, when its tenant is closed. Only an ACTIVE one gets events; what happens
 * meanwhile is not kept for the others.
 */
public enum WebhookStatus {
  ACTIVE,
  PAUSED,
  DISABLED
}
