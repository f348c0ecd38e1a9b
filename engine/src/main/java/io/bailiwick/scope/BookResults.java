package io.bailiwick.scope;

import java.util.TreeMap;

/**
 * What a scope remembers of one book's operations, so that a repeated message is answered and not
 * done again. Immutable; as small as what the book has under way.
 *
 * @param completedBelow operations with lower numbers are over, and their messages are stale
 * @param results by number of the operation
 */
public record BookResults(long completedBelow, TreeMap<Long, Result> results) {

  /** Nothing yet. */
  public static final BookResults NONE = new BookResults(0, new TreeMap<>());

  /**
   * @param balance right after it was applied; null when it was taken back
   */
  public record Result(Balance balance) {
    public boolean isUndone() {
      return balance == null;
    }
  }

  public boolean isStale(long operation) {
    return operation < completedBelow;
  }

  /** What became of an operation here, or null. */
  public Result of(long operation) {
    return results.get(operation);
  }

  BookResults applied(ScopeEvent.Step step, Balance balance) {
    return with(step, new Result(balance));
  }

  BookResults undone(ScopeEvent.Step step) {
    return with(step, new Result(null));
  }

  private BookResults with(ScopeEvent.Step step, Result result) {
    long below = Math.max(completedBelow, step.completedBelow());
    TreeMap<Long, Result> kept = new TreeMap<>(results.tailMap(below, true));
    kept.put(step.operation(), result);
    return new BookResults(below, kept);
  }
}
