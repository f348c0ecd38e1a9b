package io.bailiwick.http;

import io.bailiwick.http.metric.Meters;
import io.bailiwick.journal.JournalObserver;
import io.bailiwick.journal.JournalWriteException;

/** What the write path does, as metrics. Called on the writer's thread. */
record JournalMeters(Meters meters) implements JournalObserver {

  @Override
  public void committed(
      int requests, int journalRows, int tableRows, long transactionNanos, long flushNanos) {
    meters.time(transactionNanos, "bailiwick.journal.transaction");
    meters.time(flushNanos, "bailiwick.journal.flush");
    meters.size(requests, "bailiwick.journal.batch.requests");
    meters.size(journalRows, "bailiwick.journal.batch.events");
    meters.size(tableRows, "bailiwick.journal.batch.rows");
  }

  @Override
  public void isolated(int requests) {
    meters.count("bailiwick.journal.isolated");
  }

  @Override
  public void failed(JournalWriteException.Reason reason) {
    meters.count("bailiwick.journal.failed", "reason", reason.name());
  }
}
