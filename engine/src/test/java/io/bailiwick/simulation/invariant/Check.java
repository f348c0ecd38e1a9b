package io.bailiwick.simulation.invariant;

import io.bailiwick.simulation.world.Violation;

/** Says which invariant is broken. */
final class Check {

  private Check() {}

  static void that(boolean holds, Object invariant, String message, Object... values) {
    if (!holds) {
      throw new Violation(invariant.getClass().getSimpleName(), message.formatted(values));
    }
  }
}
