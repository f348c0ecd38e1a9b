package io.bailiwick.entity;

import io.bailiwick.journal.Batch;
import io.bailiwick.journal.WriteTicket;
import io.bailiwick.protocol.EntityId;
import io.bailiwick.protocol.EntityMessage;
import io.bailiwick.protocol.Overtaken;
import io.bailiwick.protocol.Participant;
import io.bailiwick.reservation.UsedKey;
import io.bailiwick.time.Stopwatch;
import java.time.Duration;
import java.util.List;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.TimerScheduler;

/**
 * A recovered participant in its host: each call decides, and what was decided is written. While a
 * write is in flight the participant goes on deciding, and all of that is the next write; when
 * nothing is in flight it is written at once. Where there is nothing to write but something to say,
 * the journal is asked whether it still ends where this owner left it. Used by the host's thread.
 * What a call throws is a bug, and then nothing here may be used any more.
 */
final class Guest<E, S> {

  /** The scheduler cannot look further; the participant is then asked again. */
  private static final long TICK_MAX_MS = Duration.ofHours(1).toMillis();

  private static final HostMessage TICK = new HostMessage.Tick();

  private final EntityKind<E, S> kind;
  private final EntityId id;
  private final ActorRef<HostMessage> host;
  private final HostParts parts;
  private final TimerScheduler<HostMessage> timers;
  private final ActorRef<EntityJournal.Write<E, S>> journal;
  private final WaitingCallers callers;
  private final Participant<E, S> participant;
  private final EntityClock clock;
  private final PendingWrites<E, S> writes;
  private final HostEffects<E, S> effects;
  private long sequenceNumber;
  private Batch<E, S> inFlight;
  private List<UsedKey> inFlightKeys;
  private Stopwatch write;
  private long armedTickMs = Long.MAX_VALUE;
  private int holdsReported;
  private int unappliedReported;
  private int live;

  Guest(
      EntityKind<E, S> kind,
      EntityId id,
      S recovered,
      long sequenceNumber,
      HostParts parts,
      ActorContext<HostMessage> context,
      TimerScheduler<HostMessage> timers,
      ActorRef<EntityJournal.Write<E, S>> journal,
      WaitingCallers callers) {
    this.kind = kind;
    this.id = id;
    this.host = context.getSelf();
    this.sequenceNumber = sequenceNumber;
    this.parts = parts;
    this.timers = timers;
    this.journal = journal;
    this.callers = callers;
    this.clock = new EntityClock(parts.clock(), parts.watched(), parts.live(), id.tenant());
    this.participant = kind.participant().apply(recovered);
    this.writes =
        new PendingWrites<>(
            kind,
            id.text(),
            recovered,
            parts.batchMax(),
            ticket -> host.tell(new HostMessage.Queued(ticket)));
    this.effects = new HostEffects<>(id, context, parts, participant, writes, callers);
    report(recovered);
    moveLive(kind.live().applyAsInt(recovered));
  }

  void start() {
    participant.started(clock.now(), effects);
    goOn();
  }

  void receive(HostMessage.Deliver delivery) {
    EntityMessage message = delivery.message();
    callers.took(message);
    writes.buildOn(delivery.prerequisite());
    participant.receive(message, clock.now(), effects);
    writes.buildOn(null);
    goOn();
  }

  void tick() {
    armedTickMs = Long.MAX_VALUE;
    participant.tick(clock.now(), effects);
    goOn();
  }

  /** The write in flight is durable, as the row of that number. */
  void written(long asSequenceNumber) {
    sequenceNumber = asSequenceNumber;
    parts
        .observer()
        .written(kind.name(), inFlight.events().size(), writes.waiting(), write.elapsedNanos());
    inFlight.events().forEach(event -> kind.tell().accept(event, parts.observer()));
    // Before any look-up that waits for this write.
    inFlightKeys.forEach(key -> parts.lookUps().used(id.tenant(), key));
    moveLive(inFlight.events().stream().mapToInt(kind.liveBy()).sum());
    report(inFlight.after());
    inFlight = null;
    writes.done();
    goOn();
  }

  /** Others may build on the write of that ticket. It may be over by now. */
  void queued(WriteTicket ticket) {
    if (inFlight != null && inFlight.ticket() == ticket) {
      writes.queued(ticket);
    }
  }

  /** No other owner has written, as the look in flight has found. */
  void alone() {
    writes.done();
    goOn();
  }

  /** Whether nothing that was decided is still to become durable. */
  boolean isAllDurable() {
    return writes.isEmpty();
  }

  /** It is not here any more; for metrics. */
  void leave() {
    parts.observer().holdsMoved(-holdsReported);
    parts.observer().unappliedMoved(-unappliedReported);
    moveLive(-live);
    parts.observer().stopped(kind.name());
  }

  private void goOn() {
    switch (writes.next(sequenceNumber)) {
      case PendingWrites.Next.Nothing<E, S>() -> {}
      case PendingWrites.Next.Write<E, S>(var batch, var usedKeys) -> write(batch, usedKeys);
      case PendingWrites.Next.Look<E, S>() -> look();
    }
    armTick();
  }

  private void write(Batch<E, S> batch, List<UsedKey> usedKeys) {
    write = Stopwatch.start();
    inFlight = batch;
    inFlightKeys = usedKeys;
    journal.tell(new EntityJournal.Write<>(batch));
  }

  private void look() {
    parts
        .rivals()
        .wroteAfter(id, sequenceNumber)
        .whenComplete((isOvertaken, cause) -> host.tell(found(isOvertaken, cause)));
  }

  private static HostMessage found(Boolean isOvertaken, Throwable cause) {
    if (cause != null) {
      return new HostMessage.JournalFailed(cause);
    }
    return isOvertaken
        ? new HostMessage.JournalFailed(new Overtaken("another owner has written"))
        : new HostMessage.Alone();
  }

  private void armTick() {
    long next = participant.nextTickMs();
    // A tick that comes too early is harmless, so the timer is only ever moved forward.
    if (next < armedTickMs) {
      armedTickMs = next;
      long delayMs = Math.clamp(next - clock.elapsedMs(), 0, TICK_MAX_MS);
      timers.startSingleTimer(TICK, Duration.ofMillis(delayMs));
    }
  }

  /** Durable ones alone: whoever has one on its way to the disk has been let in already. */
  private void moveLive(int by) {
    live += by;
    parts.live().moved(id.tenant(), by);
  }

  /** What {@code durable} has, for metrics. */
  private void report(S durable) {
    int holds = kind.holds().applyAsInt(durable);
    if (holds != holdsReported) {
      parts.observer().holdsMoved(holds - holdsReported);
      holdsReported = holds;
    }
    int unapplied = kind.unapplied().applyAsInt(durable);
    if (unapplied != unappliedReported) {
      parts.observer().unappliedMoved(unapplied - unappliedReported);
      unappliedReported = unapplied;
    }
  }
}
