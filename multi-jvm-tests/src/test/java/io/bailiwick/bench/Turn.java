package io.bailiwick.bench;

/** What a connection does again and again. */
@FunctionalInterface
interface Turn {
  /**
   * Does it once.
   *
   * @param startNs when it was meant to start; times count from then
   * @return whether this connection goes on
   */
  boolean take(Caller caller, long startNs);
}
