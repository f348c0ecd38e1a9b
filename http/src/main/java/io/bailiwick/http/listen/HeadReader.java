package io.bailiwick.http.listen;

import java.nio.charset.StandardCharsets;
import org.apache.pekko.util.ByteString;

/**
 * Finds where the head of a request ends, in bytes that come in as they like, and how long a body
 * it announces. It need not understand more: whatever is odd announces none. Of one connection; not
 * thread-safe.
 */
final class HeadReader {
  private static final byte LINE_FEED = '\n';

  /** As much of a line as tells one of the headers below, and a length of a body. */
  private static final int KEPT_BYTES = 64;

  private static final byte[] CONTENT_LENGTH = name("content-length:");
  private static final byte[] TRANSFER_ENCODING = name("transfer-encoding:");
  private static final byte[] EXPECT = name("expect:");

  /** Longer ones are no body that anybody waits for. */
  private static final int LENGTH_DIGITS_MAX = 15;

  private final byte[] line = new byte[KEPT_BYTES];
  private int lineSize;
  private long bodyBytes;
  private boolean hasLength;
  private boolean isOdd;
  private boolean isExpecting;

  /**
   * Reads on.
   *
   * @return how much of {@code bytes} belongs to the head, or -1 when all does and more must come
   */
  int endIn(ByteString bytes) {
    int from = 0;
    while (from < bytes.size()) {
      int lineFeed = bytes.indexOf(LINE_FEED, from);
      keep(bytes, from, lineFeed < 0 ? bytes.size() : lineFeed);
      if (lineFeed < 0) {
        return -1;
      }
      from = lineFeed + 1;
      if (isLineEmpty()) {
        lineSize = 0;
        return from;
      }
      readHeader();
      lineSize = 0;
    }
    return -1;
  }

  /** How many bytes follow the head that has just ended, 0 where nobody can tell. */
  long bodyBytes() {
    return isOdd ? 0 : bodyBytes;
  }

  /** Whether the client sends them by itself, and not only when it is told to. */
  boolean isBodyOnItsWay() {
    return !isExpecting;
  }

  /** From here on it is another head. */
  void restart() {
    lineSize = 0;
    bodyBytes = 0;
    hasLength = false;
    isOdd = false;
    isExpecting = false;
  }

  private void keep(ByteString bytes, int from, int to) {
    int room = KEPT_BYTES - lineSize;
    int kept = Math.min(room, to - from);
    for (int i = 0; i < kept; i++) {
      line[lineSize + i] = bytes.apply(from + i);
    }
    lineSize += kept;
  }

  private boolean isLineEmpty() {
    return lineSize == 0 || (lineSize == 1 && line[0] == '\r');
  }

  private void readHeader() {
    if (begins(CONTENT_LENGTH)) {
      // Two of them, even equal ones, are for HTTP to judge.
      isOdd |= hasLength || !readLength();
      hasLength = true;
    } else if (begins(TRANSFER_ENCODING)) {
      isOdd = true;
    } else if (begins(EXPECT)) {
      isExpecting = true;
    }
  }

  private boolean readLength() {
    String digits =
        new String(
                line,
                CONTENT_LENGTH.length,
                lineSize - CONTENT_LENGTH.length,
                StandardCharsets.ISO_8859_1)
            .strip();
    if (digits.isEmpty() || digits.length() > LENGTH_DIGITS_MAX) {
      return false;
    }
    long length = 0;
    for (int i = 0; i < digits.length(); i++) {
      char c = digits.charAt(i);
      if (c < '0' || c > '9') {
        return false;
      }
      length = length * 10 + c - '0';
    }
    bodyBytes = length;
    return true;
  }

  private boolean begins(byte[] name) {
    if (lineSize < name.length) {
      return false;
    }
    for (int i = 0; i < name.length; i++) {
      int c = line[i];
      if ((c >= 'A' && c <= 'Z' ? c | 0x20 : c) != name[i]) {
        return false;
      }
    }
    return true;
  }

  private static byte[] name(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }
}
