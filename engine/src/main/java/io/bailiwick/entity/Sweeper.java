package io.bailiwick.entity;

import io.bailiwick.apikey.query.KeyExpiries;
import io.bailiwick.protocol.BookMessage;
import io.bailiwick.protocol.EntityId;
import io.bailiwick.protocol.ScopeMessage;
import io.bailiwick.query.DueWork;
import io.bailiwick.query.Retention;
import io.bailiwick.record.query.RecordRetention;
import io.bailiwick.scope.ScopePath;
import io.bailiwick.tenant.TenantId;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
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

  /** Between two looks for what is old, when there was little of it. */
  private static final Duration RETENTION_INTERVAL = Duration.ofMinutes(1);

  /** Between two steps, when there is more: a small part of the writer's time. */
  private static final Duration RETENTION_STEP = Duration.ofMillis(500);

  /** What the sweeper tells itself. */
  sealed interface Message {

    /** Time for a round. */
    record Sweep() implements Message {}

    /** What was found. */
    record Found(DueWork.DueBooks due, List<TenantId> closes) implements Message {}

    /** Time to do what hooks have left. */
    record EndCloses() implements Message {}

    /**
     * All of one look are done, or have failed and are found again.
     *
     * @param last the one where the next look goes on
     */
    record ClosesEnded(String last) implements Message {}

    /** Time to tell of keys that have expired. */
    record TellExpiries() implements Message {}

    /** So many were found. */
    record ExpiriesTold(int keys) implements Message {}

    /** Time to forget. */
    record Forget() implements Message {}

    /** So much was forgotten. */
    record Forgotten(int rows) implements Message {}

    /** The store did not answer. */
    record Failed(Message next, Duration delay, Throwable cause) implements Message {}

    /** The node goes, or is no longer the oldest. */
    record Stop() implements Message {}
  }

  /**
   * What it works with.
   *
   * @param interval between two rounds
   */
  record Parts(
      Post post,
      DueWork dueWork,
      Retention retention,
      RecordRetention recordRetention,
      KeyExpiries keyExpiries,
      CloseHook closeHook,
      EntityObserver observer,
      InstantSource clock,
      Duration interval) {}

  private final ActorContext<Message> context;
  private final TimerScheduler<Message> timers;
  private final Parts parts;
  private final StoreAbsence absence;

  // Each look goes on where the one before ended: what fails again and again is not all that is
  // ever looked at.
  private DueWork.Place place = DueWork.Place.NOWHERE;
  private String lastClose = "";
  private String lastHook = "";

  private Sweeper(ActorContext<Message> context, TimerScheduler<Message> timers, Parts parts) {
    this.context = context;
    this.timers = timers;
    this.parts = parts;
    this.absence = new StoreAbsence(parts.clock());
    sweepAfter(parts.interval());
    timers.startSingleTimer(new Message.EndCloses(), HOOK_INTERVAL);
    timers.startSingleTimer(new Message.TellExpiries(), EXPIRY_INTERVAL);
    forgetAfter(RETENTION_INTERVAL);
  }

  static Behavior<Message> create(Parts parts) {
    return Behaviors.setup(
        context ->
            Behaviors.withTimers(
                timers -> {
                  Sweeper sweeper = new Sweeper(context, timers, parts);
                  return Behaviors.receiveMessage(sweeper::receive);
                }));
  }

  private Behavior<Message> receive(Message message) {
    switch (message) {
      case Message.Sweep sweep -> sweep();
      case Message.Found found -> wake(found);
      case Message.EndCloses endCloses -> endCloses();
      case Message.ClosesEnded(String last) -> closesEnded(last);
      case Message.TellExpiries tell -> tellExpiries();
      case Message.ExpiriesTold(int keys) -> expiriesTold(keys);
      case Message.Forget forget -> forget();
      case Message.Forgotten(int rows) -> forgotten(rows);
      case Message.Failed(var next, var delay, var cause) -> failed(next, delay, cause);
      case Message.Stop stop -> {
        // Another node knows from now on.
        parts.observer().overdue(0, 0);
        return Behaviors.stopped();
      }
    }
    return Behaviors.same();
  }

  private void sweep() {
    CompletionStage<Message> found =
        parts
            .dueWork()
            .books(parts.clock().millis(), place, BOOKS_MAX)
            .thenCombine(parts.dueWork().closes(lastClose, CLOSES_MAX), Message.Found::new);
    context.pipeToSelf(
        found,
        (result, cause) ->
            cause == null
                ? result
                : new Message.Failed(new Message.Sweep(), parts.interval(), cause));
  }

  private void wake(Message.Found found) {
    answered(new Message.Sweep());
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
    CompletionStage<Message> ended =
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
                  return all.thenApply(done -> new Message.ClosesEnded(last));
                });
    context.pipeToSelf(
        ended,
        (result, cause) ->
            cause == null
                ? result
                : new Message.Failed(new Message.EndCloses(), HOOK_INTERVAL, cause));
  }

  private void closesEnded(String last) {
    answered(new Message.EndCloses());
    lastHook = last;
    timers.startSingleTimer(new Message.EndCloses(), HOOK_INTERVAL);
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
                ? new Message.ExpiriesTold(keys)
                : new Message.Failed(new Message.TellExpiries(), EXPIRY_INTERVAL, cause));
  }

  private void expiriesTold(int keys) {
    answered(new Message.TellExpiries());
    Duration delay = keys < KeyExpiries.STEP_MAX ? EXPIRY_INTERVAL : EXPIRY_STEP;
    timers.startSingleTimer(new Message.TellExpiries(), delay);
  }

  private void forget() {
    context.pipeToSelf(
        parts
            .retention()
            .step(parts.clock().millis())
            .thenCombine(parts.recordRetention().step(parts.clock().millis()), Math::max),
        (rows, cause) ->
            cause == null
                ? new Message.Forgotten(rows)
                : new Message.Failed(new Message.Forget(), RETENTION_INTERVAL, cause));
  }

  private void forgotten(int rows) {
    answered(new Message.Forget());
    forgetAfter(rows >= Retention.STEP_ROWS_MAX ? RETENTION_STEP : RETENTION_INTERVAL);
  }

  private void answered(Message task) {
    absence.ended(task).ifPresent(LOG::info);
  }

  private void failed(Message next, Duration delay, Throwable cause) {
    absence.failed(next, cause).ifPresent(LOG::warn);
    timers.startSingleTimer(next, delay);
  }

  private void sweepAfter(Duration delay) {
    timers.startSingleTimer(new Message.Sweep(), delay);
  }

  private void forgetAfter(Duration delay) {
    timers.startSingleTimer(new Message.Forget(), delay);
  }
}
