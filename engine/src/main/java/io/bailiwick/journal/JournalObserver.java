package io.bailiwick.journal;

/**
 * Sees what the write path does. Called on the writer's thread (a full queue: on the caller's),
 * must be quick and must not throw.
 */
public interface JournalObserver {

  /** Sees nothing. */
  JournalObserver NONE = new JournalObserver() {};

  /**
   * One transaction is durable.
   *
   * @param requests how many writes it joined
   * @param journalRows how many events
   * @param tableRows how many rows of read tables, snapshots and plain rows
   * @param transactionNanos from its first statement to the end of its commit
   * @param flushNanos of the commit alone
   */
  default void committed(
      int requests, int journalRows, int tableRows, long transactionNanos, long flushNanos) {}

  /** A group of {@code requests} writes was rolled back and is now tried one by one. */
  default void isolated(int requests) {}

  /** One write was not acknowledged. */
  default void failed(JournalWriteException.Reason reason) {}
}
