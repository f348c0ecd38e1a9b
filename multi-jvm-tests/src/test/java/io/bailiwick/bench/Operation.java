package io.bailiwick.bench;

import java.util.Locale;

/** What is timed. */
enum Operation {
  RESERVE,
  COMMIT,
  RELEASE,
  /** A reservation and its commit, together. */
  LIFECYCLE,
  DECIDE,
  EVENT,
  BALANCES,
  LIST,
  /** A reservation that the budget refuses. */
  DENIAL;

  String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
