package io.bailiwick.cluster;

/** Lines that a node must not have in its log when nothing but good order is asked of it. */
final class LogLine {
  /** What the resolver of partitions says when it decides. */
  static final String VOTED_OUT = "SBR took decision";

  /** Of a part of the node that has held up its end. */
  static final String HELD_UP = "did not stop in good order";

  /** Of a phase of the actor system's shutdown. */
  static final String PHASE_TIMED_OUT = "timed out after";

  private LogLine() {}
}
