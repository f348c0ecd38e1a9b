package io.bailiwick.http;

import io.bailiwick.config.Settings;
import io.bailiwick.http.listen.Listeners;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.apache.pekko.Done;
import org.apache.pekko.actor.CoordinatedShutdown;
import org.apache.pekko.actor.CoordinatedShutdown.Reason;
import org.apache.pekko.actor.typed.ActorSystem;

/**
 * How a node takes leave of its clients before its actors go, whether its process is stopped or an
 * operator has asked the cluster to let it go: readiness says no, a while later the listeners
 * close, and requests under way get their answers. A node that was voted out, or never served, ends
 * at once.
 */
final class Farewell {

  private final AtomicBoolean isServing;
  private final Duration notice;

  private Farewell(AtomicBoolean isServing, Duration notice) {
    this.isServing = isServing;
    this.notice = notice;
  }

  /** Has the actor system do it when it stops. */
  static Farewell prepare(
      ActorSystem<?> system, Settings settings, AtomicBoolean isServing, Listeners listeners) {
    Farewell farewell =
        new Farewell(
            isServing,
            settings.cluster().enabled() ? settings.cluster().leaveNotice() : Duration.ZERO);
    CoordinatedShutdown shutdown = CoordinatedShutdown.get(system);
    shutdown.addTask(
        CoordinatedShutdown.PhaseBeforeServiceUnbind(),
        "give-notice",
        inGoodOrder(shutdown, farewell::giveNotice));
    shutdown.addTask(
        CoordinatedShutdown.PhaseServiceUnbind(),
        "drain-listeners",
        inGoodOrder(shutdown, () -> drain(listeners)));
    return farewell;
  }

  /** From here on readiness says yes. */
  void serve() {
    isServing.set(true);
  }

  /** How long it serves on after readiness has said no for the first time. */
  Duration notice() {
    return notice;
  }

  private static Supplier<CompletionStage<Done>> inGoodOrder(
      CoordinatedShutdown shutdown, Supplier<CompletionStage<Done>> task) {
    return () -> {
      Reason why = shutdown.getShutdownReason().orElseThrow();
      boolean isOrderly =
          why.equals(CoordinatedShutdown.actorSystemTerminateReason())
              || why.equals(CoordinatedShutdown.clusterLeavingReason());
      return isOrderly ? task.get() : CompletableFuture.completedFuture(Done.getInstance());
    };
  }

  /** Load balancers look from time to time. */
  private CompletionStage<Done> giveNotice() {
    CompletableFuture<Done> given = new CompletableFuture<>();
    return isServing.getAndSet(false)
        ? given.completeOnTimeout(Done.getInstance(), notice.toNanos(), TimeUnit.NANOSECONDS)
        : CompletableFuture.completedFuture(Done.getInstance());
  }

  private static CompletionStage<Done> drain(Listeners listeners) {
    CompletableFuture<Done> drained = new CompletableFuture<>();
    Thread.ofPlatform()
        .daemon()
        .name("drain")
        .start(
            () -> {
              listeners.drain();
              drained.complete(Done.getInstance());
            });
    return drained;
  }
}
