package io.bailiwick.entity;

import io.bailiwick.apikey.query.KeyExpiries;
import io.bailiwick.protocol.BookMessage;
import io.bailiwick.protocol.EntityId;
import io.bailiwick.protocol.ScopeMessage;
import io.bailiwick.query.DueWork;
import io.bailiwick.query.Retention;
import io.bailiwick.record.query.RateSpikes;
import io.bailiwick.scope.ScopePath;
import io.bailiwick.tenant.TenantId;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.TimerScheduler;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Wakes what has something to do although nobody asks for it: what is overdue, and what a node was
 * in the middle of when it died. One in the cluster: shards of a lost node belong to nobody until
 * somebody sends them a message, so nobody could look after only his own. Also tells of keys that
 * have expired, and forgets what was kept long enough.
 *
 * <p>A round begins when the one before has ended, so a slow store is not asked faster than it
 * answers.
 */
final class Sweeper {

  private static final Logger LOG = LoggerFactory.getLogger(Sweeper.class);

  /** Of one round: each is at most a recovery, and as many recover at once as Pekko allows. */
  static final int BOOKS_MAX = 500;

  /** Of one round. Closes are rare and each goes on by itself. */
  static final int CLOSES_MAX = 50;

  /**
   * Between two looks for closed tenants whose hook is not done. Rarely is one, and each look costs
   * a little for each tenant that was ever closed. Until then nothing of theirs changes: their tree
   * refuses it.
   */
  static final Duration HOOK_INTERVAL = Duration.ofSeconds(5);

  /** Between two looks for keys that have expired: so late it is told. They stop by themselves. */
  static final Duration EXPIRY_INTERVAL = Duration.ofSeconds(1);

  /** The same when there are more: a thousand keys a second. */
  private static final Duration EXPIRY_STEP = Duration.ofMillis(200);

  /** Between two looks for what is old, when all of it is gone. */
  private static final Duration RETENTION_INTERVAL = Duration.ofSeconds(10);

  /**
   * What it works with.
   *
   * @param interval between two rounds
   */
  record Parts(
      Post post,
      DueWork dueWork,
      Retention retention,
      RateSpikes spikes,
      KeyExpiries keyExpiries,
      CloseHook closeHook,
      EntityObserver observer,
      InstantSource clock,
      Duration interval) {}

  private final ActorContext<SweeperMessage> context;
  private final TimerScheduler<SweeperMessage> timers;
  private final Parts parts;
  private final StoreAbsence absence;

  // Each look goes on where the one before ended: what fails again and again is not all that is
  // ever looked at.
  private DueWork.Place place = DueWork.Place.NOWHERE;
  private String lastClose = "";
  private String lastHook = "";

  private Sweeper(
      ActorContext<SweeperMessage> context, TimerScheduler<SweeperMessage> timers, Parts parts) {
    this.context = context;
    this.timers = timers;
    this.parts = parts;
    this.absence = new StoreAbsence(parts.clock());
    sweepAfter(parts.interval());
    timers.startSingleTimer(new SweeperMessage.EndCloses(), HOOK_INTERVAL);
    timers.startSingleTimer(new SweeperMessage.TellExpiries(), EXPIRY_INTERVAL);
    forgetAfter(RETENTION_INTERVAL);
    timers.startSingleTimer(new SweeperMessage.LookForSpikes(), RateSpikes.INTERVAL);
  }

  static Behavior<SweeperMessage> create(Parts parts) {
    return Behaviors.setup(
        context ->
            Behaviors.withTimers(
                timers -> {
                  Sweeper sweeper = new Sweeper(context, timers, parts);
                  return Behaviors.receiveMessage(sweeper::receive);
                }));
  }

  private Behavior<SweeperMessage> receive(SweeperMessage message) {
    switch (message) {
      case SweeperMessage.Sweep sweep -> sweep();
      case SweeperMessage.Found found -> wake(found);
      case SweeperMessage.EndCloses endCloses -> endCloses();
      case SweeperMessage.ClosesEnded(String last) -> closesEnded(last);
      case SweeperMessage.TellExpiries tell -> tellExpiries();
      case SweeperMessage.ExpiriesTold(int keys) -> expiriesTold(keys);
      case SweeperMessage.Forget forget -> forget();
      case SweeperMessage.Forgotten(var step) -> forgotten(step);
      case SweeperMessage.LookForSpikes look -> lookForSpikes();
      case SweeperMessage.SpikesTold(boolean isMore) -> {
        answered(new SweeperMessage.LookForSpikes());
        timers.startSingleTimer(
            new SweeperMessage.LookForSpikes(), isMore ? RateSpikes.PAUSE : RateSpikes.INTERVAL);
      }
      case SweeperMessage.Failed(var next, var delay, var cause) -> failed(next, delay, cause);
      case SweeperMessage.Stop stop -> {
        // Another node knows from now on.
        parts.observer().overdue(0, 0);
        return Behaviors.stopped();
      }
    }
    return Behaviors.same();
  }

