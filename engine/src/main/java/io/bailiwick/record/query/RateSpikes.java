package io.bailiwick.record.query;

import io.bailiwick.journal.JournalWriter;
import io.bailiwick.query.Reads;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Finds tenants of which too many reservations are denied, or expire, or with whose keys too many
 * attempts fail: by looking at the events and reservations of the last minutes, so that nothing has
 * to be counted where they are made, but for attempts that succeed. A spike is told when it begins:
 * not again while it lasts, nor within its window of the last one, and what was told is in a table.
 * By the protocol's terms for every tenant, and by those that subscriptions name for those whose
 * they are. One in the cluster, one step at a time.
 */
public final class RateSpikes {

  /**
   * Between two looks: a tenth of the time that the protocol looks for them in, and each look reads
   * the index of what was denied and has expired in that time.
   */
  public static final Duration INTERVAL = Duration.ofSeconds(30);

  /** Between two steps of one look. */
  public static final Duration PAUSE = Duration.ofSeconds(1);

  /** Looked at in one step; the rest in the next ones. */
  static final int TENANTS_MAX = 200;

  private final Reads reads;
  private final JournalWriter writer;
  private final LookTimes times = new LookTimes(INTERVAL);

  /** The one that is under way, or null. */
  private volatile SpikeLook look;

  /**
   * What a step has done.
   *
   * @param told spikes
   * @param isMore whether the look goes on
   */
  public record Step(int told, boolean isMore) {}

  public RateSpikes(Reads reads, JournalWriter writer) {
    this.reads = reads;
    this.writer = writer;
  }

  /** Goes on with a look, or begins one. What has failed is left to the next look. */
  public CompletionStage<Step> step(long nowMs) {
    CompletionStage<SpikeLook> underWay =
        look != null && !look.isOver()
            ? CompletableFuture.completedFuture(look)
            : reads.ask(
                connection -> {
                  look = SpikeLook.begin(connection, nowMs, TENANTS_MAX, times);
                  return look;
                });
    return underWay.thenCompose(
        now ->
            reads
                .ask(now::next)
                .thenCompose(
                    part ->
                        (part.writes().isEmpty()
                                ? CompletableFuture.completedFuture(null)
                                : writer.write(part.writes()))
                            .thenApply(written -> new Step(part.begun(), !now.isOver()))));
  }
}
