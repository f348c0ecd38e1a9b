package io.bailiwick.webhook.query;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bailiwick.journal.codec.StoredJson;
import io.bailiwick.scope.Utilization;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import java.util.TreeSet;

/** What a subscription says of the figures from which on it wants to be told. */
public final class StoredThresholds {

  private StoredThresholds() {}

  /**
   * Utilizations in millionths, ascending; those of the protocol where none are given.
   *
   * @param thresholds as they are stored, or null
   */
  static List<Integer> utilizations(String thresholds) {
    JsonNode given =
        thresholds == null
            ? null
            : StoredJson.read(thresholds, ObjectNode.class).get("budget_utilization");
    if (given == null) {
      return Utilization.THRESHOLDS;
    }
    TreeSet<Integer> millionths = new TreeSet<>();
    given.forEach(number -> millionths.add(millionths(number.decimalValue())));
    return List.copyOf(millionths);
  }

  /** Of a fraction, 0 to 1: the nearest of them. */
  public static int millionths(BigDecimal fraction) {
    return fraction
        .multiply(BigDecimal.valueOf(Utilization.ONE))
        .setScale(0, RoundingMode.HALF_EVEN)
        .intValueExact();
  }
}
