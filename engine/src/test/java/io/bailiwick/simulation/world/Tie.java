package io.bailiwick.simulation.world;

/** A write that has left, for the writes that build on it: none of them is written without it. */
final class Tie {

  private final long arrivesAtMs;
  private boolean isWritten;

  /**
   * @param arrivesAtMs when the database decides, in true time
   */
  Tie(long arrivesAtMs) {
    this.arrivesAtMs = arrivesAtMs;
  }

  long arrivesAtMs() {
    return arrivesAtMs;
  }

  void written() {
    isWritten = true;
  }

  boolean isWritten() {
    return isWritten;
  }
}
