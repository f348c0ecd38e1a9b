package io.bailiwick.oracle;

import java.util.List;

/** I2: when every reservation has ended, nothing is reserved. */
public final class HoldsReturnToZero implements Oracle {
  @Override
  public List<String> violations(Observed observed) {
    return observed.ledgers().entrySet().stream()
        .filter(ledger -> ledger.getValue().reserved() != 0)
        .map(Object::toString)
        .toList();
  }
}
