package io.bailiwick.query;

import io.bailiwick.time.Stopwatch;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Small queries, many of them: what comes while others are served goes after them on the same
 * thread and connection. To wake a thread, to take a connection and to begin reading costs more
 * than to find a row, and the embedded store's connections forget their pages with each write of
 * others. Who has waited for {@link #PATIENCE} is not held up by a slow one any longer, as another
 * run begins.
 *
 * <p>Every query begins after it was asked for, so it sees what was durable then. Thread-safe;
 * never blocks. Bounded as the {@link Reads} below it are: who waits here has nobody below.
 */
final class GatheredReads {

  /** Runs at once; more only help where the way to the store is long. */
  static final int RUNS_MAX = 4;

  /** Queries that wait for one run before another one is begun. */
  static final int COMPANY = 8;

  /** How long one waits for a run that may hang: some times as long as a busy run takes. */
  static final Duration PATIENCE = Duration.ofMillis(50);

  /** Queries in one run: then others of the same threads have their turn. */
  static final int RUN_MAX = 64;

  private final Reads reads;
  private final Duration patience;
  private final ConcurrentLinkedQueue<Asked<?>> waiting = new ConcurrentLinkedQueue<>();
  private final AtomicInteger waitingCount = new AtomicInteger();
  private final AtomicInteger runs = new AtomicInteger();

  /** One timer serves all that wait: it looks at what there is when it goes off. */
  private final AtomicBoolean isLookPlanned = new AtomicBoolean();

  GatheredReads(Reads reads) {
    this(reads, PATIENCE);
  }

  GatheredReads(Reads reads, Duration patience) {
    this.reads = reads;
    this.patience = patience;
  }

  private record Asked<T>(Reads.Query<T> query, CompletableFuture<T> answer, Stopwatch waited) {

    /** Returns whether the connection is good for the next one. */
    boolean run(Connection connection) {
      try {
        answer.complete(query.run(connection));
        return true;
      } catch (SQLException e) {
        fail(new QueryFailedException("the store was not read: " + e, e));
        return false;
      } catch (RuntimeException e) {
        fail(e);
        return true;
      } catch (Error e) {
        // Told to this one alone; the others have another run. The process must learn of it, too.
        fail(new QueryFailedException("the store was not read: " + e, e));
        throw e;
      }
    }

    void fail(Throwable cause) {
      answer.completeExceptionally(cause);
    }
  }

  /** What {@code query} gives; fails with {@link QueryFailedException}. */
  <T> CompletionStage<T> ask(Reads.Query<T> query) {
    Asked<T> asked = new Asked<>(query, new CompletableFuture<>(), Stopwatch.start());
    if (waitingCount.incrementAndGet() > Reads.WAITING_MAX) {
      waitingCount.decrementAndGet();
      asked.fail(new QueryFailedException(Reads.WAITING_MAX + " queries are waiting", null));
      return asked.answer();
    }
    waiting.add(asked);
    runIfWanted();
    return asked.answer();
  }

  private void runIfWanted() {
    int running = runs.get();
    boolean isBegun = false;
    while (!isBegun && running < RUNS_MAX && isWanted(running)) {
      isBegun = runs.compareAndSet(running, running + 1);
      running = runs.get();
    }
    if (isBegun) {
      new Run().begin();
    }
    // The last one who waits has the run that has just been begun.
    if (waitingCount.get() > (isBegun ? 1 : 0)) {
      lookLater();
    }
  }

  /** Whether many wait, or one for long. */
  private boolean isWanted(int running) {
    if (waitingCount.get() > running * COMPANY) {
      return true;
    }
    Asked<?> oldest = waiting.peek();
    return oldest != null && oldest.waited.elapsedNanos() >= patience.toNanos();
  }

  /** At the bound there is nothing to look for until a run ends. */
  private void lookLater() {
    if (runs.get() < RUNS_MAX && isLookPlanned.compareAndSet(false, true)) {
      CompletableFuture.delayedExecutor(patience.toNanos(), TimeUnit.NANOSECONDS)
          .execute(
              () -> {
                isLookPlanned.set(false);
                runIfWanted();
              });
    }
  }

  /** A turn on one connection. */
  private final class Run {
    private boolean hasBegun;

    void begin() {
      reads
          .ask(this::serve)
          .whenComplete(
              (done, failure) -> {
                runs.decrementAndGet();
                if (failure != null && !hasBegun) {
                  failAll(failure);
                }
                runIfWanted();
              });
    }

    /** Serves until nobody waits. A query that fails ends the run, and is the only one told so. */
    private Void serve(Connection connection) {
      hasBegun = true;
      Asked<?> next = take();
      for (int served = 1; next != null; served++) {
        boolean isInOrder = next.run(connection);
        next = isInOrder && served < RUN_MAX ? take() : null;
      }
      return null;
    }
  }

  private Asked<?> take() {
    Asked<?> next = waiting.poll();
    if (next != null) {
      waitingCount.decrementAndGet();
    }
    return next;
  }

  /** Who waits when no connection was to be had: it would not be had sooner by waiting again. */
  private void failAll(Throwable failure) {
    for (Asked<?> next = take(); next != null; next = take()) {
      next.fail(failure);
    }
  }
}
