package io.bailiwick.bench;

import java.util.EnumMap;
import java.util.Map;
import java.util.TreeMap;

/**
 * What one connection, or all of them, have seen. Times count only if they end within the window of
 * the measurement; errors and the book count always. Used by one thread at a time.
 */
final class Tally {
  private final long fromNs;
  private final long toNs;
  private final Map<Operation, Series> series = new EnumMap<>(Operation.class);
  private final Map<String, Long> errors = new TreeMap<>();
  private final Book book = new Book();
  private long wrongCharges;

  /** With a window on the scale of System.nanoTime. */
  Tally(long fromNs, long toNs) {
    this.fromNs = fromNs;
    this.toNs = toNs;
  }

  /** Something that was meant to start at {@code startNs} is done now. */
  void done(Operation operation, long startNs) {
    long nowNs = System.nanoTime();
    if (nowNs - fromNs >= 0 && nowNs - toNs < 0) {
      series
          .computeIfAbsent(operation, any -> new Series())
          .add(nowNs - fromNs, Math.max(0, nowNs - startNs));
    }
  }

  /** An answer that was not wanted. */
  void error(Operation operation, String what) {
    errors.merge(operation.label() + " " + what, 1L, Long::sum);
  }

  /** A commit was charged otherwise than it said. */
  void wrongCharge() {
    wrongCharges++;
  }

  Book book() {
    return book;
  }

  /** By operation; none of which nothing ended within the window. */
  Map<Operation, Series> series() {
    return series;
  }

  /** How often, by operation and status. */
  Map<String, Long> errors() {
    return errors;
  }

  long wrongCharges() {
    return wrongCharges;
  }

  /** What went wrong in another part of the same run, whose times are not measured. */
  void addWrong(Tally other) {
    other.errors.forEach((what, count) -> errors.merge(what, count, Long::sum));
    wrongCharges += other.wrongCharges;
  }

  void addAll(Tally other) {
    other.series.forEach(
        (operation, times) -> series.computeIfAbsent(operation, any -> new Series()).addAll(times));
    book.addAll(other.book);
    addWrong(other);
  }
}
