package io.bailiwick.cluster;

/** Lines that a node must not have in its log when nothing but good order is asked of it. */
final class LogLine {
  /** What the resolver of partitions says when it decides. */
  static final String VOTED_OUT = "SBR took decision";

  /** Of a part of the node that has held up its end. */
  static final String HELD_UP = "did not stop in good order";

  /** Of one of the actor system's shutdown, that it timed out. */
  static final String PHASE_TIMED_OUT = "Coordinated shutdown phase";

  /** Of the shards' host, that something held up its end. */
  static final String SHARDS_TIMED_OUT = "Graceful shutdown of shard region timed out";

  /** All of them. */
  static final String[] OF_BAD_ORDER = {VOTED_OUT, HELD_UP, PHASE_TIMED_OUT, SHARDS_TIMED_OUT};

  private LogLine() {}
}
