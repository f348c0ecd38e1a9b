package io.bailiwick.http.wire;

import java.io.IOException;

/** The end of every list. */
final class Pages {
  private Pages() {}

  /**
   * Writes whether and where it goes on.
   *
   * @param nextCursor null on the last page
   */
  static void write(JsonText json, String nextCursor) throws IOException {
    json.flag("has_more", nextCursor != null).text("next_cursor", nextCursor);
  }
}
