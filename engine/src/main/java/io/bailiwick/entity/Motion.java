package io.bailiwick.entity;

import io.bailiwick.time.Stopwatch;
import java.time.Duration;

/**
 * Whether shards are on the move, as far as this node has heard: then messages to their entities
 * may be lost. Told by the node's agent, read by everybody who waits. Thread-safe.
 */
final class Motion {

  /** After the last news: a shard that has arrived still has to be found by the other nodes. */
  private static final Duration LASTS = Duration.ofSeconds(5);

  private volatile Stopwatch sinceNews;

  /** A move has begun, or has ended. */
  void noted() {
    sinceNews = Stopwatch.start();
  }

  boolean isOn() {
    Stopwatch since = sinceNews;
    return since != null && since.elapsedNanos() < LASTS.toNanos();
  }
}
