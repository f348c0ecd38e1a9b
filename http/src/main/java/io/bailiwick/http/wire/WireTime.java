package io.bailiwick.http.wire;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.OptionalLong;

/** Times as clients write them: RFC 3339, which knows the years 0 to 9999 and needs an offset. */
public final class WireTime {
  private static final long MIN_MS = Instant.parse("0000-01-01T00:00:00Z").toEpochMilli();
  private static final long MAX_MS = Instant.parse("9999-12-31T23:59:59.999Z").toEpochMilli();

  private WireTime() {}

  /** Milliseconds since 1970, or empty when {@code text} is no such time. */
  public static OptionalLong epochMs(String text) {
    try {
      long atMs = OffsetDateTime.parse(text).toInstant().toEpochMilli();
      return atMs < MIN_MS || atMs > MAX_MS ? OptionalLong.empty() : OptionalLong.of(atMs);
    } catch (DateTimeException | ArithmeticException e) {
      return OptionalLong.empty();
    }
  }
}
