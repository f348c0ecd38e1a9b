package io.bailiwick.simulation.fault;

import io.bailiwick.collection.TrieMap;
import io.bailiwick.protocol.Effects;
import io.bailiwick.protocol.EntityId;
import io.bailiwick.protocol.EntityMessage;
import io.bailiwick.protocol.Moment;
import io.bailiwick.protocol.Participant;
import io.bailiwick.reservation.BookEvent;
import io.bailiwick.reservation.BookState;
import io.bailiwick.reservation.ReservationReply;
import io.bailiwick.scope.Balance;
import io.bailiwick.scope.Figures;
import io.bailiwick.scope.Ledger;
import io.bailiwick.scope.ScopeState;
import io.bailiwick.simulation.world.Rig;
import io.bailiwick.simulation.world.World;
import java.util.List;

/** Faults of hosts, of the journal, and of the tables. */
final class HostFaults {

  private HostFaults() {}

  static final class RepliesEarly extends Rig {
    @Override
    public boolean repliesEarly() {
      return true;
    }
  }

  static final class SendsEarly extends Rig {
    @Override
    public boolean sendsEarly() {
      return true;
    }
  }

  static final class IgnoresTies extends Rig {
    @Override
    public boolean heedsTies() {
      return false;
    }
  }

  static final class LooksUpEarly extends Rig {
    @Override
    public boolean looksUpEarly() {
      return true;
    }
  }

  static final class TrustsFailedWrites extends Rig {
    @Override
    public boolean trustsFailedWrites() {
      return true;
    }

    @Override
    public boolean comparesStates() {
      return false;
    }
  }

  static final class NoFence extends Rig {
    @Override
    public boolean fences() {
      return false;
    }

    @Override
    public boolean comparesStates() {
      return false;
    }
  }

  static final class TornBatch extends Rig {
    @Override
    public int written(int events) {
      return Math.max(1, events - 1);
    }

    @Override
    public boolean comparesStates() {
      return false;
    }
  }

  static final class SnapshotWithoutResults extends Rig {
    @Override
    @SuppressWarnings("unchecked")
    public <S> S snapshot(S state) {
      return state instanceof ScopeState scope
          ? (S)
              new ScopeState(
                  scope.path(),
                  scope.tenant(),
                  scope.isCloseComplete(),
                  scope.isClosed(),
                  scope.children(),
                  scope.ledgers(),
                  scope.holds(),
                  TrieMap.empty(),
                  scope.fundings(),
                  scope.closing(),
                  scope.lastAtMs(),
                  scope.policies(),
                  scope.alarms())
          : state;
    }

    @Override
    public boolean comparesStates() {
      return false;
    }
  }

  static final class SnapshotLosesAUnit extends Rig {
    @Override
    @SuppressWarnings("unchecked")
    public <S> S snapshot(S state) {
      return state instanceof ScopeState scope
          ? (S)
              new ScopeState(
                  scope.path(),
                  scope.tenant(),
                  scope.isCloseComplete(),
                  scope.isClosed(),
                  scope.children(),
                  scope.ledgers().stream().map(SnapshotLosesAUnit::less).toList(),
                  scope.holds(),
                  scope.results(),
                  scope.fundings(),
                  scope.closing(),
                  scope.lastAtMs(),
                  scope.policies(),
                  scope.alarms())
          : state;
    }

    private static Ledger less(Ledger ledger) {
      Figures figures = ledger.figures();
      return figures.spent() == 0
          ? ledger
          : ledger.with(
              new Figures(
                  figures.allocated(),
                  figures.spent() - 1,
                  figures.reserved(),
                  figures.debt(),
                  figures.overdraftLimit(),
                  figures.overLimit()),
              ledger.updatedAtMs());
    }

    @Override
    public boolean comparesStates() {
      return false;
    }
  }

  /** The date of books goes half as fast. */
  static final class SlowClock extends Rig {
    @Override
    @SuppressWarnings("unchecked")
    public <E, S> Participant<E, S> participant(EntityId id, Participant<E, S> real, World world) {
      return id instanceof EntityId.OfBook
          ? (Participant<E, S>) new Slow((Participant<BookEvent, BookState>) real)
          : real;
    }
  }

