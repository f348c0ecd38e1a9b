package io.bailiwick.bulk.query;

import io.bailiwick.bulk.BulkReply;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Requests that wait for a slot, or for the end of what another node runs: each looks every now and
 * then, for as long as it has patience. Thread-safe; never blocks.
 */
final class Waiters {

  /** At once on a node: nobody sends or repeats as many by hand. */
  static final int WAITING_MAX = 64;

  /** Between two looks. */
  static final Duration POLL_INTERVAL = Duration.ofMillis(250);

  private final Function<Duration, CompletionStage<Void>> pauses;
  private final AtomicInteger waiting = new AtomicInteger();

  /**
   * @param pauses completes after that long
   */
  Waiters(Function<Duration, CompletionStage<Void>> pauses) {
    this.pauses = pauses;
  }

  /**
   * What is found, or that there was nothing in time, or that too many wait.
   *
   * @param late what is said where there was nothing in time
   * @param look is asked again until it finds something
   */
  CompletionStage<BulkReply> await(
      Patience patience, String late, Supplier<CompletionStage<Optional<BulkReply>>> look) {
    if (waiting.incrementAndGet() > WAITING_MAX) {
      waiting.decrementAndGet();
      return CompletableFuture.completedFuture(
          new BulkReply.Unavailable(WAITING_MAX + " requests wait for bulk actions"));
    }
    return poll(patience, late, look).whenComplete((reply, cause) -> waiting.decrementAndGet());
  }

  private CompletionStage<BulkReply> poll(
      Patience patience, String late, Supplier<CompletionStage<Optional<BulkReply>>> look) {
    if (patience.leftMs() <= POLL_INTERVAL.toMillis()) {
      return CompletableFuture.completedFuture(new BulkReply.Unavailable(late));
    }
    return pauses
        .apply(POLL_INTERVAL)
        .thenCompose(over -> look.get())
        .thenCompose(
            found ->
                found.isPresent()
                    ? CompletableFuture.completedFuture(found.get())
                    : poll(patience, late, look));
  }
}
