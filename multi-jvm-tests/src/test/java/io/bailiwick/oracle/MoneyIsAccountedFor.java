package io.bailiwick.oracle;

import io.bailiwick.history.Operation.Kind;
import io.bailiwick.history.Outcome;
import java.util.ArrayList;
import java.util.List;

/**
 * I4, I5, I6: every ledger has spent what clients were told that they were charged on it, and has
 * what it was given; not one unit more or less.
 */
public final class MoneyIsAccountedFor implements Oracle {
  @Override
  public List<String> violations(Observed observed) {
    List<String> found = new ArrayList<>();
    List<Outcome> acknowledged = observed.history().acknowledged(observed.tenant());
    observed
        .ledgers()
        .forEach(
            (scope, ledger) -> {
              long spent = 0;
              long allocated = observed.allocated().getOrDefault(scope, 0L);
              for (Outcome outcome : acknowledged) {
                String at = outcome.operation().scope();
                if (outcome.operation().kind() == Kind.CREDIT && at.equals(scope)) {
                  allocated += outcome.operation().body().path("amount").path("amount").asLong();
                } else if (Observed.isOnPath(scope, at)) {
                  spent += outcome.charged();
                }
              }
              if (ledger.spent() + ledger.debt() != spent) {
                found.add(scope + " has charged " + ledger + ", clients were told " + spent);
              }
              if (ledger.allocated() != allocated) {
                found.add(scope + " has been given " + ledger + ", clients gave " + allocated);
              }
            });
    return found;
  }
}
