package io.bailiwick.oracle;

import com.fasterxml.jackson.databind.JsonNode;
import io.bailiwick.history.Operation.Kind;
import io.bailiwick.history.Outcome;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** I6: every key made one reservation, and none that nobody was told of. */
public final class OneKeyOneEffect implements Oracle {
  @Override
  public List<String> violations(Observed observed) {
    Set<String> told = new HashSet<>();
    for (Outcome outcome : observed.acknowledged(Kind.RESERVE)) {
      told.add(outcome.operation().key() + " as " + outcome.reservationId());
    }
    Set<String> seen = new HashSet<>();
    List<String> found = new ArrayList<>();
    for (JsonNode row : observed.rows()) {
      String key = row.path("idempotency_key").asText();
      if (!seen.add(key)) {
        found.add("made twice: " + key);
      }
      if (!told.contains(key + " as " + Observed.id(row))) {
        found.add("nobody was told of " + row);
      }
    }
    return found;
  }
}
