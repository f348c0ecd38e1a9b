package io.bailiwick.http.outbound;

import io.bailiwick.http.error.Unavailability;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Looks hosts up on threads of its own, as the system can take as long as it likes for one.
 * Thread-safe; never blocks.
 */
final class HostLookUp {

  /** A few names that hang must not keep all others waiting. */
  private static final int THREADS = 8;

  /** More than operators change at once; whoever comes then is told to come again. */
  private static final int WAITING_MAX = 64;

  private static final Duration THREAD_KEPT = Duration.ofSeconds(30);

  private final Duration within;
  private final ThreadPoolExecutor threads;

  HostLookUp(Duration within) {
    this.within = within;
    this.threads =
        new ThreadPoolExecutor(
            THREADS,
            THREADS,
            THREAD_KEPT.toMillis(),
            TimeUnit.MILLISECONDS,
            new ArrayBlockingQueue<>(WAITING_MAX),
            Thread.ofPlatform().daemon().name("host-look-up-", 0).factory());
    threads.allowCoreThreadTimeOut(true);
  }

  /**
   * All addresses of a host; none when there is no such host or nobody knows it in time. Fails with
   * {@link Unavailability} when too many are being looked up.
   */
  CompletionStage<List<InetAddress>> addresses(String host) {
    try {
      return CompletableFuture.supplyAsync(() -> lookUp(host), threads)
          .completeOnTimeout(List.of(), within.toMillis(), TimeUnit.MILLISECONDS);
    } catch (RejectedExecutionException e) {
      return CompletableFuture.failedFuture(
          new Unavailability("Too many hosts are being looked up", e));
    }
  }

  private static List<InetAddress> lookUp(String host) {
    try {
      return List.of(InetAddress.getAllByName(host));
    } catch (UnknownHostException e) {
      // Not there is an answer like any other.
      return List.of();
    }
  }
}
