package io.bailiwick.http;

import io.bailiwick.bulk.query.BulkLook;
import io.bailiwick.webhook.query.WantedUtilizations;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.apache.pekko.actor.typed.ActorSystem;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What a node does by the clock beside its actors, until it stops. */
final class Upkeep {
  private static final Logger LOG = LoggerFactory.getLogger(Upkeep.class);

  /** How long a threshold of a webhook that was made or changed is not watched for. */
  private static final Duration WANTED_INTERVAL = Duration.ofSeconds(2);

  private Upkeep() {}

  static void refresh(ActorSystem<?> system, WantedUtilizations wanted) {
    repeat(
        system, WANTED_INTERVAL, wanted::refresh, "what webhooks want to be told of was not read");
  }

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
