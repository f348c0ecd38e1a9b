package io.bailiwick.refusal;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/**
 * A refusal that explains itself.
 *
 * @param message for people: what was wrong, the value and the bound
 * @param details for programs, under the names they have on the wire: each a {@link Long}, a {@link
 *     String} or a list of strings. Shows nothing of another tenant
 */
public record Refusal(RefusalCode code, String message, Map<String, Object> details) {

  /** The detail that says how long to wait before the same can succeed, 1 or more. */
  public static final String RETRY_AFTER_MS = "retry_after_ms";

  public Refusal {
    Objects.requireNonNull(code, "code");
    Objects.requireNonNull(message, "message");
    details =
        details == null ? Map.of() : Collections.unmodifiableMap(new LinkedHashMap<>(details));
  }

  /** A refusal without figures. */
  public static Refusal of(RefusalCode code, String message) {
    return new Refusal(code, message, Map.of());
  }

  /** The same refusal with one more figure. */
  public Refusal with(String name, Object value) {
    return with(Collections.singletonMap(name, value));
  }

  /** The same refusal with more figures, which come after those that it has. */
  public Refusal with(Map<String, Object> figures) {
    Map<String, Object> more = new LinkedHashMap<>(details);
    more.putAll(figures);
    return new Refusal(code, message, more);
  }
}
