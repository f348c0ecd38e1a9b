package io.bailiwick.oracle;

import com.fasterxml.jackson.databind.JsonNode;
import io.bailiwick.history.Operation.Kind;
import io.bailiwick.history.Outcome;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** I5, I7: what a client got a success for is there, and a settled reservation stays as it was. */
public final class AcknowledgedIsThere implements Oracle {
  @Override
  public List<String> violations(Observed observed) {
    Map<String, JsonNode> rows = new HashMap<>();
    observed.rows().forEach(row -> rows.put(Observed.id(row), row));
    List<String> found = new ArrayList<>();
    for (Outcome outcome : observed.history().acknowledged(observed.tenant())) {
      Kind kind = outcome.operation().kind();
      if (kind != Kind.EVENT && kind != Kind.CREDIT && kind != Kind.CLOSE) {
        JsonNode row = rows.get(outcome.reservationId());
        if (row == null) {
          found.add("lost: " + outcome);
        } else if (!isShown(outcome, row)) {
          found.add("shown otherwise: " + outcome + " as " + row);
        }
      }
    }
    return found;
  }

  private static boolean isShown(Outcome outcome, JsonNode row) {
    return switch (outcome.operation().kind()) {
      case RESERVE -> row.path("idempotency_key").asText().equals(outcome.operation().key());
      case COMMIT ->
          Observed.status(row).equals("COMMITTED")
              && row.path("committed").path("amount").asLong() == outcome.charged();
      case RELEASE -> Observed.status(row).equals("RELEASED");
      case EXTEND -> row.path("expires_at_ms").asLong() >= outcome.expiresAtMs();
      case EVENT, CREDIT, CLOSE -> true;
    };
  }
}
