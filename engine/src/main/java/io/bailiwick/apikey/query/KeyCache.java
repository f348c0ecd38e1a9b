package io.bailiwick.apikey.query;

import io.bailiwick.apikey.ApiKey;
import io.bailiwick.tenant.TenantId;
import io.bailiwick.time.Stopwatch;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Predicate;

/**
 * Keys that were found good, under the HMAC of their secrets; the least recently used one goes
 * first. Thread-safe.
 *
 * <p>A look-up that began before a key was forgotten cannot bring it back: whoever forgets starts a
 * new epoch, and what was found in an earlier one is not kept.
 */
final class KeyCache {

  private final long leaseNanos;
  private final Map<String, Found> entries;
  private long epoch;

  /**
   * @param max keys in memory
   */
  KeyCache(long leaseNanos, int max) {
    this.leaseNanos = leaseNanos;
    this.entries =
        new LinkedHashMap<>(16, 0.75f, true) {
          private static final long serialVersionUID = 1L;

          @Override
          protected boolean removeEldestEntry(Map.Entry<String, Found> eldest) {
            return size() > max;
          }
        };
  }

  /** A key that was found good, and by which look-up. */
  record Found(ApiKey key, LookUp lookUp) {}

  /** When a look-up began, and in which epoch. */
  record LookUp(long epoch, Stopwatch age) {}

  synchronized LookUp begin() {
    return new LookUp(epoch, Stopwatch.start());
  }

  /**
   * Whether what {@code lookUp} finds may be told to somebody who asks now: nothing was forgotten
   * since it began, and what it finds has a lease left.
   */
  synchronized boolean isCurrent(LookUp lookUp) {
    return lookUp.epoch() == epoch && lookUp.age().elapsedNanos() <= leaseNanos;
  }

  /** The key with that secret, if it is here and its lease has not run out, or null. */
  synchronized Found find(byte[] secretHash) {
    String text = text(secretHash);
    Found entry = entries.get(text);
    if (entry != null && entry.lookUp().age().elapsedNanos() > leaseNanos) {
      entries.remove(text);
      return null;
    }
    return entry;
  }

  synchronized void keep(byte[] secretHash, Found entry) {
    if (entry.lookUp().epoch() == epoch) {
      entries.put(text(secretHash), entry);
    }
  }

  void forget(String keyId) {
    forgetIf(entry -> entry.key().keyId().equals(keyId));
  }

  void forgetAllOf(TenantId tenant) {
    forgetIf(entry -> entry.key().tenant().equals(tenant));
  }

  void forgetAll() {
    forgetIf(entry -> true);
  }

  private synchronized void forgetIf(Predicate<Found> condition) {
    epoch++;
    entries.values().removeIf(condition);
  }

  /** Bytes as something that can be compared. */
  static String text(byte[] secretHash) {
    return new String(secretHash, StandardCharsets.ISO_8859_1);
  }
}
