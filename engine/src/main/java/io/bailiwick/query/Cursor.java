package io.bailiwick.query;

import io.bailiwick.journal.codec.StoredJson;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/**
 * Where a page ended. Opaque to clients.
 *
 * @param list which list in which order it belongs to, as a hash
 * @param text sort value of the last row, or null if it is a number
 * @param number sort value of the last row, or null if it is a text
 * @param ids of the last row
 */
record Cursor(String list, String text, Long number, List<String> ids) {

  /** Enough that two lists of one client have different ones. */
  private static final int FINGERPRINT_BYTES = 12;

  /** A few ids and a name; whatever is longer is none of ours. */
  private static final int ENCODED_LENGTH_MAX = 8_192;

  static String fingerprint(String all) {
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256").digest(all.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(Arrays.copyOf(hash, FINGERPRINT_BYTES));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  String encoded() {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(StoredJson.write(this).getBytes(StandardCharsets.UTF_8));
  }

  /** The cursor that {@code encoded} is, if it belongs to this list. */
  static Optional<Cursor> decoded(String encoded, String list, int idCount) {
    if (encoded.length() > ENCODED_LENGTH_MAX) {
      return Optional.empty();
    }
    try {
      String json = new String(Base64.getUrlDecoder().decode(encoded), StandardCharsets.UTF_8);
      Cursor cursor = StoredJson.read(json, Cursor.class);
      boolean whole =
          cursor != null
              && list.equals(cursor.list)
              && (cursor.text == null) != (cursor.number == null)
              && cursor.ids != null
              && cursor.ids.size() == idCount
              && !cursor.ids.contains(null);
      return whole ? Optional.of(cursor) : Optional.empty();
    } catch (IllegalArgumentException | UncheckedIOException e) {
      // Anybody can send anything; that it is no cursor is all there is to say of it.
      return Optional.empty();
    }
  }

  Object value() {
    return text == null ? number : text;
  }
}
