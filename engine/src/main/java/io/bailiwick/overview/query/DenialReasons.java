package io.bailiwick.overview.query;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.TreeMap;

/**
 * Counts denied reservations by their reason. In a storm one event stands for many of them, and
 * says for how many. Used by one thread.
 */
final class DenialReasons {

  /** What can be looked at in a few hundredths of a second. */
  static final int EVENTS_MAX = 20_000;

  private static final JsonFactory FACTORY = new JsonFactory();

  private final Map<String, Long> counts = new TreeMap<>();
  private int events;

  /**
   * @param data of the event, JSON
   * @param metadata of the event, JSON, or null
   */
  void add(String data, String metadata) {
    events++;
    String reason = member(data, "reason_code");
    String occurrences = metadata == null ? null : member(metadata, "occurrences");
    if (reason != null) {
      counts.merge(reason, occurrences == null ? 1 : Long.parseLong(occurrences), Long::sum);
    }
  }

  /** How often each was the reason, or null where there were too many events to look at all. */
  Map<String, Long> counts() {
    return events > EVENTS_MAX ? null : counts;
  }

  /** The text of a member of the object, read no further than to there; null without one. */
  private static String member(String json, String name) {
    try (JsonParser parser = FACTORY.createParser(json)) {
      parser.nextToken();
      while (parser.nextToken() == JsonToken.FIELD_NAME) {
        boolean isIt = parser.currentName().equals(name);
        parser.nextToken();
        if (isIt) {
          return parser.getText();
        }
        parser.skipChildren();
      }
      return null;
    } catch (IOException e) {
      throw new UncheckedIOException("an event is stored that is no JSON", e);
    }
  }
}
