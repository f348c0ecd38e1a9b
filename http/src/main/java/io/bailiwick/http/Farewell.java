package io.bailiwick.http;

import io.bailiwick.config.Settings;
import io.bailiwick.http.listen.Listeners;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.pekko.Done;
import org.apache.pekko.actor.CoordinatedShutdown;
import org.apache.pekko.actor.CoordinatedShutdown.Reason;
import org.apache.pekko.actor.typed.ActorSystem;

/**
 * How a node takes leave of its clients before its actors go. When its process is stopped,
 * readiness says no, a while later the listeners close, and requests under way get their answers.
 * When an operator has asked the cluster to let it go, the same without that while: by then the
 * others take over its shards. A node that was voted out ends at once.
 */
final class Farewell {

  private final AtomicBoolean isServing;
  private final AtomicBoolean isOver = new AtomicBoolean();
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
        () -> farewell.giveNotice(reason(shutdown)));
    shutdown.addTask(
        CoordinatedShutdown.PhaseServiceUnbind(),
        "drain-listeners",
        () -> isOrderly(reason(shutdown)) ? drain(listeners) : done());
    return farewell;
  }

  /** From here on readiness says yes, unless the node has taken leave already. */
  void serve() {
    isServing.set(true);
    if (isOver.get()) {
      isServing.set(false);
    }
  }

  /** How long it serves on after readiness has said no for the first time. */
  Duration notice() {
    return notice;
  }

  private static Reason reason(CoordinatedShutdown shutdown) {
    return shutdown.getShutdownReason().orElseThrow();
  }

  private static boolean isOrderly(Reason why) {
    return isStop(why) || why.equals(CoordinatedShutdown.clusterLeavingReason());
  }

  private static boolean isStop(Reason why) {
    return why.equals(CoordinatedShutdown.actorSystemTerminateReason());
  }

  /** Load balancers look from time to time. */
  private CompletionStage<Done> giveNotice(Reason why) {
    isOver.set(true);
    boolean wasServing = isServing.getAndSet(false);
    return wasServing && isStop(why)
        ? new CompletableFuture<Done>()
            .completeOnTimeout(Done.getInstance(), notice.toNanos(), TimeUnit.NANOSECONDS)
        : done();
  }

  private static CompletionStage<Done> done() {
    return CompletableFuture.completedFuture(Done.getInstance());
  }

  private static CompletionStage<Done> drain(Listeners listeners) {
    CompletableFuture<Done> drained = new CompletableFuture<>();
    Thread.ofPlatform()
        .daemon()
        .name("drain")
        .start(
            () -> {
              try {
                listeners.drain();
                drained.complete(Done.getInstance());
              } catch (RuntimeException e) {
                drained.completeExceptionally(e);
              }
            });
    return drained;
  }
}
