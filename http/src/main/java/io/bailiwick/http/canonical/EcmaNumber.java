package io.bailiwick.http.canonical;

import java.math.BigDecimal;
import java.math.RoundingMode;

/** A binary number as ECMAScript writes it (ECMA-262, Number::toString), which JCS refers to. */
final class EcmaNumber {
  /** Up to here digits are written out; beyond, and below -6, with an exponent. */
  private static final int PLAIN_EXPONENT_MAX = 21;

  private static final int PLAIN_EXPONENT_MIN = -6;

  private EcmaNumber() {}

  static String text(double value) {
    if (!Double.isFinite(value)) {
      throw new NotCanonicalException("a number is too large");
    }
    if (value == 0) {
      return "0";
    }
    String sign = value < 0 ? "-" : "";
    BigDecimal shortest = shortest(Math.abs(value));
    String digits = shortest.unscaledValue().toString();
    // value = 0.digits * 10^exponent
    int exponent = digits.length() - shortest.scale();
    return sign + layOut(digits, exponent);
  }

  /**
   * The fewest digits that are this number again. Java gives them, except that it never gives fewer
   * than two.
   */
  private static BigDecimal shortest(double value) {
    BigDecimal digits = new BigDecimal(Double.toString(value)).stripTrailingZeros();
    if (digits.precision() == 2) {
      BigDecimal one =
          digits.setScale(digits.scale() - 1, RoundingMode.HALF_EVEN).stripTrailingZeros();
      if (one.doubleValue() == value) {
        return one;
      }
    }
    return digits;
  }

  private static String layOut(String digits, int exponent) {
    int length = digits.length();
    if (exponent >= length && exponent <= PLAIN_EXPONENT_MAX) {
      return digits + "0".repeat(exponent - length);
    }
    if (exponent > 0 && exponent <= PLAIN_EXPONENT_MAX) {
      return digits.substring(0, exponent) + '.' + digits.substring(exponent);
    }
    if (exponent > PLAIN_EXPONENT_MIN && exponent <= 0) {
      return "0." + "0".repeat(-exponent) + digits;
    }
    int shown = exponent - 1;
    String mantissa = length == 1 ? digits : digits.charAt(0) + "." + digits.substring(1);
    return mantissa + 'e' + (shown < 0 ? "-" : "+") + Math.abs(shown);
  }
}
