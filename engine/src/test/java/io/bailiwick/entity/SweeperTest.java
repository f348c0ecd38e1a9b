package io.bailiwick.entity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.typesafe.config.ConfigFactory;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.junit.jupiter.api.Test;

class SweeperTest {

  /** A singleton that has ended is not made anew by the cluster. */
  @Test
  void goesOnAfterABug() {
    AtomicInteger rounds = new AtomicInteger();
    Sweeper.Parts parts =
        new Sweeper.Parts(
            null,
            new io.bailiwick.query.DueWork(null),
            null,
            null,
            EntityObserver.NONE,
            () -> {
              rounds.incrementAndGet();
              return Instant.EPOCH;
            },
            Duration.ofMillis(10));
    ActorTestKit kit =
        ActorTestKit.create(ConfigFactory.parseString("pekko.fail-mixed-versions = off"));
    try {
      kit.spawn(Authority.supervised(parts));
      // Each round ends in a bug: there is nothing to read from.
      await()
          .atMost(Duration.ofSeconds(20))
          .untilAsserted(() -> assertThat(rounds).hasValueGreaterThan(1));
    } finally {
      kit.shutdownTestKit();
    }
  }
}
