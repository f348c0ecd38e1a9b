package io.bailiwick.entity;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.Done;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.javadsl.Adapter;
import org.apache.pekko.cluster.MemberStatus;
import org.apache.pekko.cluster.sharding.ClusterShardingHealthCheck;
import org.apache.pekko.cluster.typed.Cluster;
import scala.jdk.javaapi.FutureConverters;

/**
 * Whether this node serves: a member that is up, whose shard region knows the coordinator. Once the
 * region has known it, only the membership counts. Thread-safe.
 */
final class Readiness {

  /** Between two looks while the node starts. */
  private static final Duration LOOK_INTERVAL = Duration.ofMillis(20);

  private final ActorSystem<?> system;
  private final ClusterShardingHealthCheck regionCheck;
  private final CompletableFuture<Done> ready = new CompletableFuture<>();

  private Readiness(ActorSystem<?> system) {
    this.system = system;
    this.regionCheck = new ClusterShardingHealthCheck(Adapter.toClassic(system));
  }

  static Readiness of(ActorSystem<?> system) {
    Readiness readiness = new Readiness(system);
    readiness.lookAgain();
    system
        .getWhenTerminated()
        .whenComplete((done, cause) -> readiness.ready.completeExceptionally(stopped(cause)));
    return readiness;
  }

  private static IllegalStateException stopped(Throwable cause) {
    return new IllegalStateException("the node has stopped", cause);
  }

  boolean isReady() {
    return isRegionKnown() && isUp();
  }

  /** Completes when the node serves for the first time. */
  CompletionStage<Done> whenReady() {
    return ready;
  }

  private boolean isRegionKnown() {
    return ready.isDone() && !ready.isCompletedExceptionally();
  }

  private boolean isUp() {
    MemberStatus status = Cluster.get(system).selfMember().status();
    return status.equals(MemberStatus.up()) || status.equals(MemberStatus.weaklyUp());
  }

  private void lookAgain() {
    try {
      system.scheduler().scheduleOnce(LOOK_INTERVAL, this::look, system.executionContext());
    } catch (IllegalStateException e) {
      // A system that stops while the node still joins takes no more alarms.
      ready.completeExceptionally(stopped(e));
    }
  }

  private void look() {
    if (!isUp()) {
      lookAgain();
      return;
    }
    FutureConverters.asJava(regionCheck.apply())
        .whenComplete(
            (isRegistered, cause) -> {
              if (cause == null && Boolean.TRUE.equals(isRegistered)) {
                ready.complete(Done.getInstance());
              } else if (!ready.isDone()) {
                lookAgain();
              }
            });
  }
}
