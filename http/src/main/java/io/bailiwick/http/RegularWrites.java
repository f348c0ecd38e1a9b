package io.bailiwick.http;

import io.bailiwick.apikey.query.Authentications;
import io.bailiwick.apikey.query.StoredApiKeys;
import io.bailiwick.record.query.WrittenFailures;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.actor.typed.ActorSystem;

/**
 * What a node gathers and writes by the clock: how keys were used, how often good ones came, and
 * how many requests were refused. A node that stops in order writes the last of it; one that is
 * killed loses what it has gathered since the last time. Thread-safe; never blocks.
 */
final class RegularWrites {
  /** How late it is known at most of how many requests were refused in a second. */
  private static final Duration FAILURES_INTERVAL = Duration.ofMillis(250);

  private final StoredApiKeys keys;
  private final WrittenFailures failures;

  private RegularWrites(StoredApiKeys keys, WrittenFailures failures) {
    this.keys = keys;
    this.failures = failures;
  }

  /**
   * Begins.
   *
   * @param keyUseInterval between two writes of how keys were used
   */
  static RegularWrites start(
      ActorSystem<?> system,
      StoredApiKeys keys,
      Duration keyUseInterval,
      WrittenFailures failures) {
    RegularWrites writes = new RegularWrites(keys, failures);
    Upkeep.repeat(system, keyUseInterval, keys::writeUses, "uses of keys are written later");
    Upkeep.repeat(
        system,
        Authentications.INTERVAL,
        keys::writeAuthentications,
        "how often keys were good is written later");
    Upkeep.repeat(system, FAILURES_INTERVAL, failures::flush, "failed requests were not written");
    return writes;
  }

  /** Writes all that is left. When this is called there are no requests any more. */
  CompletionStage<Void> writeLast() {
    // The first may be one that had begun before the last request.
    return failures
        .flushAll()
        .thenCompose(done -> keys.writeAuthentications())
        .exceptionally(failure -> null)
        .thenCompose(done -> keys.writeAuthentications())
        .exceptionally(failure -> null)
        .thenCompose(done -> keys.writeUses())
        .exceptionally(failure -> null)
        .thenCompose(done -> keys.writeUses());
  }
}
