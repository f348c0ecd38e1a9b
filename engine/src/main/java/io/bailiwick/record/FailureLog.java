package io.bailiwick.record;

import java.util.concurrent.CompletionStage;

/** Takes requests that were refused or have failed. Thread-safe; never blocks. */
public interface FailureLog {

  /**
   * Records one.
   *
   * @return completes when it is durable or will not be soon; at once where it is only counted,
   *     with others of its kind. Never fails
   */
  CompletionStage<Void> note(FailedRequest failed);

  /**
   * Whether one more of a kind is only counted, and has been: then nothing else need be known of
   * it, and {@link #note} is not called.
   */
  default boolean hasCounted(FailedRequest.Source source, FailedRequest.Kind kind, long atMs) {
    return false;
  }
}
