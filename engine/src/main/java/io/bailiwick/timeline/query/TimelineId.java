package io.bailiwick.timeline.query;

/** The id that everything on a timeline has. */
public sealed interface TimelineId {

  /**
   * A trace.
   *
   * @param value 32 of 0-9 a-f
   */
  record Trace(String value) implements TimelineId {}

  record Request(String value) implements TimelineId {}

  /** What events of one close, bulk action or rotation share. */
  record Correlation(String value) implements TimelineId {}
}
