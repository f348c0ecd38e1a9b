package io.bailiwick.journal;

import io.bailiwick.cluster.JournalReport;
import io.bailiwick.journal.JournalWriteException.Reason;
import io.bailiwick.projection.TableWrite;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one thread of a node that writes to the store. Whatever is waiting when the last flush ends
 * goes out as the next transaction: one flush for many entities, and no waiting for company when
 * there is none.
 *
 * <p>Guarantees: a success means that the rows are on disk. Requests are written in the order in
 * which they were submitted; a request is written wholly or not at all. A failure of one request
 * fails those that have named it as a prerequisite, and no other. Does not guarantee that a failed
 * request was not written: see {@link JournalWriteException#reason}.
 *
 * <p>Thread-safe.
 */
public final class JournalWriter implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(JournalWriter.class);

  /**
   * How often an idle writer looks whether it has been closed. Nothing waits for this but {@link
   * #close}.
   */
  private static final long IDLE_POLL_MS = 50;

  private final BlockingQueue<WriteRequest> queue;
  private final WriteLimits limits;
  private final WriteTimes observer;
  private final GroupCommit groupCommit;
  private final CountDownLatch stopped = new CountDownLatch(1);
  private volatile boolean closing;

  /** Empty between two groups. */
  private volatile List<WriteRequest> beingWritten = List.of();

  private JournalWriter(WriteLimits limits, WriteTimes observer, GroupCommit groupCommit) {
    this.queue = new ArrayBlockingQueue<>(limits.queueMax());
    this.limits = limits;
    this.observer = observer;
    this.groupCommit = groupCommit;
  }

  /** Starts the writer's thread. The first connection is opened with the first write. */
  static JournalWriter start(
      WriteConnections connections, WriteLimits limits, JournalObserver observer) {
    WriteTimes times = new WriteTimes(observer);
    JournalWriter writer = new JournalWriter(limits, times, new GroupCommit(connections, times));
    Thread.ofPlatform().name("journal-writer").daemon(false).start(writer::run);
    Thread.ofPlatform().name("journal-deadlines").daemon(true).start(writer::watch);
    return writer;
  }

  /**
   * Writes plain rows, all or nothing: what is not an event, such as API keys.
   *
   * @return completes when they are durable; fails with {@link JournalWriteException}
   */
  public CompletionStage<Void> write(List<TableWrite> writes) {
    return submit(new WriteRequest(List.of(), writes));
  }

  /** Requests that wait for the transaction that is being written now. */
  public int queueDepth() {
    return queue.size();
  }

  /** How long the oldest write has waited that is not durable yet; 0 when there is none. */
  public long oldestWaitingNanos() {
    List<WriteRequest> group = beingWritten;
    WriteRequest oldest = group.isEmpty() ? queue.peek() : group.getFirst();
    return oldest == null ? 0 : oldest.waitingNanos();
  }

  /** How the writer does. */
  public JournalReport report() {
    return observer.report(queueDepth(), TimeUnit.NANOSECONDS.toMillis(oldestWaitingNanos()));
  }

  CompletableFuture<Void> submit(WriteRequest request) {
    CompletableFuture<Void> answer =
        request.durable().whenComplete((done, cause) -> countFailure(cause));
    if (closing) {
      request.fail(closed());
    } else if (!queue.offer(request)) {
      request.fail(
          new JournalWriteException(
              Reason.QUEUE_FULL,
              request.describe() + ": " + limits.queueMax() + " writes are waiting",
              null));
    } else if (stopped.getCount() == 0 && queue.remove(request)) {
      request.fail(closed());
    } else {
      request.queued();
    }
    return answer;
  }

  private void countFailure(Throwable cause) {
    if (cause instanceof JournalWriteException failure) {
      observer.failed(failure.reason());
    }
  }

  /**
   * Takes nothing more, writes what is waiting, and returns when that is durable or the write
   * timeout has passed.
   */
  @Override
  public void close() {
    closing = true;
    try {
      if (!stopped.await(limits.timeoutMs(), TimeUnit.MILLISECONDS)) {
        LOG.error(
            "journal writer did not stop within {} ms, {} writes are left",
            limits.timeoutMs(),
            queue.size());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    failWaiting();
  }

  private void run() {
    try {
      while (!closing || !queue.isEmpty()) {
        List<WriteRequest> group = nextGroup();
        if (!group.isEmpty()) {
          beingWritten = group;
          writeGroup(group);
          beingWritten = List.of();
        }
      }
    } catch (InterruptedException e) {
      LOG.error("journal writer was interrupted; it stops", e);
      closing = true;
    } finally {
      groupCommit.close();
      stopped.countDown();
      failWaiting();
    }
  }

  /**
   * Tells those who have waited too long. One look now and then instead of an alarm for each write:
   * a write takes milliseconds, and nobody needs to know the timeout to the millisecond.
   */
  private void watch() {
    try {
      while (!stopped.await(limits.deadlineCheckMs(), TimeUnit.MILLISECONDS)) {
        beingWritten.forEach(this::failIfOverdue);
        Iterator<WriteRequest> oldestFirst = queue.iterator();
        while (oldestFirst.hasNext() && failIfOverdue(oldestFirst.next())) {
          // Those behind it are younger.
        }
      }
    } catch (InterruptedException e) {
      LOG.error("nobody looks after the journal's timeouts any more", e);
    }
  }

  private boolean failIfOverdue(WriteRequest request) {
    boolean isOverdue = request.waitingNanos() >= limits.timeoutMs() * 1_000_000L;
    if (isOverdue && !request.isAnswered()) {
      request.fail(
          new JournalWriteException(
              Reason.UNKNOWN_OUTCOME,
              request.describe() + ": no answer within " + limits.timeoutMs() + " ms",
              null));
    }
    return isOverdue;
  }

  /** Whatever happens, the thread goes on: without it nothing of this node is ever durable. */
  private void writeGroup(List<WriteRequest> group) {
    try {
      groupCommit.write(group);
    } catch (RuntimeException | Error e) {
      LOG.error("a group of {} writes ended in a bug", group.size(), e);
      groupCommit.close();
      group.forEach(
          request ->
              request.fail(
                  new JournalWriteException(
                      Reason.UNKNOWN_OUTCOME, request.describe() + ": " + e, e)));
    }
  }

  private List<WriteRequest> nextGroup() throws InterruptedException {
    List<WriteRequest> group = new ArrayList<>();
    int rows = 0;
    WriteRequest next = queue.poll(IDLE_POLL_MS, TimeUnit.MILLISECONDS);
    while (next != null) {
      if (!next.isAnswered()) {
        group.add(next);
        rows += next.rows();
      }
      next = rows < limits.batchRowsMax() ? queue.poll() : null;
    }
    return group;
  }

  private void failWaiting() {
    List<WriteRequest> waiting = new ArrayList<>();
    queue.drainTo(waiting);
    waiting.forEach(request -> request.fail(closed()));
  }

  private static JournalWriteException closed() {
    return new JournalWriteException(Reason.CLOSED, "the journal writer is closed", null);
  }
}
