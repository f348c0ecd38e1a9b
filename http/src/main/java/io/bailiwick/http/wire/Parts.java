package io.bailiwick.http.wire;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bailiwick.http.canonical.CanonicalJson;
import io.bailiwick.http.error.Problem;
import java.util.Set;

/** What several requests have in common. */
final class Parts {
  static final String KEY = "idempotency_key";
  static final int KEY_LENGTH_MAX = 256;
  static final String CLIENT_TIME = "client_time_ms";

  private static final Set<String> OF_ACTION = Set.of("kind", "name", "tags");
  private static final int TAGS_MAX = 10;
  private static final Set<String> OF_METRICS =
      Set.of("tokens_input", "tokens_output", "latency_ms", "model_version", "custom");

  private Parts() {}

  /**
   * The key of a request.
   *
   * @param header of the same meaning, which must not differ, or null
   */
  static String key(Members body, String header) {
    String key = body.text(KEY, 1, KEY_LENGTH_MAX);
    if (header != null && !header.equals(key)) {
      throw Problem.invalid("X-Idempotency-Key differs from idempotency_key of the body");
    }
    return key;
  }

  /** Canonical text of the action. */
  static String action(Members body) {
    Members action = body.object("action", OF_ACTION);
    action.spoken("kind", 64);
    action.spoken("name", 256);
    action.textsOrNull("tags", TAGS_MAX, 64);
    return body.canonicalOrNull("action");
  }

  /**
   * A body as it is compared with others of its key: the same one, but that what has a canonical
   * text already is not given another.
   */
  static ObjectNode judged(ObjectNode body, Subject subject, String action) {
    ObjectNode judged = JsonNodeFactory.instance.objectNode();
    judged.setAll(body);
    judged.set("subject", CanonicalJson.ready(subject.text()));
    judged.set("action", CanonicalJson.ready(action));
    return judged;
  }

  /**
   * Canonical text of what is only kept: metadata, metrics and the client's time, each under its
   * name, or null when there is none of them.
   */
  static String note(Members body) {
    ObjectNode note = JsonNodeFactory.instance.objectNode();
    metrics(body);
    Long clientTimeMs = body.integerOrNull(CLIENT_TIME, 0, Long.MAX_VALUE);
    if (clientTimeMs != null) {
      note.put(CLIENT_TIME, clientTimeMs);
    }
    for (String name : new String[] {"metrics", "metadata"}) {
      ObjectNode part = body.freeOrNull(name);
      if (part != null) {
        note.set(name, part);
      }
    }
    return note.isEmpty() ? null : Members.canonical(note);
  }

  private static void metrics(Members body) {
    Members metrics = body.objectOrNull("metrics", OF_METRICS);
    if (metrics != null) {
      metrics.integerOrNull("tokens_input", 0, Long.MAX_VALUE);
      metrics.integerOrNull("tokens_output", 0, Long.MAX_VALUE);
      metrics.integerOrNull("latency_ms", 0, Long.MAX_VALUE);
      metrics.textOrNull("model_version", 0, 128);
      metrics.freeOrNull("custom");
    }
  }
}
