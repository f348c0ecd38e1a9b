package io.bailiwick.record.query;

import io.bailiwick.config.RecordSettings;
import io.bailiwick.journal.JournalWriter;
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
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Failures, and what was done without leaving a trace, in the tables of this node's store. What
 * could not be written is written again later, under the same ids, so that nothing is there twice.
 * Thread-safe; never blocks.
 */
public final class WrittenFailures implements FailureLog, DoneLog {

  private static final Logger LOG = LoggerFactory.getLogger(WrittenFailures.class);

  /** How long who waits for it waits: some flushes. An answer must not hang on its record. */
  private static final long WAIT_MS = 1_000;

  /** Requests whose rows, at most three each, are one transaction: a few milliseconds. */
  private static final int WRITTEN_AT_ONCE = 150;

  /** Requests that wait because the store was away; the oldest are given up for newer ones. */
  private static final int AGAIN_MAX = 10_000;

  private final JournalWriter writer;
  private final Map<FailedRequest.Source, FailureJoin> joins;
  private final Stopwatch clock = Stopwatch.start();
  private final String node = UUID.randomUUID().toString();
  private final AtomicLong numbers = new AtomicLong();
  private final AtomicLong lost = new AtomicLong();
  private final boolean areDecisionsRecorded;

  /** The rows of each request together: those of one are in one transaction. */
  private final Deque<List<TableWrite>> again = new ArrayDeque<>();

  public WrittenFailures(JournalWriter writer, RecordSettings settings) {
    this.writer = writer;
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

  @Override
  public CompletionStage<Void> note(FailedRequest failed) {
    return joins.get(failed.source()).isToldAlone(failed, elapsedMs())
        ? writeAll(List.of(rows(failed, 1, failed.atMs())))
            .completeOnTimeout(null, WAIT_MS, TimeUnit.MILLISECONDS)
        : CompletableFuture.completedFuture(null);
  }

  @Override
  public boolean hasCounted(FailedRequest.Source source, FailedRequest.Kind kind, long atMs) {
    return joins.get(source).hasCounted(kind, atMs, elapsedMs());
  }

  @Override
  public CompletionStage<Void> note(DoneRequest done) {
    TableWrites rows = new TableWrites();
    done.tell(node + ' ' + numbers.incrementAndGet(), new RecordRows(rows));
    return writeAll(List.of(rows.toList())).completeOnTimeout(null, WAIT_MS, TimeUnit.MILLISECONDS);
  }

  /** Writes what was counted, and what could not be written before. Called by a timer. */
  public CompletionStage<Void> flush() {
    return write(all(join -> join.take(elapsedMs())));
  }

  /** The same, with what is being counted just now: there is no later. */
  public CompletionStage<Void> flushAll() {
    return write(all(FailureJoin::takeAll));
  }

  /** How many were neither written nor wait for it; for metrics. */
  public long lost() {
    return lost.get() + joins.values().stream().mapToLong(FailureJoin::lost).sum();
  }

  private List<FailureJoin.Counted> all(Function<FailureJoin, List<FailureJoin.Counted>> taken) {
    return joins.values().stream().flatMap(join -> taken.apply(join).stream()).toList();
  }

  private CompletionStage<Void> write(List<FailureJoin.Counted> counted) {
    List<List<TableWrite>> rows = new ArrayList<>(takeAgain());
    if (!rows.isEmpty()) {
      LOG.warn("{} failed requests could not be written and are now again", rows.size());
    }
    for (FailureJoin.Counted one : counted) {
      rows.add(rows(one.first(), one.occurrences(), one.lastAtMs()));
    }
    CompletionStage<Void> all = CompletableFuture.completedFuture(null);
    for (int from = 0; from < rows.size(); from += WRITTEN_AT_ONCE) {
      List<List<TableWrite>> some =
          List.copyOf(rows.subList(from, Math.min(rows.size(), from + WRITTEN_AT_ONCE)));
      all = all.thenCompose(done -> writeAll(some));
    }
    return all;
  }

  private CompletableFuture<Void> writeAll(List<List<TableWrite>> requests) {
    return writer
        .write(requests.stream().flatMap(List::stream).toList())
        .exceptionally(
            cause -> {
              LOG.debug("{} failed requests wait: {}", requests.size(), cause.toString());
              later(requests);
              return null;
            })
        .toCompletableFuture();
  }

  private List<TableWrite> rows(FailedRequest failed, long occurrences, long lastAtMs) {
    TableWrites rows = new TableWrites();
    String identity = node + ' ' + numbers.incrementAndGet();
    failed.tell(identity, occurrences, lastAtMs, new RecordRows(rows));
    DecisionEntry decision = areDecisionsRecorded ? failed.decision(occurrences) : null;
    if (decision != null) {
      DecisionRows.denied(decision, failed.logId(identity), rows);
    }
    return rows.toList();
  }

  private void later(List<List<TableWrite>> requests) {
    synchronized (again) {
      again.addAll(requests);
      while (again.size() > AGAIN_MAX) {
        again.poll();
        lost.incrementAndGet();
      }
    }
  }

  private List<List<TableWrite>> takeAgain() {
    synchronized (again) {
      List<List<TableWrite>> taken = List.copyOf(again);
      again.clear();
      return taken;
    }
  }

  private long elapsedMs() {
    return TimeUnit.NANOSECONDS.toMillis(clock.elapsedNanos());
  }
}
