package io.bailiwick.entity;

import java.time.Duration;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.SupervisorStrategy;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.cluster.typed.ClusterSingleton;
import org.apache.pekko.cluster.typed.SingletonActor;

/** The one sweeper of a cluster: lives on one node at a time, and survives its own bugs. */
final class SweeperSingleton {

  /** Before the sweeper is made anew after a bug, the first time and in the end. */
  private static final Duration REST_MIN = Duration.ofSeconds(1);

  private static final Duration REST_MAX = Duration.ofSeconds(30);

  private SweeperSingleton() {}

  static void start(ActorSystem<?> system, Sweeper.Parts parts) {
    ClusterSingleton.get(system)
        .init(
            SingletonActor.of(supervised(parts), "sweeper")
                .withStopMessage(new SweeperMessage.Stop()));
  }

  /** The cluster makes no new one of a singleton that has ended in a bug. */
  static Behavior<SweeperMessage> supervised(Sweeper.Parts parts) {
    return Behaviors.supervise(Sweeper.create(parts))
        .onFailure(SupervisorStrategy.restartWithBackoff(REST_MIN, REST_MAX, 0));
  }
}
