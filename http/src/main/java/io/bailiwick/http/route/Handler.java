package io.bailiwick.http.route;

import java.util.concurrent.CompletionStage;

/** One operation, in two parts: what is malformed is found before anything is begun. */
@FunctionalInterface
public interface Handler {

  /**
   * Reads the request of somebody who may make it; what is malformed is a {@code Problem}. Then the
   * work is started. Must not block.
   */
  Work read(Call call);

  /** What is left to do for a well-formed request. */
  @FunctionalInterface
  interface Work {

    /** Does it. Must not block; what goes wrong is thrown or fails the stage. */
    CompletionStage<Answer> start();
  }
}
