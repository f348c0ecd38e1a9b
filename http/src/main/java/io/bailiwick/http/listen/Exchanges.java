package io.bailiwick.http.listen;

import io.bailiwick.http.route.Deadline;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BiFunction;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.http.javadsl.model.HttpRequest;
import org.apache.pekko.http.javadsl.model.HttpResponse;

/**
 * The requests of one connection, one after the other, each answered in time: by what works on it,
 * or else by what its deadline says, after which the connection is closed. There is one timer for
 * the connection, which looks at what there is when it goes off. Thread-safe.
 */
final class Exchanges {
  private final BiFunction<HttpRequest, Deadline, CompletionStage<HttpResponse>> work;
  private final Duration within;
  private final ActorSystem<?> system;
  private final AtomicBoolean isTimed = new AtomicBoolean();
  private volatile Exchange current;
  private volatile boolean isOver;

  /** A request and its answer, which is given by whoever takes it first. */
  private record Exchange(
      Deadline deadline, CompletableFuture<HttpResponse> answer, AtomicBoolean isTaken) {

    boolean take() {
      return isTaken.compareAndSet(false, true);
    }
  }

  /**
   * @param work which answers a request, and may change its deadline
   * @param within what an answer usually must be given
   */
  Exchanges(
      BiFunction<HttpRequest, Deadline, CompletionStage<HttpResponse>> work,
      Duration within,
      ActorSystem<?> system) {
    this.work = work;
    this.within = within;
    this.system = system;
  }

  /** Called for the next request when the one before has been answered. */
  CompletionStage<HttpResponse> answer(HttpRequest request) {
    CompletableFuture<HttpResponse> answer = new CompletableFuture<>();
    if (isOver) {
      // Sent before the client knew: like the connection, it ends without an answer.
      return answer;
    }
    Exchange exchange = new Exchange(new Deadline(within), answer, new AtomicBoolean());
    current = exchange;
    watch(within.toNanos());
    work.apply(request, exchange.deadline)
        .whenComplete((response, failure) -> give(exchange, response, failure));
    return answer;
  }

  private void give(Exchange exchange, HttpResponse response, Throwable failure) {
    if (!exchange.take()) {
      return;
    }
    // First, as the next request may come with the answer.
    current = null;
    if (failure == null) {
      exchange.answer.complete(response);
    } else {
      exchange.answer.completeExceptionally(failure);
    }
  }

  private void watch(long nanos) {
    if (isTimed.compareAndSet(false, true)) {
      system
          .scheduler()
          .scheduleOnce(Duration.ofNanos(nanos), this::look, system.executionContext());
    }
  }

  private void look() {
    isTimed.set(false);
    Exchange exchange = current;
    if (exchange == null) {
      return;
    }
    long leftNanos = exchange.deadline.leftNanos();
    if (leftNanos > 0) {
      // Not longer than usual: the timer is the next request's too, which has that long.
      watch(Math.min(leftNanos, within.toNanos()));
    } else if (exchange.take()) {
      isOver = true;
      exchange.answer.complete(Answers.last(exchange.deadline.late()));
    }
  }
}
