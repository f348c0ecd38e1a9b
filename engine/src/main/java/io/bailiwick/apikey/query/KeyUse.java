package io.bailiwick.apikey.query;

import io.bailiwick.apikey.KeyUsage;
import io.bailiwick.apikey.KeyUsage.Kind;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * How one key is used within an interval. A request adds to counters and makes nothing new, but for
 * the first one of each place. When the interval ends its counters are closed, and whoever comes
 * too late adds to those of the next one. Thread-safe; nobody waits for anybody.
 */
final class KeyUse {

  /** Of a counter, so far below zero that it stays there whatever is added. */
  private static final long CLOSED = Long.MIN_VALUE / 2;

  /** The order in which the table keeps places. */
  private static final Comparator<Map.Entry<String, PlaceUse>> LAST_USED_FIRST =
      Comparator.comparingLong((Map.Entry<String, PlaceUse> place) -> place.getValue().lastAtMs)
          .reversed()
          .thenComparing(Map.Entry::getKey);

  private final AtomicLong uses = new AtomicLong();
  private final long firstAtMs;
  private final Map<String, PlaceUse> scopes = new ConcurrentHashMap<>();
  private final Map<String, PlaceUse> sources = new ConcurrentHashMap<>();
  private volatile long lastAtMs;
  private volatile String lastSource;

  KeyUse(long firstAtMs) {
    this.firstAtMs = firstAtMs;
    this.lastAtMs = firstAtMs;
  }

  /**
   * What was taken out of it.
   *
   * @param uses 0 or more
   * @param lastSource or null
   * @param places each with 1 use or more
   */
  record Taken(
      String keyId,
      long uses,
      long firstAtMs,
      long lastAtMs,
      String lastSource,
      List<KeyUsage.Place> places) {

    boolean isEmpty() {
      return uses == 0 && places.isEmpty();
    }
  }

  private static final class PlaceUse {
    private final AtomicLong uses = new AtomicLong();
    private final long firstAtMs;
    private volatile long lastAtMs;

    private PlaceUse(long firstAtMs) {
      this.firstAtMs = firstAtMs;
      this.lastAtMs = firstAtMs;
    }
  }

  /**
   * Counts requests.
   *
   * @param source of the last one, or null
   * @return whether the interval still goes on
   */
  boolean count(long times, long lastMs, String source) {
    if (uses.addAndGet(times) < 0) {
      return false;
    }
    // What was put back after a failed write is older than what came since.
    if (lastMs >= lastAtMs) {
      lastAtMs = lastMs;
      if (source != null) {
        lastSource = source;
      }
    }
    return true;
  }

  /**
   * Counts requests at a place. Of more than {@link KeyUsage#PLACES_MAX} the last used ones stay: a
   * key that names a new one with every request pays for a look through so many.
   *
   * @return whether they were counted; else the interval is over, or the place was just forgotten
   */
  boolean countAt(Kind kind, String text, long times, long firstMs, long lastMs) {
    Map<String, PlaceUse> places = kind == Kind.SCOPE ? scopes : sources;
    PlaceUse known = places.get(text);
    PlaceUse place =
        known == null ? places.computeIfAbsent(text, any -> new PlaceUse(firstMs)) : known;
    // One that came in after the end of the interval is looked at by nobody.
    if (known == null && uses.get() < 0) {
      return false;
    }
    // Closed with the interval, or because the place was forgotten just now: then it is a new one.
    if (place.uses.addAndGet(times) < 0) {
      return false;
    }
    place.lastAtMs = Math.max(place.lastAtMs, lastMs);
    if (known == null) {
      forgetAllBut(KeyUsage.PLACES_MAX, places);
    }
    return true;
  }

  /** Those of the longest ago go, as in the table, with what was counted at them. */
  private static void forgetAllBut(int max, Map<String, PlaceUse> places) {
    while (places.size() > max) {
      places.entrySet().stream()
          .max(LAST_USED_FIRST)
          .filter(oldest -> places.remove(oldest.getKey(), oldest.getValue()))
          .ifPresent(oldest -> oldest.getValue().uses.set(CLOSED));
    }
  }

  /** Ends the interval. */
  Taken close(String keyId) {
    long counted = uses.getAndSet(CLOSED);
    List<KeyUsage.Place> places = new ArrayList<>();
    close(Kind.SCOPE, scopes, places);
    close(Kind.SOURCE, sources, places);
    return new Taken(keyId, counted, firstAtMs, lastAtMs, lastSource, List.copyOf(places));
  }

  private static void close(Kind kind, Map<String, PlaceUse> places, List<KeyUsage.Place> out) {
    places.entrySet().stream()
        .sorted(Comparator.comparing(Map.Entry::getKey))
        .forEach(
            entry -> {
              PlaceUse place = entry.getValue();
              long uses = place.uses.getAndSet(CLOSED);
              if (uses > 0) {
                out.add(
                    new KeyUsage.Place(
                        kind, entry.getKey(), uses, place.firstAtMs, place.lastAtMs));
              }
            });
  }
}
