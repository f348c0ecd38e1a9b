package io.bailiwick.http.error;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * An answer that is an error. Thrown where it is found out and turned into HTTP in one place. Has
 * no stack trace: it is no bug.
 */
public final class Problem extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final int status;
  private final ErrorCode code;
  private final transient Map<String, Object> details;
  private final transient Map<String, String> headers;
  private final transient Denial denial;
  private final transient BadKey badKey;

  private Problem(
      int status,
      ErrorCode code,
      String message,
      Map<String, Object> details,
      Map<String, String> headers,
      Denial denial,
      BadKey badKey) {
    super(message, null, false, false);
    this.status = status;
    this.code = code;
    this.details = details;
    this.headers = headers;
    this.denial = denial;
    this.badKey = badKey;
  }

  /** An error under the status of its code. */
  public static Problem of(ErrorCode code, String message) {
    return of(code.status(), code, message);
  }

  /** An error under a status of its own. */
  public static Problem of(int status, ErrorCode code, String message) {
    return new Problem(status, code, message, Map.of(), Map.of(), null, null);
  }

  /**
   * The request cannot be what was meant; the message says what was wrong, its value, its bound.
   */
  public static Problem invalid(String message) {
    return of(ErrorCode.INVALID_REQUEST, message);
  }

  /** As {@link #invalid(String)}, with values for the message. */
  public static Problem invalid(String message, Object... values) {
    return invalid(message.formatted(values));
  }

  /** The same with figures for programs. */
  public Problem withDetails(Map<String, Object> figures) {
    return new Problem(status, code, getMessage(), figures, headers, denial, badKey);
  }

  /** The same with one more header. */
  public Problem withHeader(String name, String value) {
    Map<String, String> more = new LinkedHashMap<>(headers);
    more.put(name, value);
    return new Problem(
        status, code, getMessage(), details, Collections.unmodifiableMap(more), denial, badKey);
  }

  /** The same for a live request of an agent that was denied. */
  public Problem denying(Denial what) {
    return new Problem(status, code, getMessage(), details, headers, what, badKey);
  }

  /** The same for a request with a key that is no good. */
  public Problem withBadKey(BadKey what) {
    return new Problem(status, code, getMessage(), details, headers, denial, what);
  }

  public int status() {
    return status;
  }

  public ErrorCode code() {
    return code;
  }

  /** Figures under their wire names; empty when there are none. */
  public Map<String, Object> details() {
    return details;
  }

  /** What was denied, or null where nothing was. */
  public Denial denial() {
    return denial;
  }

  /** The key that was no good, or null where that is not what is wrong. */
  public BadKey badKey() {
    return badKey;
  }

  /** Headers that belong to this error. */
  public Map<String, String> headers() {
    return headers;
  }
}
