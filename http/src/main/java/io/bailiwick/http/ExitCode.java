package io.bailiwick.http;

import io.bailiwick.entity.Departure;

/** What the process says to its supervisor when it ends. */
enum ExitCode {
  /** It was told to stop, and did so in good order. */
  STOPPED(0),
  /** It cannot start or go on; it may be able to later. */
  FAILED(1),
  /** It was told something that it cannot understand or do: starting it again changes nothing. */
  MISUSED(2),
  /** The cluster goes on without this node: it is to be started again at once, as a new one. */
  DOWNED(3);

  private final int number;

  ExitCode(int number) {
    this.number = number;
  }

  int number() {
    return number;
  }

  static ExitCode of(Departure departure) {
    return switch (departure) {
      case ORDERLY, LEFT -> STOPPED;
      case DOWNED -> DOWNED;
      case DISAGREES -> MISUSED;
      case NOT_JOINED, BROKEN -> FAILED;
    };
  }
}
