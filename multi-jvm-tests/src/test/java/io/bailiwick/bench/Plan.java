package io.bailiwick.bench;

import java.time.Duration;

/**
 * How a turn is repeated: for a time, or a number of times.
 *
 * @param warmUp before the window of measuring opens; of no use with a count
 * @param window how long is measured; of no use with a count
 * @param ratePerSecond of all connections together; 0 for a closed loop, as fast as answers come
 * @param count of turns; 0 for as many as fit in the time
 */
record Plan(int connections, Duration warmUp, Duration window, double ratePerSecond, long count) {

  static Plan counted(int connections, long count) {
    return new Plan(connections, Duration.ZERO, Duration.ZERO, 0, count);
  }

  boolean isCounted() {
    return count > 0;
  }

  boolean isOpen() {
    return ratePerSecond > 0;
  }

  Plan withConnections(int other) {
    return new Plan(other, warmUp, window, ratePerSecond, count);
  }

  Plan withRate(double other) {
    return new Plan(connections, warmUp, window, other, count);
  }
}
