package io.bailiwick.harness;

import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * Request bodies, with everything that a request needs and nothing else. Amounts are of {@link
 * #UNIT}; put in another member where a test is about it.
 */
public final class Bodies {
  public static final String UNIT = "TOKENS";

  private Bodies() {}

  /** For decide and for createReservation. */
  public static ObjectNode reserve(String key, String scope, long amount) {
    return Json.object(
        "idempotency_key", key,
        "subject", subject(scope),
        "action", action(),
        "estimate", Json.amount(UNIT, amount));
  }

  public static ObjectNode event(String key, String scope, long amount) {
    return Json.object(
        "idempotency_key", key,
        "subject", subject(scope),
        "action", action(),
        "actual", Json.amount(UNIT, amount));
  }

  public static ObjectNode commit(String key, long amount) {
    return Json.object("idempotency_key", key, "actual", Json.amount(UNIT, amount));
  }

  public static ObjectNode release(String key) {
    return Json.object("idempotency_key", key);
  }

  public static ObjectNode extend(String key, long byMs) {
    return Json.object("idempotency_key", key, "extend_by_ms", byMs);
  }

  public static ObjectNode action() {
    return Json.object("kind", "llm.completion", "name", "draft");
  }

  /** The subject whose path is {@code scope}. */
  public static ObjectNode subject(String scope) {
    ObjectNode subject = Json.object();
    for (String segment : scope.split("/")) {
      int colon = segment.indexOf(':');
      subject.put(segment.substring(0, colon), segment.substring(colon + 1));
    }
    return subject;
  }
}
