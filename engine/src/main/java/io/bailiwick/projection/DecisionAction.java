package io.bailiwick.projection;

import io.bailiwick.journal.codec.StoredJson;
import io.bailiwick.record.Json;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What rows of the decision log have of an action; either is null where it is not known. Agents
 * repeat a few actions, so those that were read of late are kept. Thread-safe.
 */
record DecisionAction(String kind, String name) {

  /** More than the actions of most nodes; at a kilobyte each it is a megabyte. */
  static final int KEPT_MAX = 1_000;

  private static final DecisionAction UNKNOWN = new DecisionAction(null, null);

  private static final Map<String, DecisionAction> KEPT = new ConcurrentHashMap<>();

  static DecisionAction of(Json action) {
    if (action == null) {
      return UNKNOWN;
    }
    DecisionAction kept = KEPT.get(action.text());
    return kept != null ? kept : read(action.text());
  }

  /** When too many are kept they are all forgotten: what is repeated is soon there again. */
  private static DecisionAction read(String text) {
    DecisionAction read = StoredJson.read(text, DecisionAction.class);
    if (KEPT.size() >= KEPT_MAX) {
      KEPT.clear();
    }
    KEPT.put(text, read);
    return read;
  }

  /** How many are kept. */
  static int keptCount() {
    return KEPT.size();
  }
}
