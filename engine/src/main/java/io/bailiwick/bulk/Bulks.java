package io.bailiwick.bulk;

import java.util.concurrent.CompletionStage;

/**
 * The way to bulk actions, wherever they run. Thread-safe; never blocks.
 *
 * <p>A key has one effect: each row that was selected is acted on once, whatever dies meanwhile,
 * and every repetition is answered as the first request was, or would have been.
 */
public interface Bulks {

  /** Selects rows as the list does that has the same filter. */
  @FunctionalInterface
  interface Selection {

    /**
     * Those that match now.
     *
     * @param max beyond which only their number is wanted
     */
    CompletionStage<BulkRows> select(int max);
  }

  /**
   * Acts on all rows. Completes with a reply within a named bound; fails only as the selection does.
   * What was begun goes on after that.
   *
   * @param expected how many rows the caller counts on, or null
   * @param selection is asked if the key is new
   */
  CompletionStage<BulkReply> ask(Bulk bulk, Long expected, Selection selection);
}
