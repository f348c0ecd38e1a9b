package io.bailiwick.oracle;

import java.util.List;

/** I1: allocated = remaining + spent + reserved + debt, on every ledger. */
public final class LedgersAddUp implements Oracle {
  @Override
  public List<String> violations(Observed observed) {
    return observed.ledgers().entrySet().stream()
        .filter(ledger -> !ledger.getValue().addsUp())
        .map(Object::toString)
        .toList();
  }
}
