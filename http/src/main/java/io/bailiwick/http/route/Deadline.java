package io.bailiwick.http.route;

import io.bailiwick.time.Stopwatch;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.apache.pekko.http.javadsl.model.HttpResponse;

/**
 * By when a request must have its answer, and what it is answered else. Time runs from when the
 * request has come in whole: what a client takes to send it is its own. Thread-safe.
 */
public final class Deadline {
  private volatile long nanos;
  private volatile Stopwatch running = Stopwatch.start();
  private volatile Supplier<HttpResponse> late;

  /**
   * A deadline that runs from now.
   *
   * @param within what an answer usually must be given
   */
  public Deadline(Duration within) {
    this.nanos = within.toNanos();
  }

  /** What is left, in nanoseconds; all of it while the request is still coming in. */
  public long leftNanos() {
    Stopwatch stopwatch = running;
    return stopwatch == null ? nanos : nanos - stopwatch.elapsedNanos();
  }

  /** The answer of one who has had none. */
  public HttpResponse late() {
    return late.get();
  }

  /** Says how it is answered when it is over. */
  public void answerLate(Supplier<HttpResponse> answer) {
    late = answer;
  }

  /** Lets the answer take longer than others may. */
  public void mayTake(Duration time) {
    nanos = time.toNanos();
  }

  /** Runs from when {@code body} is there or has failed: how long it may take, others see to. */
  void runFrom(CompletableFuture<?> body) {
    if (!body.isDone()) {
      running = null;
      body.whenComplete((received, failure) -> running = Stopwatch.start());
    }
  }
}
