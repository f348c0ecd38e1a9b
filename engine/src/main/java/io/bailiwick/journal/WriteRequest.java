package io.bailiwick.journal;

import io.bailiwick.projection.TableWrite;
import io.bailiwick.time.Stopwatch;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** What one caller wants written, all or nothing, and the promise of the answer. */
final class WriteRequest {

  private final List<JournalRow> journalRows;
  private final List<TableWrite> tableWrites;
  private final List<WriteTicket> prerequisites;
  private final List<WriteTicket> tickets;
  private final CompletableFuture<Void> durable = new CompletableFuture<>();
  private final Stopwatch waiting = Stopwatch.start();

  /** One that nothing builds on, and that builds on nothing. */
  WriteRequest(List<JournalRow> journalRows, List<TableWrite> tableWrites) {
    this(journalRows, tableWrites, List.of(), List.of());
  }

  /**
   * @param prerequisites of writes that were queued before this one is; it is not written without
   *     them
   * @param tickets to tell that this one is queued, and what becomes of it
   */
  WriteRequest(
      List<JournalRow> journalRows,
      List<TableWrite> tableWrites,
      List<WriteTicket> prerequisites,
      List<WriteTicket> tickets) {
    this.journalRows = List.copyOf(journalRows);
    this.tableWrites = List.copyOf(tableWrites);
    this.prerequisites = List.copyOf(prerequisites);
    this.tickets = List.copyOf(tickets);
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

  /** Whether something failed without which this must not be written. */
  boolean hasLostPrerequisite() {
    for (WriteTicket prerequisite : prerequisites) {
      if (prerequisite.hasFailed()) {
        return true;
      }
    }
    return false;
  }

  /** It waits for the disk, behind all that was queued before. */
  void queued() {
    tickets.forEach(ticket -> ticket.queued(durable));
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
