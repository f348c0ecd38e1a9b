package io.bailiwick.contract;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * What a schema cannot say of all JSON at once: nothing is {@code null}, and no number has a
 * fraction but the few that the protocol wants to have one, not even {@code 5000.0}, which a schema
 * takes for an integer and strict clients do not.
 */
final class JsonRules {
  /** What a client gave and gets back as it was. */
  private static final Set<String> CLIENTS_OWN = Set.of("metadata", "committed_metadata");

  /** Parts of a whole, shares and factors. Amounts are never among them. */
  private static final Set<String> WITH_FRACTIONS =
      Set.of(
          "thresholds",
          "backoff_multiplier",
          "threshold",
          "utilization",
          "debt_utilization",
          "current_rate",
          "threshold_rate",
          "baseline_rate",
          "multiplier",
          "projected_exhaustion_minutes");

  private JsonRules() {}

  static List<String> violations(JsonNode body) {
    List<String> found = new ArrayList<>();
    look("$", body, found);
    return found;
  }

  private static void look(String place, JsonNode node, List<String> found) {
    if (node.isNull()) {
      found.add(place + ": is null");
    } else if (node.isNumber() && !(node.isIntegralNumber() && node.canConvertToLong())) {
      found.add(place + ": is not a whole number of 64 bits: " + node);
    } else if (node.isArray()) {
      for (int i = 0; i < node.size(); i++) {
        look(place + "[" + i + "]", node.get(i), found);
      }
    } else {
      node.properties().stream()
          .filter(member -> !CLIENTS_OWN.contains(member.getKey()))
          .filter(member -> !WITH_FRACTIONS.contains(member.getKey()))
          .forEach(member -> look(place + "." + member.getKey(), member.getValue(), found));
    }
  }
}
