package io.bailiwick.cluster;

/**
 * What is recorded and should have been carried out by now, in the whole cluster, as the tables
 * have it: decisions that not every scope has applied, and leases that have ended. A decision on
 * its ordinary way, which takes milliseconds, is not yet among them.
 *
 * @param books that have such work; counted up to {@link #BOOKS_COUNTED_MAX}
 * @param oldestMs how long the first of them has been overdue; 0 for none
 * @param closes tenants that are closed, but not yet all that they own
 */
public record OverdueWork(long books, long oldestMs, long closes) {

  /** Beyond it the exact number says nothing more, and costs. */
  public static final int BOOKS_COUNTED_MAX = 10_000;
}
