package io.bailiwick.cluster;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/**
 * Which shards move, and how long those took that have moved. Used by one thread; knows at most one
 * move for each shard.
 *
 * <p>When the member that places shards leaves itself, a shard that nobody asks for stays without
 * an owner until somebody does. That is no handover, and its time would say nothing.
 */
public final class HandoverLog {

  /** A day of rolling restarts; enough for a median. */
  static final int KEPT_MAX = 512;

  /** A handover that has not ended by then has failed: three times its own time limit. */
  static final long UNDER_WAY_MAX_MS = 60_000;

  private record Begun(String from, long atMs) {}

  private final Map<String, Begun> underWay = new LinkedHashMap<>();
  private final Durations tookMs = new Durations(KEPT_MAX);

  /** These shards are to leave {@code from}. What is on the move already began earlier. */
  public void begin(Collection<String> shards, String from, long nowMs) {
    forgetFailed(nowMs);
    for (String shard : shards) {
      underWay.putIfAbsent(shard, new Begun(from, nowMs));
    }
  }

  /** How long a shard that gets a home now has been on the move; nothing if it was not. */
  public OptionalLong sinceBegin(String shard, long nowMs) {
    forgetFailed(nowMs);
    Begun begun = underWay.get(shard);
    return begun == null ? OptionalLong.empty() : OptionalLong.of(nowMs - begun.atMs());
  }

  /** A shard has a new home. */
  public void end(String shard, long took) {
    underWay.remove(shard);
    tookMs.add(took);
  }

  /** Only {@code members} are left: what the others gave up waits for nobody but a request. */
  public void retain(Collection<String> members) {
    underWay.values().removeIf(begun -> !members.contains(begun.from()));
  }

  public HandoverReport report(long nowMs) {
    forgetFailed(nowMs);
    List<HandoverReport.UnderWay> moving = new ArrayList<>();
    underWay.forEach(
        (shard, begun) ->
            moving.add(
                new HandoverReport.UnderWay(
                    shard, begun.from(), Math.max(0, nowMs - begun.atMs()))));
    if (tookMs.total() == 0) {
      return new HandoverReport(moving, 0, null, null, null);
    }
    return new HandoverReport(moving, tookMs.total(), tookMs.last(), tookMs.median(), tookMs.max());
  }

  private void forgetFailed(long nowMs) {
    underWay.values().removeIf(begun -> nowMs - begun.atMs() > UNDER_WAY_MAX_MS);
  }
}
