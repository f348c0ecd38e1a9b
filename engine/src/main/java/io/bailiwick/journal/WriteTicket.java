package io.bailiwick.journal;

import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/**
 * Stands for one write of an entity while its outcome is not known, for others who build on it: a
 * write that names this one as a prerequisite becomes durable with it or later, and never without
 * it. Thread-safe.
 */
public final class WriteTicket {

  private final Consumer<WriteTicket> onQueued;
  private volatile CompletableFuture<Void> outcome;

  /**
   * @param onQueued called once, when the write waits for the disk; a write that waits since a
   *     later moment may name this one. Not called for a write that is refused at once
   */
  public WriteTicket(Consumer<WriteTicket> onQueued) {
    this.onQueued = onQueued;
  }

  /** The write waits in the writer's queue. */
  void queued(CompletableFuture<Void> durable) {
    outcome = durable;
    onQueued.accept(this);
  }

  /**
   * Whether nothing may be built on the write any more: it failed, or its outcome stays unknown.
   */
  boolean hasFailed() {
    return outcome == null || outcome.isCompletedExceptionally();
  }

  /** Runs {@code action} when the write is durable, on any thread; never if it fails. */
  public void whenDurable(Runnable action) {
    outcome.thenRun(action);
  }
}
