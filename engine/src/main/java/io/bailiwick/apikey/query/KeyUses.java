package io.bailiwick.apikey.query;

import io.bailiwick.projection.TableWrite;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * When keys were last used, until it is written down: one row for a key and not one for a request.
 * What is not written when the node dies is lost. Thread-safe.
 */
final class KeyUses {

  /** A small part of a transaction, so that nobody waits for it. */
  static final int WRITES_MAX = 500;

  private final int max;
  private final Map<String, Long> atMsOfKey = new ConcurrentHashMap<>();

  /**
   * @param max keys in memory; further ones are not noted until some are written
   */
  KeyUses(int max) {
    this.max = max;
  }

  void note(String keyId, long atMs) {
    if (atMsOfKey.size() < max || atMsOfKey.containsKey(keyId)) {
      atMsOfKey.put(keyId, atMs);
    }
  }

  /** Takes out what is to be written next. */
  List<TableWrite> take() {
    List<TableWrite> writes = new ArrayList<>();
    for (String keyId : atMsOfKey.keySet()) {
      if (writes.size() == WRITES_MAX) {
        break;
      }
      Long atMs = atMsOfKey.remove(keyId);
      if (atMs != null) {
        writes.add(KeyWrites.used(keyId, atMs));
      }
    }
    return writes;
  }
}
