package io.bailiwick.policy;

import io.bailiwick.amount.OveragePolicy;
import io.bailiwick.tenant.TenantId;

/** What may be asked of the policies of a tenant. */
public sealed interface PolicyCommand {

  PolicyId policy();

  /** Whose policies are asked. */
  default TenantId tenant() {
    return policy().tenant();
  }

  /**
   * Lays down a policy, which is ACTIVE.
   *
   * @param policy unique, made by the caller for this command alone, which may come several times
   */
  record Create(
      PolicyId policy,
      String name,
      String description,
      ScopePattern pattern,
      int priority,
      PolicyTerms terms,
      Long effectiveFromMs,
      Long effectiveUntilMs)
      implements PolicyCommand {}

  /**
   * Changes what is not null. Of the terms each part is one: {@link Caps#NONE} and its like take
   * away what was laid down.
   */
  record Update(
      PolicyId policy,
      String name,
      String description,
      Integer priority,
      Change terms,
      PolicyStatus status,
      Long effectiveFromMs,
      Long effectiveUntilMs)
      implements PolicyCommand {}

  /** A change of terms; a null leaves its part as it is. */
  record Change(Caps caps, OveragePolicy overagePolicy, TtlOverride ttl, RateLimits rates) {}
}
