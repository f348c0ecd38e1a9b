package io.bailiwick.http.route;

import java.util.concurrent.CompletionStage;

/** One operation, in two parts, so that nobody can forget what is checked between them. */
@FunctionalInterface
public interface Handler {

  /**
   * Reads the request; what is malformed is a {@code Problem}. Then permission is checked, and then
   * the work is started. Must not block.
   */
  Work read(Call call);

  /** What is left to do for a well-formed request. */
  @FunctionalInterface
  interface Work {

    /** Does it. Must not block; what goes wrong is thrown or fails the stage. */
    CompletionStage<Answer> start();
  }
}
