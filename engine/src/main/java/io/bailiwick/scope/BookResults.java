package io.bailiwick.scope;

import io.bailiwick.collection.TrieMap;

/**
 * What a scope remembers of one book's operations, so that a repeated message is answered and not
 * done again. Immutable; as small as what the book has under way.
 *
 * @param completedBelow operations with lower numbers are over, and their messages are stale
 * @param results by number of the operation
 */
public record BookResults(long completedBelow, TrieMap<Long, Result> results) {

  /** Nothing yet. */
  public static final BookResults NONE = new BookResults(0, TrieMap.empty());

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
    return results.find(operation);
  }

  BookResults applied(ScopeEvent.Step step, Balance balance) {
    return with(step, new Result(balance));
  }

  BookResults undone(ScopeEvent.Step step) {
    return with(step, new Result(null));
  }

  private BookResults with(ScopeEvent.Step step, Result result) {
    long below = Math.max(completedBelow, step.completedBelow());
    return new BookResults(below, keptFrom(below).with(step.operation(), result));
  }

  /** The results without those of operations that are over once the bound is {@code below}. */
  private TrieMap<Long, Result> keptFrom(long below) {
    TrieMap<Long, Result> kept = results;
    if (below - completedBelow < results.size()) {
      for (long operation = completedBelow; operation < below; operation++) {
        kept = kept.without(operation);
      }
    } else {
      for (long operation : results.keys()) {
        kept = operation < below ? kept.without(operation) : kept;
      }
    }
    return kept;
  }
}
