package io.bailiwick.record.query;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * When which window is looked at: ten times in its length, so that what is recorded is counted ten
 * times whatever the window, but no more often than looks begin. Used by one thread at a time.
 */
final class LookTimes {

  private static final int LOOKS_IN_A_WINDOW = 10;
  private static final long SECOND_MS = 1_000;

  private final long intervalMs;
  private final Map<Integer, Long> lastAtMs = new HashMap<>();

  /**
   * @param interval between two looks
   */
  LookTimes(Duration interval) {
    this.intervalMs = interval.toMillis();
  }

  /** Those of the windows that it is time for, which are taken as looked at. */
  List<Integer> due(Collection<Integer> windowsS, long nowMs) {
    lastAtMs.keySet().retainAll(windowsS);
    List<Integer> due = new ArrayList<>();
    for (int windowS : windowsS) {
      Long last = lastAtMs.get(windowS);
      // One interval early, since the next look would be late. A clock that was set back has no
      // last time.
      long pauseMs = windowS * SECOND_MS / LOOKS_IN_A_WINDOW - intervalMs;
      if (last == null || nowMs < last || nowMs - last >= pauseMs) {
        due.add(windowS);
        lastAtMs.put(windowS, nowMs);
      }
    }
    return due;
  }
}
