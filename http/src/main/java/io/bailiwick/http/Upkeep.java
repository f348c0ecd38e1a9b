package io.bailiwick.http;

import io.bailiwick.apikey.query.StoredApiKeys;
import io.bailiwick.bulk.query.BulkLook;
import io.bailiwick.record.query.WrittenFailures;
import java.time.Duration;
import org.apache.pekko.actor.typed.ActorSystem;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What a node does by the clock beside its actors, one thing after the other, until it stops. */
final class Upkeep {
  private static final Logger LOG = LoggerFactory.getLogger(Upkeep.class);

  /** When a key was last used is known a little late, for one write instead of thousands. */
  private static final Duration KEY_USES_INTERVAL = Duration.ofSeconds(10);

  /** How late it is known at most of how many requests were refused in a second. */
  private static final Duration FAILURES_INTERVAL = Duration.ofMillis(250);

  private Upkeep() {}

  static void flush(ActorSystem<?> system, WrittenFailures failures) {
    every(FAILURES_INTERVAL, system, failures::flush);
  }

  static void noteUses(ActorSystem<?> system, StoredApiKeys keys) {
    every(
        KEY_USES_INTERVAL,
        system,
        () ->
            keys.writeUses()
                .exceptionally(
                    failure -> {
                      LOG.debug("uses of keys were not written: {}", failure.toString());
                      return null;
                    }));
  }

  static void goOnWithBulks(ActorSystem<?> system, BulkLook look) {
    every(BulkLook.INTERVAL, system, look::look);
  }

  private static void every(Duration interval, ActorSystem<?> system, Runnable task) {
    system.scheduler().scheduleWithFixedDelay(interval, interval, task, system.executionContext());
  }
}
