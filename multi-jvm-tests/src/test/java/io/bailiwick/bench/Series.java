package io.bailiwick.bench;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import org.HdrHistogram.Histogram;

/**
 * The times of one operation within a window: all together, for each second, and when none ended.
 * Used by one thread at a time.
 */
final class Series {
  private static final int DIGITS = 3;
  private static final int SECONDS_AT_FIRST = 64;
  private static final long NS_PER_US = 1_000;
  private static final long NS_PER_MS = 1_000_000;
  private static final long NS_PER_S = 1_000_000_000;
  private static final double US_PER_MS = 1e3;
  private static final double MS_PER_S = 1e3;

  private final Histogram timesUs = new Histogram(DIGITS);

  /** Milliseconds of the window in which at least one ended. */
  private final BitSet endedMs = new BitSet();

  private long[] countBySecond = new long[SECONDS_AT_FIRST];
  private long[] worstUsBySecond = new long[SECONDS_AT_FIRST];

  /**
   * One second of the window; the last may be shorter.
   *
   * @param count how many ended in it
   * @param worstMs of those; 0 if there are none
   */
  record Second(long count, double worstMs) {}

  /** One that ended so long after the window opened, and took so long. */
  void add(long atNs, long tookNs) {
    long tookUs = tookNs / NS_PER_US;
    int second = (int) (atNs / NS_PER_S);
    growTo(second + 1);
    timesUs.recordValue(tookUs);
    endedMs.set((int) (atNs / NS_PER_MS));
    countBySecond[second]++;
    worstUsBySecond[second] = Math.max(worstUsBySecond[second], tookUs);
  }

  void addAll(Series other) {
    timesUs.add(other.timesUs);
    endedMs.or(other.endedMs);
    growTo(other.countBySecond.length);
    for (int i = 0; i < other.countBySecond.length; i++) {
      countBySecond[i] += other.countBySecond[i];
      worstUsBySecond[i] = Math.max(worstUsBySecond[i], other.worstUsBySecond[i]);
    }
  }

  /** Microseconds. */
  Histogram timesUs() {
    return timesUs;
  }

  /** All seconds of a window of that length, in order. */
  List<Second> seconds(double windowSeconds) {
    int count = (int) Math.ceil(windowSeconds);
    growTo(count);
    List<Second> seconds = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      seconds.add(new Second(countBySecond[i], worstUsBySecond[i] / US_PER_MS));
    }
    return seconds;
  }

  /**
   * The longest time of a window of that length in which none ended, from its opening to its end;
   * to the millisecond.
   */
  long longestStallMs(double windowSeconds) {
    int windowMs = (int) Math.round(windowSeconds * MS_PER_S);
    int longest = 0;
    int last = 0;
    for (int at = endedMs.nextSetBit(0); at >= 0; at = endedMs.nextSetBit(at + 1)) {
      longest = Math.max(longest, at - last);
      last = at;
    }
    return Math.max(longest, windowMs - last);
  }

  private void growTo(int seconds) {
    if (seconds > countBySecond.length) {
      int length = Math.max(seconds, 2 * countBySecond.length);
      countBySecond = Arrays.copyOf(countBySecond, length);
      worstUsBySecond = Arrays.copyOf(worstUsBySecond, length);
    }
  }
}
