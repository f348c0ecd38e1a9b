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
    if (name.isEmpty() || name.length() > LENGTH_MAX || !isLegal(name)) {
      throw Problem.invalid(
          "%s must be 1 to %d of a-z A-Z 0-9 _ . -, was %s",
          where, LENGTH_MAX, Members.shown(name));
    }
    return name;
  }

  private static boolean isLegal(String name) {
    for (int i = 0; i < name.length(); i++) {
      if (!isLegal(name.charAt(i))) {
        return false;
      }
    }
    return true;
  }

  private static boolean isLegal(char c) {
    return (c >= 'a' && c <= 'z')
        || (c >= 'A' && c <= 'Z')
        || (c >= '0' && c <= '9')
        || c == '_'
        || c == '.'
        || c == '-';
  }
}
