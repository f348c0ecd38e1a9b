package io.bailiwick.bench;

/** Finds a member in JSON without reading the rest of it, which would cost more than sending. */
final class Scan {
  private Scan() {}

  /** The text of the first member of that name, without escapes in it; null if there is none. */
  static String text(String json, String name) {
    int value = value(json, name, 0);
    if (value < 0 || json.charAt(value) != '"') {
      return null;
    }
    int end = json.indexOf('"', value + 1);
    return end < 0 ? null : json.substring(value + 1, end);
  }

  /** The number in the member {@code amount} of the first object of that name; -1 if none. */
  static long amount(String json, String name) {
    int object = value(json, name, 0);
    int value = object < 0 ? -1 : value(json, "amount", object);
    if (value < 0) {
      return -1;
    }
    int end = value;
    while (end < json.length() && Character.isDigit(json.charAt(end))) {
      end++;
    }
    return end == value ? -1 : Long.parseLong(json, value, end, 10);
  }

  private static int value(String json, String name, int from) {
    String quoted = "\"" + name + "\"";
    int at = json.indexOf(quoted, from);
    if (at < 0) {
      return -1;
    }
    at += quoted.length();
    while (at < json.length() && (json.charAt(at) == ':' || json.charAt(at) <= ' ')) {
      at++;
    }
    return at < json.length() ? at : -1;
  }
}
