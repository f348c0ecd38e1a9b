package io.bailiwick.apikey.query;

import io.bailiwick.apikey.KeyUsage;
import io.bailiwick.apikey.KeyUsage.Kind;
import io.bailiwick.projection.TableWrite;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/**
 * How keys are used, until it is written down: a few rows for a key in an interval, and none for a
 * request. What is not written when the node is killed is lost; what the store did not take is
 * written with the next. Thread-safe; never blocks.
 */
final class KeyUses {

  /** Statements of one transaction: a few milliseconds, so that nobody waits for it. */
  static final int WRITES_MAX = 400;

  private final int max;
  private final Function<List<TableWrite>, CompletionStage<Void>> writer;
  private volatile Map<String, KeyUse> noted = new ConcurrentHashMap<>();
  private CompletableFuture<Void> underWay = CompletableFuture.completedFuture(null);

  /**
   * @param max keys of one interval; further ones are not noted until it ends
   * @param writer writes all or nothing
   */
  KeyUses(int max, Function<List<TableWrite>, CompletionStage<Void>> writer) {
    this.max = max;
    this.writer = writer;
  }

  /**
   * A request that the key was found good for.
   *
   * @param source address that it came from, or null
   */
  void note(String keyId, long atMs, String source) {
    KeyUse use = use(keyId, atMs);
    while (use != null && !use.count(1, atMs, source)) {
      use = use(keyId, atMs);
    }
    if (source != null) {
      noteAt(use, keyId, Kind.SOURCE, source, atMs);
    }
  }

  /** The scope that such a request names. */
  void noteScope(String keyId, String scope, long atMs) {
    noteAt(use(keyId, atMs), keyId, Kind.SCOPE, scope, atMs);
  }

  /** An interval that has ended has a successor already, so this ends. */
  private void noteAt(KeyUse first, String keyId, Kind kind, String place, long atMs) {
    KeyUse use = first;
    while (use != null && !use.countAt(kind, place, 1, atMs, atMs)) {
      use = use(keyId, atMs);
    }
  }

  /** Where to add; null when there are too many keys. */
  private KeyUse use(String keyId, long atMs) {
    while (true) {
      Map<String, KeyUse> now = noted;
      KeyUse known = now.get(keyId);
      if (known != null || now.size() >= max) {
        return known;
      }
      KeyUse made = now.computeIfAbsent(keyId, any -> new KeyUse(atMs));
      // One that came in after the end of the interval is looked at by nobody.
      if (noted == now) {
        return made;
      }
    }
  }

  /**
   * Ends the interval and writes what it has noted, in several transactions if it is much. One at a
   * time: while one is under way, this is the same one.
   */
  synchronized CompletionStage<Void> write() {
    if (underWay.isDone()) {
      underWay = write(take(), 0).toCompletableFuture();
    }
    return underWay;
  }

  /** In the order of the keys: two nodes that write of the same ones must not wait in a circle. */
  private List<KeyUse.Taken> take() {
    Map<String, KeyUse> ended = noted;
    noted = new ConcurrentHashMap<>();
    return ended.entrySet().stream()
        .map(entry -> entry.getValue().close(entry.getKey()))
        .filter(taken -> !taken.isEmpty())
        .sorted(Comparator.comparing(KeyUse.Taken::keyId))
        .toList();
  }

  private CompletionStage<Void> write(List<KeyUse.Taken> taken, int from) {
    List<TableWrite> writes = new ArrayList<>();
    int to = from;
    while (to < taken.size() && writes.size() < WRITES_MAX) {
      KeyUseWrites.add(taken.get(to), writes);
      to++;
    }
    if (writes.isEmpty()) {
      return CompletableFuture.completedFuture(null);
    }
    int next = to;
    return writer
        .apply(List.copyOf(writes))
        .exceptionallyCompose(
            failure -> {
              putBack(taken.subList(from, taken.size()));
              return CompletableFuture.failedFuture(failure);
            })
        .thenCompose(written -> write(taken, next));
  }

  /**
   * Into the interval that goes on, which does not end before this. Nobody knows of a write that
   * has failed whether it was one; rarely something counts twice.
   */
  private void putBack(List<KeyUse.Taken> taken) {
    for (KeyUse.Taken one : taken) {
      KeyUse use = use(one.keyId(), one.firstAtMs());
      if (use == null) {
        continue;
      }
      use.count(one.uses(), one.lastAtMs(), one.lastSource());
      for (KeyUsage.Place place : one.places()) {
        use.countAt(
            place.kind(), place.text(), place.uses(), place.firstUsedAtMs(), place.lastUsedAtMs());
      }
    }
  }
}
