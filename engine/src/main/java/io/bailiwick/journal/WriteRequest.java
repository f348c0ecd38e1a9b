package io.bailiwick.journal;

import io.bailiwick.projection.TableWrite;
import io.bailiwick.time.Stopwatch;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** What one caller wants written, all or nothing, and the promise of the answer. */
final class WriteRequest {

  private final List<JournalRow> journalRows;
  private final List<TableWrite> tableWrites;
  private final CompletableFuture<Void> durable = new CompletableFuture<>();
  private final Stopwatch waiting = Stopwatch.start();

  WriteRequest(List<JournalRow> journalRows, List<TableWrite> tableWrites) {
    this.journalRows = List.copyOf(journalRows);
    this.tableWrites = List.copyOf(tableWrites);
  }

  List<JournalRow> journalRows() {
    return journalRows;
  }

  List<TableWrite> tableWrites() {
    return tableWrites;
  }

  int rows() {
    return journalRows.size() + tableWrites.size();
  }

  /** Completes when the write is durable; fails when that is not known to be so. */
  CompletableFuture<Void> durable() {
    return durable;
  }

  /** Since it was made. */
  long waitingNanos() {
    return waiting.elapsedNanos();
  }

  /** Whether the caller has already been told something; nothing is written for it then. */
  boolean isAnswered() {
    return durable.isDone();
  }

  void succeed() {
    durable.complete(null);
  }

  void fail(JournalWriteException cause) {
    durable.completeExceptionally(cause);
  }

  /** Names the request in messages: its first event, or its first statement. */
  String describe() {
    if (!journalRows.isEmpty()) {
      JournalRow first = journalRows.getFirst();
      return first.persistenceId() + " #" + first.sequenceNumber();
    }
    return tableWrites.isEmpty() ? "nothing" : tableWrites.getFirst().statement().sql();
  }
}
