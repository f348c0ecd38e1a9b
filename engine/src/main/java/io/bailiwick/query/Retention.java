package io.bailiwick.query;

import io.bailiwick.journal.JournalWriter;
import io.bailiwick.projection.TableWrite;
import io.bailiwick.time.Stopwatch;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
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

  /** Removes some of what is old by now. */
  public CompletionStage<Step> step(long nowMs) {
    Stopwatch looking = Stopwatch.start();
    return reads
        .ask(connection -> look(connection, nowMs))
        .thenCompose(
            parts -> {
              List<TableWrite> deletes = new ArrayList<>();
              parts.forEach(part -> deletes.addAll(part.deletes()));
              if (deletes.isEmpty()) {
                return CompletableFuture.completedFuture(done(parts, looking.elapsedNanos()));
              }
              Stopwatch writing = Stopwatch.start();
              return writer
                  .write(deletes)
                  .thenApply(written -> done(parts, writing.elapsedNanos()));
            });
  }

  private List<OldGroup.Part> look(Connection connection, long nowMs) throws SQLException {
    List<OldGroup.Part> parts = new ArrayList<>();
    for (OldGroup group : groups) {
      parts.add(group.look(connection, nowMs));
    }
    return parts;
  }

  /** Only what is removed is not looked for again. */
  private static Step done(List<OldGroup.Part> parts, long tookNanos) {
    int rows = 0;
    boolean isMore = false;
    for (OldGroup.Part part : parts) {
      part.removed();
      rows += part.rows();
      isMore = isMore || part.isMore();
    }
    return new Step(rows, isMore, pauseAfter(tookNanos));
  }

  static Duration pauseAfter(long stepNanos) {
    long enoughNanos = Math.max(PAUSE_ENOUGH.toNanos(), stepNanos);
    return Duration.ofNanos(Math.min(stepNanos * PAUSE_FOR_STEP, enoughNanos));
  }
}
