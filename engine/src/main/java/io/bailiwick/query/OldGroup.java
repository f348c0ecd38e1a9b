package io.bailiwick.query;

import io.bailiwick.journal.JournalWriter;
import io.bailiwick.projection.TableWrite;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Kinds that share what a step may remove, and whose turn it is: a kind that took all of it is the
 * last one in the next. Each is looked for on a connection of its own and removed by a write of its
 * own, so that none fails with another. One step at a time.
 */
final class OldGroup {

  private static final Logger LOG = LoggerFactory.getLogger(OldGroup.class);

  private final int stepRowsMax;
  private final List<OldKind> kinds;
  private volatile int turn;

  OldGroup(Retention.Group group) {
    this.stepRowsMax = group.stepRowsMax();
    this.kinds = group.kinds().stream().map(OldKind::new).toList();
  }

  /** What this group has for one step. */
  final class Part {

    private final List<Found> found = new ArrayList<>();
    private final List<Failed> failed = new ArrayList<>();
    private final int firstTurn = turn;
    private int nextTurn = firstTurn;
    private int rowsFound;
    private int rows;
    private boolean isMore;
    private boolean hasWorked;
    private Throwable failure;

    private record Found(OldKind kind, OldRows.Look look) {}

    private record Failed(OldKind kind, Throwable cause) {}

    List<TableWrite> deletes() {
      return found.stream().flatMap(one -> one.look().deletes().stream()).toList();
    }

    /** That are removed. */
    int rows() {
      return rows;
    }

    /** Whether there may be more, when what was found is removed. */
    boolean isMore() {
      return isMore;
    }

    /** Whether anything was looked for and, if found, removed. */
    boolean hasWorked() {
      return hasWorked;
    }

    /** One of those that have failed, now or before they rest; null if there is none. */
    Throwable failure() {
      return failure;
    }

    /** Nothing of any group has worked, so it is the store that does not, and all try again. */
    void blameNoKind() {
      kinds.forEach(OldKind::restsNoLonger);
    }

    /** Says what has failed now. */
    void log() {
      failed.forEach(
          one ->
              LOG.warn(
                  "what is old stays for {} longer: {}: {}",
                  OldKind.REST,
                  one.kind(),
                  one.cause().toString()));
    }

    private CompletionStage<Part> look(Reads reads, int number, long nowMs) {
      OldKind kind = kinds.get(number);
      Throwable rests = kind.restsFor(nowMs);
      failure = rests == null ? failure : rests;
      if (rests != null || rowsFound == stepRowsMax) {
        return CompletableFuture.completedFuture(this);
      }
      int rowsMax = stepRowsMax - rowsFound;
      return reads
          .ask(connection -> kind.look(connection, nowMs, rowsMax))
          .handle(
              (look, cause) -> {
                if (cause == null) {
                  add(number, look);
                } else {
                  kind.notFound(cause, nowMs);
                  failed(kind, cause);
                }
                return this;
              });
    }

    private void add(int number, OldRows.Look look) {
      found.add(new Found(kinds.get(number), look));
      rowsFound += look.rows();
      if (rowsFound == stepRowsMax) {
        nextTurn = (number + 1) % kinds.size();
        isMore = true;
      }
    }

    private void failed(OldKind kind, Throwable cause) {
      failed.add(new Failed(kind, cause));
      failure = cause;
    }

    /** Removes what was found. Completes when it is over, however it has ended. */
    CompletionStage<Void> remove(JournalWriter writer, long nowMs) {
      List<CompletionStage<Throwable>> causes =
          found.stream().map(one -> write(writer, one.look().deletes())).toList();
      CompletionStage<Void> all = CompletableFuture.completedFuture(null);
      for (int i = 0; i < causes.size(); i++) {
        Found one = found.get(i);
        all =
            all.thenCombine(
                causes.get(i),
                (done, cause) -> {
                  ended(one, cause, nowMs);
                  return null;
                });
      }
      return all.thenRun(() -> turn = nextTurn);
    }

    private void ended(Found one, Throwable cause, long nowMs) {
      if (cause == null) {
        one.kind().removed(one.look());
        rows += one.look().rows();
        isMore = isMore || one.look().isMore();
        hasWorked = true;
      } else {
        one.kind().notRemoved(cause, nowMs);
        failed(one.kind(), cause);
      }
    }
  }

  /** Why it has failed, null if it has not. */
  private static CompletionStage<Throwable> write(JournalWriter writer, List<TableWrite> deletes) {
    return deletes.isEmpty()
        ? CompletableFuture.completedFuture(null)
        : writer.write(deletes).handle((done, cause) -> cause);
  }

  /** Fails never: what failed is in the part. */
  CompletionStage<Part> look(Reads reads, long nowMs) {
    Part part = new Part();
    CompletionStage<Part> looked = CompletableFuture.completedFuture(part);
    for (int i = 0; i < kinds.size(); i++) {
      int number = (part.firstTurn + i) % kinds.size();
      looked = looked.thenCompose(soFar -> soFar.look(reads, number, nowMs));
    }
    return looked;
  }
}
