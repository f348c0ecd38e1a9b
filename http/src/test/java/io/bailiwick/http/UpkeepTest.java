package io.bailiwick.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.bailiwick.config.Settings;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.junit.jupiter.api.Test;

class UpkeepTest {

  @Test
  void whatFailsOrThrowsIsDoneAgain() throws Exception {
    CountDownLatch turns = new CountDownLatch(4);
    ActorSystem<Void> system =
        ActorSystem.create(Behaviors.empty(), "upkeep", Settings.load(Map.of()).pekkoConfig());
    try {
      Upkeep.repeat(
          system,
          Duration.ofMillis(5),
          () -> {
            turns.countDown();
            if (turns.getCount() % 2 == 0) {
              return CompletableFuture.failedFuture(new IllegalStateException("no store"));
            }
            throw new IllegalStateException("a bug");
          },
          "nothing was done");
      assertThat(turns.await(10, TimeUnit.SECONDS)).isTrue();
    } finally {
      system.terminate();
      system.getWhenTerminated().toCompletableFuture().get(20, TimeUnit.SECONDS);
    }
  }
}
