package io.bailiwick.policy;

import java.util.Comparator;

/**
 * A policy as it stands.
 *
 * @param name unique among the tenant's, 1 to 256 characters
 * @param description at most 1,024 characters, or null
 * @param priority 0 to 2,147,483,647; of several that match a scope the highest governs it
 * @param effectiveFromMs from when on it holds, or null for ever before
 * @param effectiveUntilMs from when on it holds no more, or null for never
 */
public record Policy(
    PolicyId id,
    String name,
    String description,
    ScopePattern pattern,
    int priority,
    PolicyTerms terms,
    PolicyStatus status,
    Long effectiveFromMs,
    Long effectiveUntilMs,
    long createdAtMs,
    long updatedAtMs) {

  /**
   * Who governs where several match: the highest priority, the most specific pattern, the newest.
   */
  static final Comparator<Policy> PRECEDENCE =
      Comparator.comparingInt(Policy::priority)
          .thenComparing(Policy::pattern, ScopePattern.SPECIFICITY)
          .thenComparingLong(Policy::createdAtMs)
          .thenComparing(policy -> policy.id().text())
          .reversed();

  /** Whether it holds at that time. */
  boolean isInForce(long atMs) {
    return status == PolicyStatus.ACTIVE
        && (effectiveFromMs == null || effectiveFromMs <= atMs)
        && (effectiveUntilMs == null || atMs < effectiveUntilMs);
  }
}
