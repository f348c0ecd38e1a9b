package io.bailiwick.oracle;

import java.util.List;

/** I3: a ledger that may not owe never has spent and reserved more than it was given. */
public final class NeverOversubscribed implements Oracle {
  @Override
  public List<String> violations(Observed observed) {
    return observed.ledgers().entrySet().stream()
        .filter(ledger -> ledger.getValue().limit() == 0)
        .filter(
            ledger ->
                ledger.getValue().spent() + ledger.getValue().reserved()
                    > ledger.getValue().allocated())
        .map(Object::toString)
        .toList();
  }
}
