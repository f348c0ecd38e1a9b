package io.bailiwick.amount;

import java.util.Objects;

/**
 * A number of units.
 *
 * @param value in the unit's smallest denomination, 0 to {@link Long#MAX_VALUE}
 */
public record Amount(Unit unit, long value) {

  public Amount {
    Objects.requireNonNull(unit, "unit");
    if (value < 0) {
      throw new IllegalArgumentException("an amount must be 0 or more, was " + value);
    }
  }
}
