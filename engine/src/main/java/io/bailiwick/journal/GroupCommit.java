package io.bailiwick.journal;

import io.bailiwick.journal.JournalWriteException.Reason;
import io.bailiwick.journal.StoredEvents.Finding;
import io.bailiwick.time.Stopwatch;
import java.sql.BatchUpdateException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes a group of requests in one transaction, and if that fails each in its own, so that only
 * the guilty one fails. Answers every request of a group before it returns. Used by the writer's
 * thread only.
 *
 * <p>When a commit fails nobody knows whether it happened. The events then say: ours are found
 * under their sequence numbers, or they are not and are written again. Plain rows have no such
 * mark, so their outcome stays unknown.
 */
final class GroupCommit implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(GroupCommit.class);

  /** SQL state: the server lets this session read only, as a primary that no longer is one. */
  private static final String READ_ONLY = "25006";

  private final WriteConnections connections;
  private final JournalObserver observer;
  private WriteConnection connection;

  GroupCommit(WriteConnections connections, JournalObserver observer) {
    this.connections = connections;
    this.observer = observer;
  }

  void write(List<WriteRequest> requests) {
    List<WriteRequest> group = requests.stream().filter(GroupCommit::hasItsPrerequisites).toList();
    if (group.isEmpty()) {
      return;
    }
    Attempt attempt = attempt(group);
    switch (attempt) {
      case Attempt.Durable() -> group.forEach(WriteRequest::succeed);
      case Attempt.Unreachable(var cause) ->
          group.forEach(r -> r.fail(failure(Reason.STORE_UNREACHABLE, r, cause)));
      case Attempt.NotWritten(var cause) -> isolate(group, false, cause);
      case Attempt.InDoubt(var cause) -> isolate(group, true, cause);
    }
  }

  private void isolate(List<WriteRequest> group, boolean inDoubt, Exception cause) {
    LOG.warn(
        "transaction of {} writes {}, each is now tried alone: {}",
        group.size(),
        inDoubt ? "has an unknown outcome" : "was rolled back",
        withoutValues(cause).getMessage());
    observer.isolated(group.size());
    for (WriteRequest request : group) {
      if (!request.isAnswered() && hasItsPrerequisites(request)) {
        writeAlone(request, inDoubt, cause);
      }
    }
  }

  /**
   * Fails a request whose prerequisite has failed. The others of its prerequisites are durable, or
   * before it in the group.
   */
  private static boolean hasItsPrerequisites(WriteRequest request) {
    boolean isLost = request.hasLostPrerequisite();
    if (isLost) {
      request.fail(
          new JournalWriteException(
              Reason.PREREQUISITE_FAILED,
              request.describe() + ": what it builds on was not written",
              null));
    }
    return !isLost;
  }

  private void writeAlone(WriteRequest request, boolean inDoubt, Exception cause) {
    if (inDoubt && request.journalRows().isEmpty()) {
      request.fail(failure(Reason.UNKNOWN_OUTCOME, request, cause));
      return;
    }
    switch (look(request)) {
      case Look.Unanswered(var why) ->
          request.fail(
              failure(inDoubt ? Reason.UNKNOWN_OUTCOME : Reason.STORE_UNREACHABLE, request, why));
      case Look.Answered(var finding) when finding == Finding.OURS -> request.succeed();
      case Look.Answered(var finding) when finding == Finding.RIVALS ->
          request.fail(failure(Reason.RIVAL_WRITER, request, cause));
      case Look.Answered(var ignored) -> writeAgain(request, inDoubt);
    }
  }

  private void writeAgain(WriteRequest request, boolean inDoubt) {
    switch (attempt(List.of(request))) {
      case Attempt.Durable() -> request.succeed();
      case Attempt.Unreachable(var cause) ->
          request.fail(failure(Reason.STORE_UNREACHABLE, request, cause));
      case Attempt.InDoubt(var cause) ->
          request.fail(failure(Reason.UNKNOWN_OUTCOME, request, cause));
      case Attempt.NotWritten(var cause) -> lookAgain(request, inDoubt, cause);
    }
  }

  /**
   * Between the look and the insert there may have been a rival, or our own transaction of before,
   * which the server had not ended when it was looked for.
   */
  private void lookAgain(WriteRequest request, boolean inDoubt, Exception cause) {
    Reason unless = inDoubt ? Reason.UNKNOWN_OUTCOME : Reason.REFUSED;
    switch (look(request)) {
      case Look.Unanswered(var ignored) -> request.fail(failure(unless, request, cause));
      case Look.Answered(var finding) -> {
        switch (finding) {
          case OURS -> request.succeed();
          case RIVALS -> request.fail(failure(Reason.RIVAL_WRITER, request, cause));
          case NOTHING -> request.fail(failure(unless, request, cause));
        }
      }
    }
  }

  /**
   * One transaction with all of {@code requests}. Whatever happens, the connection is clean or gone
   * afterwards.
   */
  private Attempt attempt(Collection<WriteRequest> requests) {
    try {
      open();
      connections.requireInPlace();
    } catch (SQLException e) {
      return new Attempt.Unreachable(e);
    }
    boolean committing = false;
    try {
      Stopwatch transaction = Stopwatch.start();
      connection.execute(requests);
      committing = true;
      Stopwatch flush = Stopwatch.start();
      connection.commit();
      report(requests, transaction.elapsedNanos(), flush.elapsedNanos());
      return new Attempt.Durable();
    } catch (SQLException | RuntimeException e) {
      recover(e);
      return committing ? new Attempt.InDoubt(e) : new Attempt.NotWritten(e);
    }
  }

  private Look look(WriteRequest request) {
    try {
      open();
      return new Look.Answered(connection.look(request));
    } catch (SQLException | RuntimeException e) {
      recover(e);
      return new Look.Unanswered(e);
    }
  }

  private void report(Collection<WriteRequest> requests, long transactionNanos, long flushNanos) {
    int journalRows = 0;
    int tableRows = 0;
    for (WriteRequest request : requests) {
      journalRows += request.journalRows().size();
      tableRows += request.tableWrites().size();
    }
    observer.committed(requests.size(), journalRows, tableRows, transactionNanos, flushNanos);
  }

  private void open() throws SQLException {
    if (connection == null) {
      Connection opened = connections.open();
      try {
        connection = new WriteConnection(opened);
      } catch (SQLException e) {
        opened.close();
        throw e;
      }
    }
  }

  private void recover(Exception cause) {
    boolean isReadOnly =
        cause instanceof SQLException refused && READ_ONLY.equals(refused.getSQLState());
    if (connection != null && (!connection.rollback() || isReadOnly)) {
      close();
    }
  }

  @Override
  public void close() {
    if (connection != null) {
      try {
        connection.close();
      } catch (SQLException e) {
        LOG.warn("closing the journal's connection failed: {}", e.toString());
      }
      connection = null;
    }
  }

  private static JournalWriteException failure(
      Reason reason, WriteRequest request, Exception cause) {
    return new JournalWriteException(
        reason,
        request.describe() + ": " + withoutValues(cause).getMessage(),
        withoutValues(cause));
  }

  /**
   * A driver's message about a batch repeats the statement with all its values: other tenants'
   * data. What the server said is in the next.
   */
  private static Exception withoutValues(Exception cause) {
    return cause instanceof BatchUpdateException batch && batch.getNextException() != null
        ? batch.getNextException()
        : cause;
  }

  /** How a transaction ended. */
  private sealed interface Attempt {
    record Durable() implements Attempt {}

    record Unreachable(Exception cause) implements Attempt {}

    record NotWritten(Exception cause) implements Attempt {}

    record InDoubt(Exception cause) implements Attempt {}
  }

  /** What a look into the journal gave. */
  private sealed interface Look {
    record Answered(Finding finding) implements Look {}

    record Unanswered(Exception cause) implements Look {}
  }
}
