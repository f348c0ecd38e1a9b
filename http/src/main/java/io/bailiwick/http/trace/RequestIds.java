package io.bailiwick.http.trace;

import java.util.HexFormat;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Pattern;

/**
 * What a request is found by again.
 *
 * @param requestId a UUID made here, or what an operator's client calls it
 * @param traceId 32 lower-case hexadecimal digits, not all 0
 * @param traceFlags two of them: those of the client's {@code traceparent}, or {@link #SAMPLED}
 */
public record RequestIds(String requestId, String traceId, String traceFlags) {

  /** The flags of a trace for which nobody has set any. */
  public static final String SAMPLED = "01";

  private static final int TRACE_LENGTH = 32;

  private static final Pattern REQUEST_ID = Pattern.compile("[A-Za-z0-9._:-]{1,128}");

  /** {@code 00-trace-span-flags}, W3C Trace Context. */
  private static final int TRACEPARENT_LENGTH = 55;

  private static final int SPAN_AT = 36;
  private static final int FLAGS_AT = 53;

  /**
   * Ids for a request: the trace of a valid {@code traceparent}, else a valid {@code
   * X-Cycles-Trace-Id}, else a new one. Malformed ones are as good as none.
   *
   * @param traceparent or null
   * @param traceId or null
   */
  public static RequestIds of(String traceparent, String traceId) {
    if (isTraceparent(traceparent)) {
      return new RequestIds(
          newRequestId(), traceparent.substring(3, SPAN_AT - 1), traceparent.substring(FLAGS_AT));
    }
    return new RequestIds(newRequestId(), isTraceId(traceId) ? traceId : newTraceId(), SAMPLED);
  }

  /**
   * The same under the id that the client has given, where it may and it is one: 1 to 128 letters,
   * digits and {@code . _ : -}, so that it can be written anywhere.
   *
   * @param wanted or null
   */
  public RequestIds under(String wanted) {
    return wanted != null && REQUEST_ID.matcher(wanted).matches()
        ? new RequestIds(wanted, traceId, traceFlags)
        : this;
  }

  /** The header that tells the receiver of a call its trace, under a new span. */
  public static String traceparent(String traceId, String traceFlags) {
    String span = HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextLong() | 1);
    return "00-" + traceId + '-' + span + '-' + traceFlags;
  }

  private static boolean isTraceparent(String text) {
    return text != null
        && text.length() == TRACEPARENT_LENGTH
        && text.startsWith("00-")
        && text.charAt(SPAN_AT - 1) == '-'
        && text.charAt(FLAGS_AT - 1) == '-'
        && isHex(text, 3, SPAN_AT - 1)
        && isHex(text, SPAN_AT, FLAGS_AT - 1)
        && isHex(text, FLAGS_AT, TRACEPARENT_LENGTH)
        && !isZero(text, 3, SPAN_AT - 1)
        && !isZero(text, SPAN_AT, FLAGS_AT - 1);
  }

  private static boolean isTraceId(String text) {
    return text != null
        && text.length() == TRACE_LENGTH
        && isHex(text, 0, TRACE_LENGTH)
        && !isZero(text, 0, TRACE_LENGTH);
  }

  private static boolean isHex(String text, int from, int to) {
    for (int i = from; i < to; i++) {
      char c = text.charAt(i);
      if ((c < '0' || c > '9') && (c < 'a' || c > 'f')) {
        return false;
      }
    }
    return true;
  }

  private static boolean isZero(String text, int from, int to) {
    for (int i = from; i < to; i++) {
      if (text.charAt(i) != '0') {
        return false;
      }
    }
    return true;
  }

  /** Ids need to be different from each other, not secret, so the fast source of chance will do. */
  private static String newRequestId() {
    ThreadLocalRandom random = ThreadLocalRandom.current();
    long high = (random.nextLong() & 0xFFFF_FFFF_FFFF_0FFFL) | 0x4000L;
    long low = (random.nextLong() & 0x3FFF_FFFF_FFFF_FFFFL) | 0x8000_0000_0000_0000L;
    return new UUID(high, low).toString();
  }

  private static String newTraceId() {
    ThreadLocalRandom random = ThreadLocalRandom.current();
    // Never all 0, which is no trace.
    HexFormat hex = HexFormat.of();
    return hex.toHexDigits(random.nextLong()) + hex.toHexDigits(random.nextLong() | 1);
  }
}
