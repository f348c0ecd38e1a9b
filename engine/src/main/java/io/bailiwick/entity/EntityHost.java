package io.bailiwick.entity;

import io.bailiwick.protocol.EntityId;
import io.bailiwick.protocol.EntityMessage;
import io.bailiwick.protocol.Overtaken;
import io.bailiwick.time.Stopwatch;
import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.ChildFailed;
import org.apache.pekko.actor.typed.PostStop;
import org.apache.pekko.actor.typed.Signal;
import org.apache.pekko.actor.typed.Terminated;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.TimerScheduler;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The sharded actor: owns one participant and what it has not written yet. It recovers (messages
 * wait), serves, and ends in one of two ways: told to stop, it lets its last writes finish; after a
 * failure it throws the participant away, tells everybody who waits that there is no answer, and
 * goes, to come back from the journal with the next message. Then only the journal knows what
 * happened.
 *
 * <p>While a write is in flight the participant goes on deciding, and all of that is the next
 * write. When nothing is in flight it is written at once.
 */
final class EntityHost<E, S> {

  private static final Logger LOG = LoggerFactory.getLogger(EntityHost.class);

  /** After a failure nobody comes back sooner: a store that is down must not be stormed. */
  static final Duration REST = Duration.ofMillis(500);

  /** So many looks in a row that find no message since the last one, and the entity is idle. */
  private static final int IDLE_LOOKS = 2;

  private final EntityKind<E, S> kind;
  private final EntityId id;
  private final HostParts parts;
  private final Consumer<ActorRef<HostMessage>> leave;
  private final ActorContext<HostMessage> context;
  private final TimerScheduler<HostMessage> timers;
  private final ActorRef<EntityJournal.Write<E, S>> journal;
  private final WaitingCallers callers = new WaitingCallers();
  private final RecoveryStash stash;
  private final Stopwatch recovery = Stopwatch.start();

  private Guest<E, S> guest;
  private boolean isStopping;
  private int quietLooks;

  private EntityHost(
      EntityKind<E, S> kind,
      EntityId id,
      HostParts parts,
      Consumer<ActorRef<HostMessage>> leave,
      ActorContext<HostMessage> context,
      TimerScheduler<HostMessage> timers) {
    this.kind = kind;
    this.id = id;
    this.parts = parts;
    this.leave = leave;
    this.context = context;
    this.timers = timers;
    this.stash = new RecoveryStash(kind.name(), parts);
    this.journal =
        context.spawn(
            EntityJournal.create(
                id.text(), kind, kind.empty().apply(id), parts.snapshotEvery(), context.getSelf()),
            "journal");
    context.watch(journal);
    parts.post().moveIn(id, context.getSelf());
  }

  /**
   * @param leave asks to be stopped, in a way that loses no message
   */
  static <E, S> Behavior<HostMessage> create(
      EntityKind<E, S> kind, EntityId id, HostParts parts, Consumer<ActorRef<HostMessage>> leave) {
    return Behaviors.setup(
        context ->
            Behaviors.withTimers(
                timers -> new EntityHost<>(kind, id, parts, leave, context, timers).recovering()));
  }

  private Behavior<HostMessage> recovering() {
    return Behaviors.receive(
        (ignored, message) ->
            switch (message) {
              case HostMessage.Deliver delivery -> {
                stash.add(delivery);
                yield Behaviors.same();
              }
              case HostMessage.Recovered(var state, var at) -> recovered(state, at);
              case HostMessage.JournalFailed(var cause) -> journalFailed(cause);
              case HostMessage.Stop stop -> stopped();
              case HostMessage.Written _,
                  HostMessage.Queued _,
                  HostMessage.Alone _,
                  HostMessage.Tick _,
                  HostMessage.IdleLook _,
                  HostMessage.Rested _,
                  HostMessage.StopOverdue _ ->
                  Behaviors.same();
            },
        (ignored, signal) -> onSignal(signal));
  }

  private Behavior<HostMessage> serving() {
    return Behaviors.receive(
        (ignored, message) ->
            switch (message) {
              case HostMessage.Deliver delivery -> {
                quietLooks = 0;
                yield attempt(() -> guest.receive(delivery));
              }
              case HostMessage.Queued(var ticket) -> attempt(() -> guest.queued(ticket));
              case HostMessage.IdleLook i -> idleLook();
              case HostMessage.Written(var at) -> attempt(() -> guest.written(at));
              case HostMessage.Alone a -> attempt(guest::alone);
              case HostMessage.JournalFailed(var cause) -> journalFailed(cause);
              case HostMessage.Tick t -> attempt(guest::tick);
              case HostMessage.Stop s -> stopping();
              case HostMessage.Recovered _, HostMessage.Rested _, HostMessage.StopOverdue _ ->
                  Behaviors.same();
            },
        (ignored, signal) -> onSignal(signal));
  }

