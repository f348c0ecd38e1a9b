package io.bailiwick.cluster;

/** Where a member is on its way through the cluster. In this order, and never back. */
public enum MemberState {
  JOINING,
  /** Takes part before all have seen it join, because some cannot be reached. */
  WEAKLY_UP,
  UP,
  /** Was asked to leave. */
  LEAVING,
  /** Hands over what it has. */
  EXITING,
  /** Was given up; it is not to come back under this incarnation. */
  DOWN,
  REMOVED;

  /** Whether it serves and is to stay. */
  public boolean isServing() {
    return this == UP || this == WEAKLY_UP;
  }

  /** Whether it is on its way out. */
  public boolean isGoing() {
    return compareTo(LEAVING) >= 0;
  }
}
