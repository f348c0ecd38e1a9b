package io.bailiwick.record;

import java.util.concurrent.CompletionStage;

/** Takes requests that were done and left nothing that tells of them. Thread-safe; never blocks. */
public interface DoneLog {

  /**
   * Records one.
   *
   * @return completes when it is durable or will not be soon. Never fails
   */
  CompletionStage<Void> note(DoneRequest done);
}
