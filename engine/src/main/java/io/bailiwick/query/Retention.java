package io.bailiwick.query;

import io.bailiwick.journal.JournalWriter;
import io.bailiwick.time.Stopwatch;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;

/**
 * Removes what has been kept long enough, in small steps, as the one writer of the node has better
 * things to do; what is old is looked for on the read pool. A step is followed by a pause that
 * grows with its length: a busy writer makes steps long, and so has less of them. Called by one
 * timer, the next step when the one before has ended. Never blocks.
 */
public final class Retention {

  /**
   * Rows of a group in a step: a few milliseconds of the writer's time for all groups together.
   * With twenty-five steps in a second, which a busy node still has, that is 5,000.
   */
  public static final int STEP_ROWS_MAX = 200;

  /** A fifth of the time at most, while writes are quick. */
  private static final int PAUSE_FOR_STEP = 4;

  /**
   * With more than this between steps rows could come faster than they go. Most of a longer step is
   * waiting for others, so a pause of the same length is enough.
   */
  private static final Duration PAUSE_ENOUGH = Duration.ofMillis(25);

  private final Reads reads;
  private final JournalWriter writer;
  private final List<OldGroup> groups;

  /**
   * @param groups in each step each of them removes some rows
   */
  public Retention(Reads reads, JournalWriter writer, List<Group> groups) {
    this.reads = reads;
    this.writer = writer;
    this.groups = groups.stream().map(OldGroup::new).toList();
  }

  /**
   * Kinds that take turns in what a step may remove.
   *
   * @param stepRowsMax of all of them together
   */
  public record Group(int stepRowsMax, List<OldRows> kinds) {

    public Group {
      kinds = List.copyOf(kinds);
    }
  }

  /**
   * What a step did.
   *
   * @param rows that are removed
   * @param isMore whether there may be further ones that are old
   * @param pause until the next step, if there are
   */
  public record Step(int rows, boolean isMore, Duration pause) {}

  /**
   * Removes some of what is old by now. A kind that cannot be looked for or removed is left alone
   * for a while, and the others go on; fails when there is no other.
   */
  public CompletionStage<Step> step(long nowMs) {
    Stopwatch looking = Stopwatch.start();
    return looked(nowMs)
        .thenCompose(
            parts -> {
              boolean isNothing = parts.stream().allMatch(part -> part.deletes().isEmpty());
              long lookedNanos = looking.elapsedNanos();
              Stopwatch writing = Stopwatch.start();
              return removed(parts, nowMs)
                  .thenApply(done -> done(parts, isNothing ? lookedNanos : writing.elapsedNanos()));
            });
  }

  private CompletionStage<List<OldGroup.Part>> looked(long nowMs) {
    CompletionStage<List<OldGroup.Part>> looked =
        CompletableFuture.completedFuture(new ArrayList<>());
    for (OldGroup group : groups) {
      looked =
          looked.thenCompose(
              parts ->
                  group
                      .look(reads, nowMs)
                      .thenApply(
                          part -> {
                            parts.add(part);
                            return parts;
                          }));
    }
    return looked;
  }

  private CompletionStage<Void> removed(List<OldGroup.Part> parts, long nowMs) {
    return CompletableFuture.allOf(
        parts.stream()
            .map(part -> part.remove(writer, nowMs).toCompletableFuture())
            .toArray(CompletableFuture[]::new));
  }

  private static Step done(List<OldGroup.Part> parts, long tookNanos) {
    int rows = 0;
    boolean isMore = false;
    boolean hasWorked = false;
    Throwable failure = null;
    for (OldGroup.Part part : parts) {
      rows += part.rows();
      isMore = isMore || part.isMore();
      hasWorked = hasWorked || part.hasWorked();
      failure = failure == null ? part.failure() : failure;
    }
    if (failure != null && !hasWorked) {
      // The store is away, most likely: who asks for steps says so, and until when.
      parts.forEach(OldGroup.Part::blameNoKind);
      throw new CompletionException(failure);
    }
    parts.forEach(OldGroup.Part::log);
    return new Step(rows, isMore, pauseAfter(tookNanos));
  }

  static Duration pauseAfter(long stepNanos) {
    long enoughNanos = Math.max(PAUSE_ENOUGH.toNanos(), stepNanos);
    return Duration.ofNanos(Math.min(stepNanos * PAUSE_FOR_STEP, enoughNanos));
  }
}
