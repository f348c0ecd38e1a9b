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

  /**
   * Does something again and again, whatever became of it the time before. A scheduler does not
   * repeat what has thrown, so a bug that throws is logged here and its task goes on.
   */
  static void repeat(
      ActorSystem<?> system, Duration interval, Supplier<CompletionStage<?>> task, String failed) {
    system
        .scheduler()
        .scheduleWithFixedDelay(
            interval, interval, () -> doOnce(task, failed), system.executionContext());
  }

  private static void doOnce(Supplier<CompletionStage<?>> task, String failed) {
    try {
      task.get()
          .whenComplete(
              (done, failure) -> {
                if (failure != null) {
                  LOG.debug("{}: {}", failed, failure.toString());
                }
              });
    } catch (RuntimeException e) {
      LOG.error("{}; it is tried again", failed, e);
    }
  }
}
