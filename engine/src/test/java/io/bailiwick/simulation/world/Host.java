package io.bailiwick.simulation.world;

import io.bailiwick.protocol.BookMessage;
import io.bailiwick.protocol.Caller;
import io.bailiwick.protocol.Effects;
import io.bailiwick.protocol.EntityId;
import io.bailiwick.protocol.EntityMessage;
import io.bailiwick.protocol.LookUp;
import io.bailiwick.protocol.Moment;
import io.bailiwick.protocol.Overtaken;
import io.bailiwick.protocol.Participant;
import io.bailiwick.protocol.ScopeMessage;
import io.bailiwick.record.Origin;
import io.bailiwick.reservation.ReservationId;
import io.bailiwick.scope.BurnTerms;
import io.bailiwick.scope.Utilization;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * One entity on one node, hosted as the actors do it: recovered from the journal, fed one message
 * at a time, deciding while a write is in flight. Everything decided meanwhile is the next write,
 * at most {@link Knob#BATCH_MAX} events of it. When a write fails, or is not heard of, it stops. A
 * write without events looks whether the journal still ends where this host left it. A write that
 * builds on another host's is at the database not before that one, and fails if that one has.
 */
final class Host<E, S> implements Effects<E> {

  private static final int STASHED_MAX = 1_000;

  /** Long enough to move ledgers, and short enough to change often in a run. */
  private static final int WATCHED_MS = 1_500;

  private static final List<BurnTerms> OTHER_BURNS =
      List.of(BurnTerms.PROTOCOL, new BurnTerms(1, 1_500));

  /** Ticks in a row that leave the next one due at once. A participant that does so is stuck. */
  private static final int BUSY_TICKS_MAX = 200;

  /** Leaves with the write of its last event. */
  private record Tied(long withEvents, EntityId to, EntityMessage message) {}

  /**
   * @param event empty for a look at the journal
   * @param tie the write without which it must not be written, or null
   */
  private record Unwritten<E>(Optional<E> event, Tie tie) {}

  /**
   * @param tie to a write of the sender, or null
   */
  private record Arrived(EntityMessage message, Tie tie) {}

  private final World world;
  private final Node node;
  private final EntityId id;
  private final Log<E, S> log;
  private final Kind<E, S> kind;
  private final Deque<Arrived> stash = new ArrayDeque<>();
  private final List<Unwritten<E>> unwritten = new ArrayList<>();
  private final Deque<Tied> tied = new ArrayDeque<>();
  private final Later later = new Later();
  private final Later laterLookUps = new Later();
  private Participant<E, S> participant;
  private long startedMs;
  private long persisted;
  private long durable;
  private int nextRow;
  private int inFlight;
  private boolean stopped;
  private Tie tie;
  private long tickAtMs = Long.MAX_VALUE;
  private int busyTicks;

  Host(World world, Node node, EntityId id, Log<E, S> log, Kind<E, S> kind) {
    this.world = world;
    this.node = node;
    this.id = id;
    this.log = log;
    this.kind = kind;
  }

  void start() {
    world.after(world.disk().readMs(), this::recover);
  }

  /**
   * @param to a write of the sender on which this builds, or null
   */
  void receive(EntityMessage message, Tie to) {
    if (participant == null) {
      if (stash.size() < STASHED_MAX) {
        stash.add(new Arrived(message, to));
      }
      return;
    }
    tie = to;
    run(() -> participant.receive(message, now(), this));
    tie = null;
  }

  /** At once and for good. A write that has left may still arrive. */
  void stop() {
    stopped = true;
    node.hosts().remove(id, this);
  }

  boolean isIdle() {
    return participant != null && inFlight == 0 && unwritten.isEmpty();
  }

  EntityId id() {
    return id;
  }

  Log<E, S> log() {
    return log;
  }

  /** Null before it has recovered. */
  Participant<E, S> participant() {
    return participant;
  }

  private void recover() {
    if (stopped) {
      return;
    }
    Log.Recovered<S> recovered = log.recover(world.rig());
    world.checkReplay(id, recovered.state(), log.state());
    nextRow = recovered.rows();
    startedMs = world.nowMs();
    participant = world.rig().participant(id, kind.make(recovered.state()), world);
    run(() -> participant.started(now(), this));
    while (!stash.isEmpty() && !stopped) {
      Arrived next = stash.poll();
      receive(next.message(), next.tie());
    }
  }

  private Moment now() {
    List<Integer> watched = watched(node.nowMs());
    List<BurnTerms> burns = watched == Utilization.THRESHOLDS ? BurnTerms.OF_ALL : OTHER_BURNS;
    return new Moment(node.nowMs(), elapsedMs(), watched, watched == null ? null : burns, false);
  }

  /** What somebody wants to be told of changes with the node's clock, and at times nobody knows. */
  private static List<Integer> watched(long nowMs) {
    return switch ((int) Math.floorMod(nowMs / WATCHED_MS, 3L)) {
      case 0 -> null;
      case 1 -> Utilization.THRESHOLDS;
      default -> List.of(300_000, 800_000);
    };
  }

  /** Since it has recovered: true time goes by for everybody, whatever the clock of the node. */
  private long elapsedMs() {
    return world.nowMs() - startedMs;
  }

  private void run(Runnable turn) {
    try {
      turn.run();
    } catch (Violation violation) {
      throw violation;
    } catch (Overtaken overtaken) {
      world.note(() -> "%s stops: %s".formatted(this, overtaken.getMessage()));
      stop();
      return;
    } catch (RuntimeException e) {
      throw new Violation("NoParticipantFails", id.text() + " threw " + e, e);
    }
    world.touched(id, participant.state());
    write();
    planTick();
  }

  private void planTick() {
    long wantedMs = participant.nextTickMs();
    if (wantedMs == Long.MAX_VALUE) {
      tickAtMs = Long.MAX_VALUE;
      return;
    }
    long atMs = world.nowMs() + Math.max(1, wantedMs - elapsedMs());
    if (atMs < tickAtMs || tickAtMs <= world.nowMs()) {
      tickAtMs = atMs;
      world.after(atMs - world.nowMs(), () -> tick(atMs));
    }
  }

  private void tick(long plannedMs) {
    if (stopped || plannedMs != tickAtMs) {
      return;
    }
    run(() -> participant.tick(now(), this));
    busyTicks = participant.nextTickMs() <= elapsedMs() ? busyTicks + 1 : 0;
    if (busyTicks > BUSY_TICKS_MAX) {
      throw new Violation(
          "TicksComeToRest",
          "%s wants a tick at %d, and it is %d"
              .formatted(id.text(), participant.nextTickMs(), elapsedMs()));
    }
  }

  private void write() {
    if (inFlight > 0 || unwritten.isEmpty()) {
      return;
    }
    List<Unwritten<E>> head =
        unwritten.subList(0, Math.min(unwritten.size(), world.disk().batchMax()));
    List<E> batch = head.stream().map(Unwritten::event).flatMap(Optional::stream).toList();
    List<Tie> ties = head.stream().map(Unwritten::tie).filter(Objects::nonNull).toList();
    inFlight = head.size();
    head.clear();
    int row = nextRow;
    Disk.Fate fate = world.disk().fate();
    long arrivesAtMs = world.nowMs() + world.disk().writeMs();
    for (Tie earlier : ties) {
      arrivesAtMs = Math.max(arrivesAtMs, earlier.arrivesAtMs());
    }
    Tie own = new Tie(arrivesAtMs);
    world.after(arrivesAtMs - world.nowMs(), () -> arrive(row, batch, ties, fate, own));
    letGoTied(own);
  }

  private void letGoTied(Tie own) {
    while (!tied.isEmpty() && tied.peek().withEvents() <= durable + inFlight) {
      Tied next = tied.poll();
      boolean isTied = world.network().sendTied(node, next.to(), next.message(), own);
      if (!isTied) {
        later.add(durable + inFlight, () -> world.network().send(node, next.to(), next.message()));
      }
    }
  }

  /** The write is at the database. Its host may be gone by now. */
  private void arrive(int row, List<E> batch, List<Tie> ties, Disk.Fate fate, Tie own) {
    if (stopped && world.disk().isLostWithItsWriter()) {
      return;
    }
    boolean hasGround = !world.rig().heedsTies() || ties.stream().allMatch(Tie::isWritten);
    boolean isWritten = false;
    if (fate != Disk.Fate.FAILS && hasGround) {
      isWritten = batch.isEmpty() ? row == log.rows() : append(row, batch);
    }
    if (isWritten) {
      own.written();
    }
    boolean isHeardOf = isWritten && fate == Disk.Fate.SUCCEEDS;
    world.after(
        world.disk().reportMs(fate), () -> hear(isHeardOf, batch.isEmpty() ? row : row + 1));
  }

  private boolean append(int row, List<E> batch) {
    List<E> really = batch.subList(0, world.rig().written(batch.size()));
    return log.append(row, really, world.rig(), world);
  }

  private void hear(boolean isSuccess, int rows) {
    if (stopped) {
      return;
    }
    if (!isSuccess && !world.rig().trustsFailedWrites()) {
      world.note(() -> "a write of %s failed, it stops".formatted(this));
      stop();
      return;
    }
    nextRow = rows;
    durable += inFlight;
    inFlight = 0;
    laterLookUps.letGo(durable);
    later.letGo(durable);
    if (unwritten.isEmpty()) {
      world.checkLive(id, participant.state(), log.state(), log.rows() == nextRow);
    }
    write();
  }

  @Override
  public void persist(E event) {
    unwritten.add(new Unwritten<>(Optional.of(event), tie));
    persisted++;
  }

  @Override
  public void send(EntityId to, EntityMessage message) {
    world.said(id, participant.state(), to, message);
    world.network().send(node, to, message);
  }

  @Override
  public void sendWhenDurable(EntityId to, EntityMessage message) {
    world.said(id, participant.state(), to, message);
    whenDurable(world.rig().sendsEarly(), () -> world.network().send(node, to, message));
  }

  @Override
  public void sendTied(EntityId to, EntityMessage message) {
    world.said(id, participant.state(), to, message);
    if (world.rig().sendsEarly() || persisted == durable) {
      world.network().send(node, to, message);
    } else {
      tied.add(new Tied(persisted, to, message));
    }
  }

  @Override
  public void sendWhenCurrent(EntityId to, EntityMessage message) {
    world.said(id, participant.state(), to, message);
    whenCurrent(world.rig().sendsEarly(), () -> world.network().send(node, to, message));
  }

  @Override
  public void reply(Caller to, Object reply) {
    world.network().answer(node, (Call) to, world.rig().reply(reply, world));
  }

  @Override
  public void replyWhenCurrent(Caller to, Object reply) {
    whenCurrent(
        world.rig().repliesEarly(),
        () -> world.network().answer(node, (Call) to, world.rig().reply(reply, world)));
  }

  private void whenCurrent(boolean isEarly, Runnable work) {
    if (isEarly) {
      work.run();
      return;
    }
    if (unwritten.isEmpty()) {
      unwritten.add(new Unwritten<>(Optional.empty(), null));
      persisted++;
    }
    later.add(persisted, work);
  }

  private void whenDurable(boolean isEarly, Runnable work) {
    if (isEarly || persisted == durable) {
      work.run();
    } else {
      later.add(persisted, work);
    }
  }

  @Override
  public void lookUpKey(LookUp lookUp, String endpoint, String key) {
    EntityId.OfBook book = (EntityId.OfBook) id;
    ask(
        lookUp,
        () ->
            new BookMessage.KeyLookedUp(lookUp.number(), world.tables().key(book, endpoint, key)));
  }

  @Override
  public void lookUpReservation(LookUp lookUp, ReservationId reservation) {
    ask(
        lookUp,
        () ->
            new BookMessage.ReservationLookedUp(
                lookUp.number(), world.tables().reservation(reservation)));
  }

  @Override
  public void endOwned(Origin origin) {
    whenDurable(
        false,
        () ->
            world
                .tables()
                .lookUp(
                    () -> new ScopeMessage.OwnedEnded(true, null, now().dateMs()),
                    this::hearOfTables));
  }

  private void ask(LookUp lookUp, Supplier<EntityMessage> question) {
    Runnable ask = () -> world.tables().lookUp(question, this::hearOfTables);
    long afterEvents = persisted - lookUp.newerCount();
    if (world.rig().looksUpEarly() || afterEvents <= durable) {
      ask.run();
    } else {
      laterLookUps.add(afterEvents, ask);
    }
  }

  private void hearOfTables(EntityMessage found) {
    if (!stopped) {
      receive(found, null);
    }
  }

  @Override
  public String toString() {
    return id.text() + " on node " + node.number();
  }
}
