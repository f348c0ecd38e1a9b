package io.bailiwick.oracle;

import com.fasterxml.jackson.databind.JsonNode;
import io.bailiwick.history.Operation.Kind;
import io.bailiwick.history.Outcome;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * I8: nothing is live beyond its lease and grace, and nothing has expired before, by the clock of
 * any server.
 */
public final class ExpiryHappens implements Oracle {
  @Override
  public List<String> violations(Observed observed) {
    Map<String, Long> graces = new HashMap<>();
    for (Outcome outcome : observed.acknowledged(Kind.RESERVE)) {
      graces.put(
          outcome.reservationId(), outcome.operation().body().path("grace_period_ms").asLong());
    }
    long latestMs = observed.atMs() + 1_000 + observed.fastest().toMillis();
    List<String> found = new ArrayList<>();
    for (JsonNode row : observed.rows()) {
      long endMs = row.path("expires_at_ms").asLong() + graces.getOrDefault(Observed.id(row), 0L);
      if (Observed.status(row).equals("ACTIVE") && endMs < observed.atMs()) {
        found.add("still live: " + row);
      }
      if (Observed.status(row).equals("EXPIRED") && endMs > latestMs) {
        found.add("too early: " + row);
      }
    }
    return found;
  }
}