  private void sweep() {
    CompletionStage<SweeperMessage> found =
        parts
            .dueWork()
            .books(parts.clock().millis(), place, BOOKS_MAX)
            .thenCombine(parts.dueWork().closes(lastClose, CLOSES_MAX), SweeperMessage.Found::new);
    context.pipeToSelf(
        found,
        (result, cause) ->
            cause == null
                ? result
                : new SweeperMessage.Failed(new SweeperMessage.Sweep(), parts.interval(), cause));
  }

  private void wake(SweeperMessage.Found found) {
    answered(new SweeperMessage.Sweep());
    parts.observer().overdue(found.due().books().size(), found.closes().size());
    place = found.due().next();
    for (EntityId.OfBook book : found.due().books()) {
      parts.post().send(book, new BookMessage.Wake());
    }
    for (TenantId tenant : found.closes()) {
      parts.post().send(new EntityId.OfScope(ScopePath.root(tenant)), new ScopeMessage.Wake());
      lastClose = tenant.value();
    }
    sweepAfter(parts.interval());
  }

  /**
   * One after the other, and the next look when all are done: few at once, however many there are.
   */
  private void endCloses() {
    CompletionStage<SweeperMessage> ended =
        parts
            .closeHook()
            .unfinished(lastHook, CLOSES_MAX)
            .thenCompose(
                tenants -> {
                  CompletionStage<Void> all = CompletableFuture.completedFuture(null);
                  for (TenantId tenant : tenants) {
                    all = all.thenCompose(done -> endClose(tenant));
                  }
                  String last = tenants.isEmpty() ? "" : tenants.getLast().value();
                  return all.thenApply(done -> new SweeperMessage.ClosesEnded(last));
                });
    context.pipeToSelf(
        ended,
        (result, cause) ->
            cause == null
                ? result
                : new SweeperMessage.Failed(new SweeperMessage.EndCloses(), HOOK_INTERVAL, cause));
  }

  private void closesEnded(String last) {
    answered(new SweeperMessage.EndCloses());
    lastHook = last;
    timers.startSingleTimer(new SweeperMessage.EndCloses(), HOOK_INTERVAL);
  }

  /** Always completes: one that fails must not keep the others waiting. */
  private CompletionStage<Void> endClose(TenantId tenant) {
    return parts
        .closeHook()
        .onClosed(tenant, null)
        .handle(
            (done, cause) -> {
              if (cause != null) {
                LOG.warn("the close of {} goes on later: {}", tenant, cause.toString());
              }
              return null;
            });
  }

  private void tellExpiries() {
    context.pipeToSelf(
        parts.keyExpiries().step(parts.clock().millis()),
        (keys, cause) ->
            cause == null
                ? new SweeperMessage.ExpiriesTold(keys)
                : new SweeperMessage.Failed(
                    new SweeperMessage.TellExpiries(), EXPIRY_INTERVAL, cause));
  }

  private void expiriesTold(int keys) {
    answered(new SweeperMessage.TellExpiries());
    Duration delay = keys < KeyExpiries.STEP_MAX ? EXPIRY_INTERVAL : EXPIRY_STEP;
    timers.startSingleTimer(new SweeperMessage.TellExpiries(), delay);
  }

  private void forget() {
    context.pipeToSelf(
        parts.retention().step(parts.clock().millis()),
        (step, cause) ->
            cause == null
                ? new SweeperMessage.Forgotten(step)
                : new SweeperMessage.Failed(
                    new SweeperMessage.Forget(), RETENTION_INTERVAL, cause));
  }

  private void forgotten(Retention.Step step) {
    answered(new SweeperMessage.Forget());
    if (!step.isMore()) {
      forgetAfter(RETENTION_INTERVAL);
      return;
    }
    // The actor system's timers are too coarse for pauses of a few milliseconds.
    context.pipeToSelf(
        new CompletableFuture<SweeperMessage>()
            .completeOnTimeout(
                new SweeperMessage.Forget(), step.pause().toNanos(), TimeUnit.NANOSECONDS),
        (next, never) -> next);
  }

  private void lookForSpikes() {
    context.pipeToSelf(
        parts.spikes().step(parts.clock().millis()),
        (step, cause) ->
            cause == null
                ? new SweeperMessage.SpikesTold(step.isMore())
                : new SweeperMessage.Failed(
                    new SweeperMessage.LookForSpikes(), RateSpikes.INTERVAL, cause));
  }

  private void answered(SweeperMessage task) {
    absence.ended(task).ifPresent(LOG::info);
  }

  private void failed(SweeperMessage next, Duration delay, Throwable cause) {
    absence.failed(next, cause).ifPresent(LOG::warn);
    timers.startSingleTimer(next, delay);
  }

  private void sweepAfter(Duration delay) {
    timers.startSingleTimer(new SweeperMessage.Sweep(), delay);
  }

  private void forgetAfter(Duration delay) {
    timers.startSingleTimer(new SweeperMessage.Forget(), delay);
  }
}
