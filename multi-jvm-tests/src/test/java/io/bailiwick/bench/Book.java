package io.bailiwick.bench;

import java.util.HashMap;
import java.util.Map;

/**
 * What clients were answered, per scope that they asked for. An outcome that nobody knows makes a
 * range of it. Used by one thread at a time.
 */
final class Book {
  /** What a ledger may say; a single value each where every outcome is known. */
  record Range(long reservedMin, long reservedMax, long spentMin, long spentMax) {
    static final Range NOTHING = new Range(0, 0, 0, 0);

    Range plus(Range other) {
      return new Range(
          reservedMin + other.reservedMin,
          reservedMax + other.reservedMax,
          spentMin + other.spentMin,
          spentMax + other.spentMax);
    }
  }

  private final Map<String, Range> leaves = new HashMap<>();

  void reserved(String scope, long amount) {
    add(scope, new Range(amount, amount, 0, 0));
  }

  void reserveUnknown(String scope, long amount) {
    add(scope, new Range(0, amount, 0, 0));
  }

  void committed(String scope, long reserved, long actual) {
    add(scope, new Range(-reserved, -reserved, actual, actual));
  }

  void commitUnknown(String scope, long reserved, long actual) {
    add(scope, new Range(-reserved, 0, 0, actual));
  }

  void released(String scope, long reserved) {
    add(scope, new Range(-reserved, -reserved, 0, 0));
  }

  void releaseUnknown(String scope, long reserved) {
    add(scope, new Range(-reserved, 0, 0, 0));
  }

  void spent(String scope, long amount) {
    add(scope, new Range(0, 0, amount, amount));
  }

  void spendUnknown(String scope, long amount) {
    add(scope, new Range(0, 0, 0, amount));
  }

  void addAll(Book other) {
    other.leaves.forEach(this::add);
  }

  /** What the ledger of a scope may say: all that was asked for at it and below it. */
  Range at(String scope) {
    Range sum = Range.NOTHING;
    for (Map.Entry<String, Range> leaf : leaves.entrySet()) {
      if (leaf.getKey().equals(scope) || leaf.getKey().startsWith(scope + "/")) {
        sum = sum.plus(leaf.getValue());
      }
    }
    return sum;
  }

  /** Only what was asked for in the tree of a scope. */
  Book below(String scope) {
    Book part = new Book();
    leaves.forEach(
        (leaf, range) -> {
          if (leaf.equals(scope) || leaf.startsWith(scope + "/")) {
            part.add(leaf, range);
          }
        });
    return part;
  }

  private void add(String scope, Range range) {
    leaves.merge(scope, range, Range::plus);
  }
}
