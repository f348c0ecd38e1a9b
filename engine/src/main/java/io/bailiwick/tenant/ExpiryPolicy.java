package io.bailiwick.tenant;

/**
 * What becomes of a tenant's reservations that nobody has settled when their lease is over
 * (governance, Tenant.reservation_expiry_policy).
 */
public enum ExpiryPolicy {
  /** They can be settled during their grace; then they are EXPIRED, and nothing is held. */
  AUTO_RELEASE,
  /**
   * They can be settled during their grace; then they cannot be committed any more, and stay ACTIVE
   * and held until somebody releases them.
   */
  MANUAL_CLEANUP,
  /** They can only be committed during their grace; then they are EXPIRED, and nothing is held. */
  GRACE_ONLY
}
