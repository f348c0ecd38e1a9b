package io.bailiwick.journal;

import io.bailiwick.cluster.Durations;
import io.bailiwick.cluster.JournalReport;

/** Keeps how long the last transactions took, and passes on what it sees. Thread-safe. */
final class WriteTimes implements JournalObserver {

  /** Some seconds of a busy writer. */
  private static final int KEPT_MAX = 1_024;

  private static final long NANOS_PER_MICRO = 1_000;

  private final JournalObserver next;
  private final Durations micros = new Durations(KEPT_MAX);
  private long failures;

  WriteTimes(JournalObserver next) {
    this.next = next;
  }

  @Override
  public void committed(
      int requests, int journalRows, int tableRows, long transactionNanos, long flushNanos) {
    synchronized (this) {
      micros.add(transactionNanos / NANOS_PER_MICRO);
    }
    next.committed(requests, journalRows, tableRows, transactionNanos, flushNanos);
  }

  @Override
  public void isolated(int requests) {
    next.isolated(requests);
  }

  @Override
  public void failed(JournalWriteException.Reason reason) {
    synchronized (this) {
      failures++;
    }
    next.failed(reason);
  }

  synchronized JournalReport report(long queueDepth, long oldestWaitingMs) {
    return new JournalReport(
        queueDepth,
        oldestWaitingMs,
        micros.total(),
        failures,
        micros.last(),
        micros.median(),
        micros.max());
  }
}
