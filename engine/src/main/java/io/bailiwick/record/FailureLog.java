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
}
