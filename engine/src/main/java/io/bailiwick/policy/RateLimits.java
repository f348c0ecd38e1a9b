package io.bailiwick.policy;

/**
 * How much may begin at a scope, and below it, in any minute. A null does not limit.
 *
 * @param maxReservationsPerMinute live reservations and events, 1 or more
 * @param maxCommitsPerMinute commits and events, 1 or more. No commit is refused for it: nothing
 *     new begins while there are too many
 */
public record RateLimits(Integer maxReservationsPerMinute, Integer maxCommitsPerMinute) {

  /** That limit nothing. */
  public static final RateLimits NONE = new RateLimits(null, null);
}
