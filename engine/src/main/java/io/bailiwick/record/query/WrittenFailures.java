package io.bailiwick.record.query;

import io.bailiwick.config.RecordSettings;
import io.bailiwick.journal.JournalWriteException;
import io.bailiwick.projection.DecisionRows;
import io.bailiwick.projection.RecordRows;
import io.bailiwick.projection.TableWrite;
import io.bailiwick.projection.TableWrites;
import io.bailiwick.record.DecisionEntry;
import io.bailiwick.record.DoneLog;
import io.bailiwick.record.DoneRequest;
import io.bailiwick.record.FailedRequest;
import io.bailiwick.record.FailureJoin;
import io.bailiwick.record.FailureJoin.Limits;
import io.bailiwick.record.FailureLog;
import io.bailiwick.time.Stopwatch;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Failures, and what was done without leaving a trace, in the tables of this node's store. What is
 * written late, because it was counted or the store was away, has the time of its writing, so that
 * who reads on finds it. What may have been written is written again under the same ids, so that
 * nothing is there twice. Thread-safe; never blocks.
 */
public final class WrittenFailures implements FailureLog, DoneLog {

  private static final Logger LOG = LoggerFactory.getLogger(WrittenFailures.class);

  /** How long who waits for it waits: some flushes. An answer must not hang on its record. */
  private static final long WAIT_MS = 1_000;

  /** Requests whose rows, at most three each, are one transaction: a few milliseconds. */
  private static final int WRITTEN_AT_ONCE = 150;

  /** Requests that wait because the store was away; the oldest are given up for newer ones. */
  private static final int AGAIN_MAX = 10_000;

  private final Function<List<TableWrite>, CompletionStage<Void>> writes;
  private final Map<FailedRequest.Source, FailureJoin> joins;
  private final InstantSource clock;
  private final Stopwatch stopwatch = Stopwatch.start();
  private final String node = UUID.randomUUID().toString();
  private final AtomicLong numbers = new AtomicLong();
  private final AtomicLong lost = new AtomicLong();
  private final boolean areDecisionsRecorded;

  private final Deque<Telling> again = new ArrayDeque<>();

  private final Object flushing = new Object();

  /** The last one, which may be under way: only one is, or each would hold what waits by itself. */
  private CompletableFuture<Void> flush = CompletableFuture.completedFuture(null);

  /**
   * @param writes completes when all rows are durable, and fails with {@link JournalWriteException}
   * @param clock for what is written later than it was
   */
  public WrittenFailures(
      Function<List<TableWrite>, CompletionStage<Void>> writes,
      RecordSettings settings,
      InstantSource clock) {
    this.writes = writes;
    this.clock = clock;
    this.areDecisionsRecorded = settings.decisions();
    Limits ofKnown =
        Limits.perSecond(settings.alikePerSecondMax(), settings.failuresPerSecondMax());
    Limits ofOthers = Limits.perMinute(settings.failedAuthenticationsPerMinuteMax());
    // Each apart: who fills the one must not hide the others.
    this.joins =
        Map.of(
            FailedRequest.Source.KNOWN, new FailureJoin(ofKnown),
            FailedRequest.Source.ENDED_KEY, new FailureJoin(ofOthers),
            FailedRequest.Source.UNKNOWN, new FailureJoin(ofOthers));
  }

  /** What one request leaves in the tables, in one transaction: of equal times, equal rows. */
  private interface Telling {
    List<TableWrite> at(long toldAtMs);
  }

  @Override
  public CompletionStage<Void> note(FailedRequest failed) {
    return joins.get(failed.source()).isToldAlone(failed, elapsedMs())
        ? notForLong(writeAll(List.of(telling(failed, 1, failed.atMs())), failed.atMs()))
        : CompletableFuture.completedFuture(null);
  }

  @Override
  public boolean hasCounted(FailedRequest.Source source, FailedRequest.Kind kind, long atMs) {
    return joins.get(source).hasCounted(kind, atMs, elapsedMs());
  }

  @Override
  public CompletionStage<Void> note(DoneRequest done) {
    String identity = newIdentity();
    Telling telling =
        toldAtMs -> {
          TableWrites rows = new TableWrites();
          done.tell(identity, Math.max(done.atMs(), toldAtMs), new RecordRows(rows));
          return rows.toList();
        };
    return notForLong(writeAll(List.of(telling), done.atMs()));
  }

