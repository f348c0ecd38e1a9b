package io.bailiwick.bench;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;

/**
 * Reads one answer after another from a connection, at the price of a few array accesses for each
 * byte. Used by one thread.
 */
final class AnswerReader {
  private static final int BODY_BYTES_MAX = 16 << 20;
  private static final int HEADER_BYTES_MAX = 64 << 10;
  private static final int STATUS_AT = "HTTP/1.1 ".length();

  private final InputStream in;
  private final byte[] buffer = new byte[32 << 10];
  private int at;
  private int end;

  private byte[] line = new byte[256];
  private int lineLength;
  private boolean keepsOpen = true;
  private String body = "";

  AnswerReader(InputStream in) {
    this.in = in;
  }

  /** Reads the next answer. Returns its status. */
  int read() throws IOException {
    readLine();
    if (lineLength < STATUS_AT + 3) {
      throw new IOException("not a status line: " + text());
    }
    int status = number(STATUS_AT, STATUS_AT + 3, 10);
    long length = -1;
    boolean chunked = false;
    keepsOpen = true;
    for (readLine(); lineLength > 0; readLine()) {
      if (isHeader("content-length:")) {
        length = Long.parseLong(text().substring("content-length:".length()).strip());
      } else if (isHeader("transfer-encoding:")) {
        chunked = true;
      } else if (isHeader("connection:")) {
        keepsOpen = !text().toLowerCase(Locale.ROOT).endsWith("close");
      }
    }
    body = chunked ? chunks() : body(length);
    return status;
  }

  /** Of the last answer. */
  String body() {
    return body;
  }

  /** Whether another request may follow. */
  boolean keepsOpen() {
    return keepsOpen;
  }

  private String body(long length) throws IOException {
    if (length < 0) {
      throw new IOException("an answer that does not say how long it is");
    }
    return new String(bytes(length), StandardCharsets.UTF_8);
  }

  private String chunks() throws IOException {
    byte[] all = new byte[0];
    while (true) {
      readLine();
      int size = number(0, chunkSizeEnd(), 16);
      if (size == 0) {
        for (readLine(); lineLength > 0; readLine()) {
          continue; // what follows the last chunk says nothing to us
        }
        return new String(all, StandardCharsets.UTF_8);
      }
      byte[] chunk = bytes(size);
      int before = all.length;
      all = Arrays.copyOf(all, before + chunk.length);
      System.arraycopy(chunk, 0, all, before, chunk.length);
      readLine();
    }
  }

  private int chunkSizeEnd() {
    int stop = 0;
    while (stop < lineLength && Character.digit(line[stop], 16) >= 0) {
      stop++;
    }
    return stop;
  }

  private byte[] bytes(long length) throws IOException {
    if (length > BODY_BYTES_MAX) {
      throw new IOException("an answer of " + length + " bytes");
    }
    byte[] read = new byte[(int) length];
    int buffered = Math.min(end - at, read.length);
    System.arraycopy(buffer, at, read, 0, buffered);
    at += buffered;
    if (in.readNBytes(read, buffered, read.length - buffered) < read.length - buffered) {
      throw new EOFException("the connection ended within a body");
    }
    return read;
  }

  /** The next line, without what ends it, into {@link #line}. */
  private void readLine() throws IOException {
    lineLength = 0;
    while (true) {
      if (at == end) {
        at = 0;
        end = Math.max(0, in.read(buffer));
        if (end == 0) {
          throw new EOFException("the connection ended before its answer did");
        }
      }
      byte next = buffer[at++];
      if (next == '\n') {
        if (lineLength > 0 && line[lineLength - 1] == '\r') {
          lineLength--;
        }
        return;
      }
      if (lineLength == line.length) {
        if (lineLength >= HEADER_BYTES_MAX) {
          throw new IOException("a header of more than " + HEADER_BYTES_MAX + " bytes");
        }
        line = Arrays.copyOf(line, 2 * lineLength);
      }
      line[lineLength++] = next;
    }
  }

  private boolean isHeader(String lowerCase) {
    if (lineLength < lowerCase.length()) {
      return false;
    }
    for (int i = 0; i < lowerCase.length(); i++) {
      if (Character.toLowerCase((char) line[i]) != lowerCase.charAt(i)) {
        return false;
      }
    }
    return true;
  }

  private int number(int from, int to, int radix) throws IOException {
    try {
      return Integer.parseInt(new String(line, from, to - from, StandardCharsets.US_ASCII), radix);
    } catch (NumberFormatException e) {
      throw new IOException("no number in: " + text(), e);
    }
  }

  private String text() {
    return new String(line, 0, lineLength, StandardCharsets.ISO_8859_1);
  }
}