  /** Takes nothing more, and lets what was decided become durable. */
  private Behavior<HostMessage> stopping() {
    parts.post().moveOut(id, context.getSelf());
    if (guest.isAllDurable()) {
      return stopped();
    }
    isStopping = true;
    timers.startSingleTimer(new HostMessage.StopOverdue(), parts.stopTimeout());
    return Behaviors.receive(
        (ignored, message) ->
            switch (message) {
              case HostMessage.Deliver(var entityMessage, var _) ->
                  refuse(entityMessage, "is moving");
              case HostMessage.Written(var at) ->
                  attempt(() -> guest.written(at), this::stoppedIfAllIsDurable);
              case HostMessage.Alone a -> attempt(guest::alone, this::stoppedIfAllIsDurable);
              case HostMessage.Queued(var ticket) -> attempt(() -> guest.queued(ticket));
              case HostMessage.JournalFailed f -> stopped();
              case HostMessage.StopOverdue s -> stopped();
              case HostMessage.IdleLook _,
                  HostMessage.Tick _,
                  HostMessage.Stop _,
                  HostMessage.Recovered _,
                  HostMessage.Rested _ ->
                  Behaviors.same();
            },
        (ignored, signal) -> onSignal(signal));
  }

  /** Has failed: answers at once that there is no answer, until it may be forgotten. */
  private Behavior<HostMessage> resting() {
    timers.cancelAll();
    timers.startSingleTimer(new HostMessage.Rested(), REST);
    return Behaviors.receive(
        (ignored, message) ->
            switch (message) {
              case HostMessage.Deliver(var entityMessage, var _) ->
                  refuse(entityMessage, "has failed");
              case HostMessage.Rested r -> {
                leave();
                yield Behaviors.same();
              }
              case HostMessage.IdleLook _ -> Behaviors.same();
              case HostMessage.Stop s -> stopped();
              case HostMessage.JournalFailed _,
                  HostMessage.Recovered _,
                  HostMessage.Written _,
                  HostMessage.Queued _,
                  HostMessage.Alone _,
                  HostMessage.Tick _,
                  HostMessage.StopOverdue _ ->
                  Behaviors.same();
            },
        (ignored, signal) -> signal instanceof PostStop ? stopped() : Behaviors.same());
  }

  private Behavior<HostMessage> idleLook() {
    quietLooks++;
    if (quietLooks >= IDLE_LOOKS) {
      leave();
    }
    return Behaviors.same();
  }

  /** The shard keeps what is sent through it until this host has ended. */
  private void leave() {
    parts.post().moveOut(id, context.getSelf());
    leave.accept(context.getSelf());
  }

  @SuppressWarnings("unchecked")
  private Behavior<HostMessage> recovered(Object state, long sequenceNumber) {
    // The journal that says this is our own child, of the same kind.
    S recovered = (S) state;
    parts.observer().recovered(kind.name(), recovery.elapsedNanos());
    return attempt(
        () -> {
          guest =
              new Guest<>(
                  kind, id, recovered, sequenceNumber, parts, context, timers, journal, callers);
          guest.start();
          timers.startTimerWithFixedDelay(new HostMessage.IdleLook(), parts.idleLookInterval());
          stash.drain(guest::receive);
        },
        this::serving);
  }

  private Behavior<HostMessage> attempt(Runnable call) {
    return attempt(call, Behaviors::same);
  }

  /** Calls the guest. Returns what follows, or what follows a bug. */
  private Behavior<HostMessage> attempt(Runnable call, Supplier<Behavior<HostMessage>> next) {
    try {
      call.run();
      return next.get();
    } catch (Overtaken e) {
      LOG.warn(
          "{} is thrown away, another owner has written after it: {}", id.text(), e.toString());
      return failed();
    } catch (RuntimeException e) {
      LOG.error("{} is thrown away: a bug", id.text(), e);
      return failed();
    }
  }

  private Behavior<HostMessage> journalFailed(Throwable cause) {
    LOG.warn("{} is thrown away: {}", id.text(), cause.toString());
    return failed();
  }

  private Behavior<HostMessage> onSignal(Signal signal) {
    return switch (signal) {
      case ChildFailed failed -> journalFailed(failed.getCause());
      case Terminated terminated -> {
        LOG.warn("{} is thrown away: its journal has stopped", id.text());
        yield failed();
      }
      // Also where nobody has told it to: with its shard, or as a hand-off's last resort.
      case PostStop ended -> stopped();
      default -> Behaviors.same();
    };
  }

  private Behavior<HostMessage> failed() {
    context.unwatch(journal);
    context.stop(journal);
    parts.observer().failed(kind.name());
    end("has failed");
    // Sharding has asked for its end, does not ask again, and keeps its messages until then.
    return isStopping ? Behaviors.stopped() : resting();
  }

  private Behavior<HostMessage> stoppedIfAllIsDurable() {
    return guest.isAllDurable() ? stopped() : Behaviors.same();
  }

  private Behavior<HostMessage> stopped() {
    parts.post().moveOut(id, context.getSelf());
    end("is moving");
    return Behaviors.stopped();
  }

  /** Harmless the second time: every host ends in a signal, many have ended before. */
  private void end(String why) {
    if (guest != null) {
      guest.leave();
      guest = null;
    }
    callers.failAll(reason(why));
    stash.drain(delivery -> WaitingCallers.refuse(delivery.message(), reason(why)));
  }

  private Behavior<HostMessage> refuse(EntityMessage message, String why) {
    WaitingCallers.refuse(message, reason(why));
    return Behaviors.same();
  }

  private String reason(String why) {
    return "the owner of this " + kind.name() + " " + why;
  }
}
