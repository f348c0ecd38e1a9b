package io.bailiwick.http.wire;

import io.bailiwick.http.error.Problem;

/** The name of one level of a path, as clients write it. */
public final class SegmentName {
  private static final int LENGTH_MAX = 128;

  private SegmentName() {}

  /**
   * {@code name}, if it can be one.
   *
   * @param where what it is called in a message
   */
  public static String checked(String where, String name) {
    boolean isValid =
        !name.isEmpty()
            && name.length() <= LENGTH_MAX
            && name.chars().allMatch(SegmentName::isLegal);
    if (!isValid) {
      throw Problem.invalid(
          "%s must be 1 to %d of a-z A-Z 0-9 _ . -, was %s",
          where, LENGTH_MAX, Members.shown(name));
    }
    return name;
  }

  private static boolean isLegal(int c) {
    return (c >= 'a' && c <= 'z')
        || (c >= 'A' && c <= 'Z')
        || (c >= '0' && c <= '9')
        || c == '_'
        || c == '.'
        || c == '-';
  }
}
