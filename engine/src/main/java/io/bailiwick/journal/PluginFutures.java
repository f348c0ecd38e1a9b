package io.bailiwick.journal;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import scala.concurrent.Future;
import scala.jdk.javaapi.FutureConverters;

/**
 * The plugin speaks Scala's futures. A failure arrives there as it is, not wrapped, so that its
 * reason can be read.
 */
final class PluginFutures {

  private PluginFutures() {}

  /** Succeeds with {@code value} when {@code stage} succeeds. */
  static <T> Future<T> succeedingWith(T value, CompletionStage<Void> stage) {
    CompletableFuture<T> plain = new CompletableFuture<>();
    stage.whenComplete(
        (done, cause) -> {
          if (cause == null) {
            plain.complete(value);
          } else {
            plain.completeExceptionally(cause);
          }
        });
    return FutureConverters.asScala(plain);
  }

  static <T> Future<T> failed(Throwable cause) {
    return FutureConverters.asScala(CompletableFuture.failedFuture(cause));
  }
}
