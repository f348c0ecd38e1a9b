package io.bailiwick.bench;

import java.util.EnumMap;
import java.util.Map;
import java.util.TreeMap;
import org.HdrHistogram.Histogram;

/**
 * What one connection, or all of them, have seen. Times count only if they end within the window of
 * the measurement; errors and the book count always. Used by one thread at a time.
 */
final class Tally {
  private static final int DIGITS = 3;
  private static final int NS_PER_US = 1_000;

  private final long fromNs;
  private final long toNs;
  private final Map<Operation, Histogram> timesUs = new EnumMap<>(Operation.class);
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
      timesUs
          .computeIfAbsent(operation, any -> new Histogram(DIGITS))
          .recordValue(Math.max(0, nowNs - startNs) / NS_PER_US);
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

  /** Microseconds by operation. */
  Map<Operation, Histogram> timesUs() {
    return timesUs;
  }

  /** How often, by operation and status. */
  Map<String, Long> errors() {
    return errors;
  }

  long wrongCharges() {
    return wrongCharges;
  }

  void addAll(Tally other) {
    other.timesUs.forEach(
        (operation, times) ->
            timesUs.computeIfAbsent(operation, any -> new Histogram(DIGITS)).add(times));
    other.errors.forEach((what, count) -> errors.merge(what, count, Long::sum));
    book.addAll(other.book);
    wrongCharges += other.wrongCharges;
  }
}
