package io.bailiwick.cluster;

import java.util.Arrays;

/** The last durations of something, in whatever unit, as many as are kept. Used by one thread. */
public final class Durations {

  private final long[] kept;
  private long total;

  /**
   * @param keptMax how many of the last there are
   */
  public Durations(int keptMax) {
    this.kept = new long[keptMax];
  }

  public void add(long duration) {
    kept[(int) (total % kept.length)] = duration;
    total++;
  }

  /** How many there have ever been. */
  public long total() {
    return total;
  }

  /** 0 before the first. */
  public long last() {
    return total == 0 ? 0 : kept[(int) ((total - 1) % kept.length)];
  }

  /** Of an even number the lower of the two in the middle; 0 before the first. */
  public long median() {
    long[] sorted = sorted();
    return sorted.length == 0 ? 0 : sorted[(sorted.length - 1) / 2];
  }

  /** 0 before the first. */
  public long max() {
    long[] sorted = sorted();
    return sorted.length == 0 ? 0 : sorted[sorted.length - 1];
  }

  private long[] sorted() {
    long[] sorted = Arrays.copyOf(kept, (int) Math.min(total, kept.length));
    Arrays.sort(sorted);
    return sorted;
  }
}
