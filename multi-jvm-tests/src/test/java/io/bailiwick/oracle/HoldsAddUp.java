package io.bailiwick.oracle;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/** I2: what a ledger has reserved is the sum of the live reservations on it. */
public final class HoldsAddUp implements Oracle {
  @Override
  public List<String> violations(Observed observed) {
    List<String> found = new ArrayList<>();
    observed
        .ledgers()
        .forEach(
            (scope, ledger) -> {
              long live = 0;
              for (JsonNode row : observed.rows()) {
                if (Observed.status(row).equals("ACTIVE")
                    && Observed.isOnPath(scope, row.path("scope_path").asText())) {
                  live += row.path("reserved").path("amount").asLong();
                }
              }
              if (live != ledger.reserved()) {
                found.add(scope + " has reserved " + ledger.reserved() + ", live are " + live);
              }
            });
    return found;
  }
}
