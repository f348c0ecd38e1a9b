package io.bailiwick.apikey.query;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;

/**
 * How long a key that was found good may be used from memory. One node forgets a key in the step in
 * which it is changed. Other nodes are not told: they look again when the lease has run out, and
 * whoever changed the key waits for that.
 *
 * @param nanos {@link Long#MAX_VALUE} for ever
 * @param waitMs after a change, before it is acknowledged
 */
record KeyLease(long nanos, long waitMs) {

  /** For a node that is alone. */
  static final KeyLease SINGLE_NODE = new KeyLease(Long.MAX_VALUE, 0);

  /** For one of several nodes. */
  static KeyLease of(Duration lease) {
    return new KeyLease(lease.toNanos(), lease.toMillis() + 1);
  }

  /** Completes when no node uses what it had in memory before now. */
  CompletionStage<Void> runOut() {
    if (waitMs == 0) {
      return CompletableFuture.completedFuture(null);
    }
    Executor later = CompletableFuture.delayedExecutor(waitMs, TimeUnit.MILLISECONDS);
    return CompletableFuture.runAsync(() -> {}, later);
  }
}
