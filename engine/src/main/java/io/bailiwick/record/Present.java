package io.bailiwick.record;

import java.math.BigDecimal;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Members of a JSON object under their wire names, in order, without those that are absent. A value
 * is a text, a whole number, a flag, a {@link java.math.BigDecimal}, {@link Json}, or a list or map
 * of these.
 */
public final class Present {

  private Present() {}

  /**
   * @param namesAndValues in turn; what has the value null is left out
   */
  public static Map<String, Object> members(Object... namesAndValues) {
    Map<String, Object> members = new LinkedHashMap<>();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      if (namesAndValues[i + 1] != null) {
        members.put((String) namesAndValues[i], namesAndValues[i + 1]);
      }
    }
    return Collections.unmodifiableMap(members);
  }

  /**
   * The members of both, those of {@code more} last; a name of both has the value of the latter.
   */
  public static Map<String, Object> joined(Map<String, Object> members, Map<String, Object> more) {
    Map<String, Object> all = new LinkedHashMap<>(members);
    all.putAll(more);
    return Collections.unmodifiableMap(all);
  }

  /** Millionths as a number of their own. */
  static BigDecimal fraction(int millionths) {
    return decimal(millionths, 6);
  }

  /** A decimal number without zeros at the end, but with one digit after the point at least. */
  static BigDecimal decimal(long unscaled, int scale) {
    BigDecimal plain = BigDecimal.valueOf(unscaled, scale).stripTrailingZeros();
    return plain.scale() < 1 ? plain.setScale(1) : plain;
  }

  static String name(Enum<?> constant) {
    return constant == null ? null : constant.name();
  }
}
