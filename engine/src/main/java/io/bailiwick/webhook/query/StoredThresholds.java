package io.bailiwick.webhook.query;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bailiwick.journal.codec.StoredJson;
import io.bailiwick.record.RateKind;
import io.bailiwick.record.RateTerms;
import io.bailiwick.scope.BurnTerms;
import io.bailiwick.scope.Utilization;
import io.bailiwick.webhook.AlarmWishes;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
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
    JsonNode given = read(thresholds).get("budget_utilization");
    if (given == null) {
      return Utilization.THRESHOLDS;
    }
    TreeSet<Integer> millionths = new TreeSet<>();
    given.forEach(number -> millionths.add(millionths(number.decimalValue())));
    return List.copyOf(millionths);
  }

  /**
   * All that a subscription says, and the protocol's for what it does not say.
   *
   * @param thresholds as they are stored, or null
   */
  static AlarmWishes wishes(String thresholds) {
    Map<RateKind, RateTerms> rates = new EnumMap<>(RateKind.class);
    for (RateKind kind : RateKind.values()) {
      rates.put(kind, rate(thresholds, kind));
    }
    return new AlarmWishes(utilizations(thresholds), burn(thresholds), rates);
  }

  /** When a ledger is spent too fast. */
  static BurnTerms burn(String thresholds) {
    ObjectNode given = read(thresholds);
    JsonNode multiplier = given.get("burn_rate_multiplier");
    return new BurnTerms(
        given.path("burn_rate_window_seconds").asInt(BurnTerms.PROTOCOL.windowS()),
        multiplier == null
            ? BurnTerms.PROTOCOL.multiplier()
            : thousandths(multiplier.decimalValue()));
  }

  /** When there are too many. */
  static RateTerms rate(String thresholds, RateKind kind) {
    ObjectNode given = read(thresholds);
    JsonNode threshold = given.get(kind.thresholdMember());
    return new RateTerms(
        given.path("rate_window_seconds").asInt(kind.protocol().windowS()),
        threshold == null ? kind.protocol().threshold() : millionths(threshold.decimalValue()));
  }

  private static ObjectNode read(String thresholds) {
    return thresholds == null
        ? JsonNodeFactory.instance.objectNode()
        : StoredJson.read(thresholds, ObjectNode.class);
  }

  /** Of a multiplier, 1 to 1,000,000: the nearest of them. */
  public static int thousandths(BigDecimal multiplier) {
    return multiplier
        .multiply(BigDecimal.valueOf(BurnTerms.ONE))
        .setScale(0, RoundingMode.HALF_EVEN)
        .intValueExact();
  }

  /** Of a fraction, 0 to 1: the nearest of them. */
  public static int millionths(BigDecimal fraction) {
    return fraction
        .multiply(BigDecimal.valueOf(Utilization.ONE))
        .setScale(0, RoundingMode.HALF_EVEN)
        .intValueExact();
  }
}
