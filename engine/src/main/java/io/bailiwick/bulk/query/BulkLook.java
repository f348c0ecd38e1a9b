package io.bailiwick.bulk.query;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;

/**
 * Looks for bulk actions that nobody runs any more, on every node, and goes on with them. A runner
 * beats with every few rows; one whose beat is the same in {@link #QUIET_LOOKS} looks in a row
 * after the first is taken for dead. No clock of another node is asked. Where it lives after all,
 * it finds out with its next beat and stops, and what it had begun is not done twice.
 *
 * <p>{@link #look} is called by a timer, every {@link #INTERVAL}; one that is late is left out.
 */
public final class BulkLook {

  /** Between two looks. */
  public static final Duration INTERVAL = Duration.ofSeconds(5);

  /** With the interval, a lease of 15 s: three times what a few rows may take. */
  static final int QUIET_LOOKS = 3;

  /** Of one look, the oldest first. Each ends within a bound, so that all have their turn. */
  static final int LEFT_MAX = 20;

  private final StoredBulks bulks;
  private final int quietLooks;
  private final BooleanSupplier canRun;
  private final AtomicBoolean isLooking = new AtomicBoolean();
  private volatile Map<String, Seen> seen = Map.of();

  /**
   * What was seen of a claim.
   *
   * @param looks in a row that had found the same beat before
   */
  private record Seen(long beat, int looks) {}

  /**
   * @param isShared whether another node may run what this one does not
   * @param canRun whether this node reaches entities now: one that does not leaves all to others
   */
  public BulkLook(StoredBulks bulks, boolean isShared, BooleanSupplier canRun) {
    this.bulks = bulks;
    this.canRun = canRun;
    this.quietLooks = isShared ? QUIET_LOOKS : 0;
  }

  /**
   * Takes over what is left. Completes when that is begun; fails when the store does not answer.
   */
  public CompletionStage<Void> look() {
    if (!canRun.getAsBoolean() || !isLooking.compareAndSet(false, true)) {
      return CompletableFuture.completedFuture(null);
    }
    return bulks
        .table()
        .underWay(LEFT_MAX)
        .thenCompose(this::takeOver)
        .whenComplete((done, cause) -> isLooking.set(false));
  }

  /** Bulk actions in the whole cluster that had not ended at the last look. */
  public int underWay() {
    return seen.size();
  }

  private CompletionStage<Void> takeOver(List<BulkClaim> claims) {
    Map<String, Seen> now = new HashMap<>();
    List<BulkClaim> left = new ArrayList<>();
    for (BulkClaim claim : claims) {
      Seen before = seen.get(claim.id());
      boolean isQuiet = before != null && before.beat() == claim.beat();
      int looks = isQuiet ? before.looks() + 1 : 0;
      now.put(claim.id(), new Seen(claim.beat(), looks));
      if (looks >= quietLooks && !bulks.runs(claim.id())) {
        left.add(claim);
      }
    }
    seen = Map.copyOf(now);
    CompletionStage<Void> all = CompletableFuture.completedFuture(null);
    for (BulkClaim claim : left) {
      all = all.thenCompose(done -> bulks.takeOver(claim));
    }
    return all;
  }
}
