package io.bailiwick.bulk;

import java.time.Duration;
import java.util.concurrent.CompletionStage;

/**
 * The way to bulk actions, wherever they run. Thread-safe; never blocks.
 *
 * <p>A key has one effect: each row that was selected is acted on once, whatever dies meanwhile,
 * and every repetition is answered as the first request was, or would have been.
 */
public interface Bulks {

  /**
   * What a request waits at most for the end of what it has begun: less than the 30 s after which
   * dashboards give up. Whoever was told nothing might begin the same again under another key.
   */
  Duration ANSWER_WITHIN = Duration.ofSeconds(25);

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
   * Acts on all rows. Completes with a reply within {@link #ANSWER_WITHIN}; fails only as the
   * selection does. What was begun goes on after that.
   *
   * @param expected how many rows the caller counts on, or null
   * @param selection is asked if the key is new
   */
  CompletionStage<BulkReply> ask(Bulk bulk, Long expected, Selection selection);
}