  /** Of a copy: the write itself must still hear that it has failed, to be done again. */
  private static CompletionStage<Void> notForLong(CompletableFuture<Void> write) {
    return write.copy().completeOnTimeout(null, WAIT_MS, TimeUnit.MILLISECONDS);
  }

  /**
   * Writes what was counted, and what could not be written before, unless it is being done already.
   * Called by a timer.
   */
  public CompletionStage<Void> flush() {
    synchronized (flushing) {
      if (flush.isDone()) {
        flush = write(all(join -> join.take(elapsedMs())));
      }
      return flush;
    }
  }

  /** The same after it, with what is being counted just then: there is no later. */
  public CompletionStage<Void> flushAll() {
    synchronized (flushing) {
      flush =
          flush
              .exceptionally(failure -> null)
              .thenCompose(done -> write(all(FailureJoin::takeAll)));
      return flush;
    }
  }

  /** How many were neither written nor wait for it; for metrics. */
  public long lost() {
    return lost.get() + joins.values().stream().mapToLong(FailureJoin::lost).sum();
  }

  private List<FailureJoin.Counted> all(Function<FailureJoin, List<FailureJoin.Counted>> taken) {
    return joins.values().stream().flatMap(join -> taken.apply(join).stream()).toList();
  }

  private CompletableFuture<Void> write(List<FailureJoin.Counted> counted) {
    List<Telling> due = new ArrayList<>(takeAgain());
    if (!due.isEmpty()) {
      LOG.warn("{} failed requests could not be written and are now again", due.size());
    }
    for (FailureJoin.Counted one : counted) {
      due.add(telling(one.first(), one.occurrences(), one.lastAtMs()));
    }
    CompletableFuture<Void> all = CompletableFuture.completedFuture(null);
    for (int from = 0; from < due.size(); from += WRITTEN_AT_ONCE) {
      List<Telling> some =
          List.copyOf(due.subList(from, Math.min(due.size(), from + WRITTEN_AT_ONCE)));
      all = all.thenCompose(done -> writeAll(some, clock.millis()));
    }
    return all;
  }

  private CompletableFuture<Void> writeAll(List<Telling> requests, long toldAtMs) {
    List<List<TableWrite>> rows = requests.stream().map(one -> one.at(toldAtMs)).toList();
    return writes
        .apply(rows.stream().flatMap(List::stream).toList())
        .exceptionally(
            cause -> {
              LOG.debug("{} failed requests wait: {}", requests.size(), cause.toString());
              later(
                  isCertain(cause) ? requests : rows.stream().map(WrittenFailures::same).toList());
              return null;
            })
        .toCompletableFuture();
  }

  /** Of what may be there already: being told late is better than being told twice. */
  private static Telling same(List<TableWrite> rows) {
    return anyTime -> rows;
  }

  /** Whether nothing was written. */
  private static boolean isCertain(Throwable failure) {
    Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
    return cause instanceof JournalWriteException known
        && known.reason() != JournalWriteException.Reason.UNKNOWN_OUTCOME;
  }

  private Telling telling(FailedRequest failed, long occurrences, long lastAtMs) {
    String identity = newIdentity();
    return nowMs -> {
      TableWrites rows = new TableWrites();
      long toldAtMs = Math.max(failed.atMs(), nowMs);
      failed.tell(identity, occurrences, lastAtMs, toldAtMs, new RecordRows(rows));
      DecisionEntry decision = areDecisionsRecorded ? failed.decision(occurrences, toldAtMs) : null;
      if (decision != null) {
        DecisionRows.denied(decision, FailedRequest.logId(identity, toldAtMs), rows);
      }
      return rows.toList();
    };
  }

  private String newIdentity() {
    return node + ' ' + numbers.incrementAndGet();
  }

  private void later(List<Telling> requests) {
    synchronized (again) {
      again.addAll(requests);
      while (again.size() > AGAIN_MAX) {
        again.poll();
        lost.incrementAndGet();
      }
    }
  }

  private List<Telling> takeAgain() {
    synchronized (again) {
      List<Telling> taken = List.copyOf(again);
      again.clear();
      return taken;
    }
  }

  private long elapsedMs() {
    return TimeUnit.NANOSECONDS.toMillis(stopwatch.elapsedNanos());
  }
}
