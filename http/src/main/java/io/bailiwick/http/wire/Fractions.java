package io.bailiwick.http.wire;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.math.RoundingMode;

/** The few members that are numbers with or without a fraction. Amounts never are. */
public final class Fractions {

  private static final BigDecimal BILLION = BigDecimal.valueOf(1_000_000_000);

  private Fractions() {}

  /** A part of 1 in billionths, the nearest one. */
  public static long billionths(BigDecimal share) {
    return share.multiply(BILLION).setScale(0, RoundingMode.HALF_EVEN).longValueExact();
  }

  /** A number, or null when it is absent. */
  static BigDecimal numberOrNull(Members members, String name, BigDecimal min, BigDecimal max) {
    JsonNode node = members.nodeOrNull(name);
    return node == null ? null : number(members, name, node, min, max);
  }

  /** Checks an array of numbers, if it is there. */
  static void checkNumbers(
      Members members, String name, int countMax, BigDecimal min, BigDecimal max) {
    JsonNode node = members.nodeOrNull(name);
    if (node == null) {
      return;
    }
    if (!node.isArray() || node.size() > countMax) {
      throw members.wrong(name, "an array of at most " + countMax + " numbers", node);
    }
    node.forEach(item -> number(members, name, item, min, max));
  }

  private static BigDecimal number(
      Members members, String name, JsonNode node, BigDecimal min, BigDecimal max) {
    String wanted = "a number from " + min.toPlainString() + " to " + max.toPlainString();
    if (!node.isNumber()) {
      throw members.wrong(name, wanted, node);
    }
    BigDecimal number = new BigDecimal(Members.canonical(node));
    if (number.compareTo(min) < 0 || number.compareTo(max) > 0) {
      throw members.wrong(name, wanted, node);
    }
    return number;
  }
}
