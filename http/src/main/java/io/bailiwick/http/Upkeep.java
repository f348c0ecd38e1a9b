package io.bailiwick.http;

import io.bailiwick.bulk.query.BulkLook;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.apache.pekko.actor.typed.ActorSystem;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What a node does by the clock beside its actors, until it stops. */
final class Upkeep {
  private static final Logger LOG = LoggerFactory.getLogger(Upkeep.class);

  private Upkeep() {}

  static void goOnWithBulks(ActorSystem<?> system, BulkLook look) {
    repeat(system, BulkLook.INTERVAL, look::look, "bulk actions were not looked for");
  }

  /** Does something again and again, whatever became of it the time before. */
  static void repeat(
      ActorSystem<?> system, Duration interval, Supplier<CompletionStage<?>> task, String failed) {
    system
        .scheduler()
        .scheduleWithFixedDelay(
            interval,
            interval,
            () ->
                task.get()
                    .whenComplete(
                        (done, failure) -> {
                          if (failure != null) {
                            LOG.debug("{}: {}", failed, failure.toString());
                          }
                        }),
            system.executionContext());
  }
}