  private static final class Slow extends Between<BookEvent, BookState> {
    private static final long SINCE_MS = 1_000_000;

    Slow(Participant<BookEvent, BookState> real) {
      super(real);
    }

    private static Moment slow(Moment now) {
      return new Moment(SINCE_MS + (now.dateMs() - SINCE_MS) / 2, now.elapsedMs());
    }

    @Override
    public void started(Moment now, Effects<BookEvent> host) {
      super.started(slow(now), host);
    }

    @Override
    public void receive(EntityMessage message, Moment now, Effects<BookEvent> host) {
      super.receive(message, slow(now), host);
    }

    @Override
    public void tick(Moment now, Effects<BookEvent> host) {
      super.tick(slow(now), host);
    }
  }

  static final class PausesFollowTheDate extends Rig {
    @Override
    @SuppressWarnings("unchecked")
    public <E, S> Participant<E, S> participant(EntityId id, Participant<E, S> real, World world) {
      return id instanceof EntityId.OfBook
          ? (Participant<E, S>) new DatedPauses((Participant<BookEvent, BookState>) real)
          : real;
    }
  }

  static final class RecoversFromThePast extends Rig {
    @Override
    public <S> S recovered(EntityId id, S beforeLastWrite, S state) {
      return id instanceof EntityId.OfBook ? beforeLastWrite : state;
    }

    @Override
    public boolean comparesStates() {
      return false;
    }
  }

  static final class NoSweep extends Rig {
    @Override
    public boolean sweeps() {
      return false;
    }
  }

  static final class FindsNothing extends Rig {
    @Override
    public boolean findsInTables() {
      return false;
    }
  }

  /** The stamps of a book's events are what the clock says. */
  static final class StampsGoBack extends Rig {
    @Override
    @SuppressWarnings("unchecked")
    public <E, S> Participant<E, S> participant(EntityId id, Participant<E, S> real, World world) {
      return id instanceof EntityId.OfBook
          ? (Participant<E, S>) new Unstamped((Participant<BookEvent, BookState>) real)
          : real;
    }

    @Override
    public boolean comparesStates() {
      return false;
    }
  }

  private static final class Unstamped extends Between<BookEvent, BookState> {
    private long nowMs;

    Unstamped(Participant<BookEvent, BookState> real) {
      super(real);
    }

    @Override
    public void started(Moment now, Effects<BookEvent> host) {
      nowMs = now.dateMs();
      super.started(now, host);
    }

    @Override
    public void receive(EntityMessage message, Moment now, Effects<BookEvent> host) {
      nowMs = now.dateMs();
      super.receive(message, now, host);
    }

    @Override
    public void tick(Moment now, Effects<BookEvent> host) {
      nowMs = now.dateMs();
      super.tick(now, host);
    }

    @Override
    Effects<BookEvent> effects(Effects<BookEvent> host) {
      return new Passing<>(host) {
        @Override
        public void persist(BookEvent event) {
          super.persist(
              event instanceof BookEvent.Started started
                  ? new BookEvent.Started(started.incarnation(), nowMs)
                  : event instanceof BookEvent.WakeSet wake
                      ? new BookEvent.WakeSet(wake.wakeAtMs(), nowMs)
                      : event);
        }
      };
    }
  }

  /** Balances of an answer are read when it leaves. */
  static final class FreshBalances extends Rig {
    @Override
    public Object reply(Object reply, World world) {
      return switch (reply) {
        case ReservationReply.Reserved r ->
            new ReservationReply.Reserved(
                r.reservation(),
                r.reserved(),
                r.scope(),
                r.expiresAtMs(),
                r.remainingTtlMs(),
                fresh(r.balances(), world),
                r.caps());
        case ReservationReply.Committed r ->
            new ReservationReply.Committed(r.charged(), r.reserved(), fresh(r.balances(), world));
        default -> reply;
      };
    }

    private static List<Balance> fresh(List<Balance> balances, World world) {
      return balances.stream()
          .map(balance -> world.scopeState(balance.scope()).ledger(balance.unit()))
          .map(Ledger::balance)
          .toList();
    }
  }
}
