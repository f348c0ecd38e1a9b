package io.bailiwick.policy;

import java.util.LinkedHashMap;

/**
 * What has begun at the scopes of a tree in the last minute, where a policy limits it. In memory
 * only: a restart forgets it, and the limits begin anew. Used by one thread.
 */
public final class Rates {

  /**
   * Scopes that are counted. Of more, the one that was quiet the longest is forgotten, and so is
   * limited anew.
   */
  static final int SCOPES_MAX = 10_000;

  /** In the order in which they were counted last. */
  private final LinkedHashMap<String, RateWindow> windows = new LinkedHashMap<>();

  /** One more at {@code scope}. Times are elapsed time, which never goes back. */
  public void count(String scope, long nowMs) {
    RateWindow window = windows.getOrDefault(scope, new RateWindow());
    window.count(nowMs);
    windows.putLast(scope, window);
    if (windows.size() > SCOPES_MAX) {
      windows.pollFirstEntry();
    }
  }

  /** How long it takes until one more is within {@code limit} a minute; 0 if it is now. */
  public long waitMs(String scope, int limit, long nowMs) {
    RateWindow window = windows.get(scope);
    return window == null ? 0 : window.waitMs(limit, nowMs);
  }

  /** Forgets what nobody limits any more. */
  public void clear() {
    windows.clear();
  }
}
