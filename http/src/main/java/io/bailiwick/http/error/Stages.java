package io.bailiwick.http.error;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Future.State;
import java.util.function.BiFunction;

/** What comes after what, failures included. */
public final class Stages {
  private Stages() {}

  /**
   * Goes on with what {@code stage} comes to, a value or else a failure: at once, on this thread
   * and without a stage between them, where the value is there already, as it usually is.
   *
   * @param next throws nothing
   */
  public static <T, R> CompletionStage<R> then(
      CompletionStage<T> stage, BiFunction<T, Throwable, CompletionStage<R>> next) {
    return stage instanceof CompletableFuture<T> future && future.state() == State.SUCCESS
        ? next.apply(future.resultNow(), null)
        : stage.handle(next).thenCompose(after -> after);
  }
}
