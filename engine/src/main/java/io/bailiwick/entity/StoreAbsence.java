package io.bailiwick.entity;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/**
 * What the sweeper's log says of a store that does not answer: a line when it goes, one a minute
 * while it is away, and one when it is back. For one actor.
 */
final class StoreAbsence {

  /** Between two lines while it is away. */
  static final Duration REMINDER_INTERVAL = Duration.ofMinutes(1);

  private final InstantSource clock;

  /** Of which the last try has failed. */
  private final Set<SweeperMessage> failing = new HashSet<>();

  private Instant since;
  private Instant lastLine;

  StoreAbsence(InstantSource clock) {
    this.clock = clock;
  }

  /** The line to write about it, if one is due. */
  Optional<String> failed(SweeperMessage task, Throwable cause) {
    Instant now = clock.instant();
    boolean isFirst = failing.isEmpty();
    failing.add(task);
    if (isFirst) {
      since = now;
    } else if (Duration.between(lastLine, now).compareTo(REMINDER_INTERVAL) < 0) {
      return Optional.empty();
    }
    lastLine = now;
    return Optional.of(
        isFirst
            ? "what is due waits, as the store does not answer: " + cause
            : "what is due waits, as the store has not answered since " + since + ": " + cause);
  }

  /** The line to write when nothing fails any more. */
  Optional<String> ended(SweeperMessage task) {
    return failing.remove(task) && failing.isEmpty()
        ? Optional.of("what is due is done again: the store was away since " + since)
        : Optional.empty();
  }
}
