package io.bailiwick.apikey.query;

import io.bailiwick.apikey.Authentication;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/**
 * Look-ups that are under way. When the lease of a busy key ends, all of its requests miss it at
 * once: one of them looks it up, and the others wait for what that one finds. Thread-safe.
 *
 * <p>Nobody is told what was found by a look-up that a newcomer could not have had from the cache
 * either: one that began before something was forgotten, or a lease ago. There are as many entries
 * as queries under way, and each is gone with its query, which has a limit of time.
 */
final class KeyLookUps {

  private final KeyCache cache;
  private final Map<String, UnderWay> underWay = new ConcurrentHashMap<>();

  KeyLookUps(KeyCache cache) {
    this.cache = cache;
  }

  private record UnderWay(KeyCache.LookUp since, CompletableFuture<Authentication> answer) {}

  /**
   * What {@code lookUp} finds, or another one that is under way for the same secret.
   *
   * @param secretHash of the key
   */
  CompletionStage<Authentication> join(
      byte[] secretHash, Supplier<CompletionStage<Authentication>> lookUp) {
    String secret = KeyCache.text(secretHash);
    UnderWay ours = new UnderWay(cache.begin(), new CompletableFuture<>());
    UnderWay joined =
        underWay.merge(
            secret, ours, (known, newer) -> cache.isCurrent(known.since()) ? known : newer);
    if (joined == ours) {
      begun(lookUp)
          .whenComplete(
              (found, failure) -> {
                underWay.remove(secret, ours);
                if (failure == null) {
                  ours.answer.complete(found);
                } else {
                  ours.answer.completeExceptionally(failure);
                }
              });
    }
    return joined.answer;
  }

  /** What is thrown on the way is as what a stage fails with: its entry must not stay. */
  private static CompletionStage<Authentication> begun(
      Supplier<CompletionStage<Authentication>> lookUp) {
    return CompletableFuture.completedFuture(lookUp).thenCompose(Supplier::get);
  }
}
