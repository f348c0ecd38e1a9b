package io.bailiwick.harness;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Many clients at once: all wait until all are there, then go. */
public final class Workers<T> {
  /** What one of them does. */
  @FunctionalInterface
  public interface Work<T> {
    T run(int number) throws Exception;
  }

  private final List<Future<T>> results = new ArrayList<>();

  private Workers() {}

  /** Starts {@code count} threads on the same work. */
  public static <T> Workers<T> start(int count, Work<T> work) {
    Workers<T> workers = new Workers<>();
    CountDownLatch ready = new CountDownLatch(count);
    ExecutorService threads =
        Executors.newThreadPerTaskExecutor(Thread.ofPlatform().daemon().factory());
    for (int i = 0; i < count; i++) {
      int number = i;
      workers.results.add(
          threads.submit(
              () -> {
                ready.countDown();
                ready.await();
                return work.run(number);
              }));
    }
    threads.shutdown();
    return workers;
  }

  /** Throws what one of them has failed with, if one has. */
  public void check() {
    for (Future<T> result : results) {
      if (result.state() == Future.State.FAILED) {
        throw new AssertionError("a client failed", result.exceptionNow());
      }
    }
  }

  /** What each has come to, in order of their numbers. The first failure is thrown. */
  public List<T> await(Duration within) {
    long deadlineNs = System.nanoTime() + within.toNanos();
    List<T> all = new ArrayList<>();
    for (Future<T> result : results) {
      try {
        all.add(result.get(Math.max(0, deadlineNs - System.nanoTime()), TimeUnit.NANOSECONDS));
      } catch (ExecutionException e) {
        throw new AssertionError("a client failed: " + e.getCause(), e.getCause());
      } catch (TimeoutException e) {
        throw new AssertionError("a client is not done after " + within, e);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException("interrupted", e);
      }
    }
    return all;
  }
}
