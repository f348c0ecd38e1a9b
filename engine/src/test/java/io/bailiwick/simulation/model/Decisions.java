package io.bailiwick.simulation.model;

import io.bailiwick.protocol.EntityId;
import io.bailiwick.reservation.BookEvent;
import io.bailiwick.reservation.BookState;
import io.bailiwick.reservation.RequestKey;
import io.bailiwick.reservation.Reservation;
import io.bailiwick.reservation.ReservationId;
import io.bailiwick.scope.ScopeEvent;
import io.bailiwick.scope.ScopeState;
import io.bailiwick.simulation.world.Watcher;
import io.bailiwick.simulation.world.World;
import io.bailiwick.tenant.TenantId;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;

/** Every decision that was recorded, from the events of the books alone. */
public final class Decisions implements Watcher {

  private record Number(TenantId tenant, int book, long operation) {}

  private final Map<Number, Decision> byNumber = new LinkedHashMap<>();
  private final Map<ReservationId, Decision> reserves = new HashMap<>();
  private final Map<ReservationId, Decision> ends = new HashMap<>();
  private final Map<ReservationId, Decision> debits = new HashMap<>();
  private final Map<ReservationId, Long> deadlinesMs = new HashMap<>();
  private World world;

  @Override
  public void begins(World theWorld) {
    world = theWorld;
  }

  @Override
  public void wrote(EntityId.OfBook book, BookEvent event, BookState before, BookState after) {
    switch (event) {
      case BookEvent.Reserved e -> reserved(book, e);
      case BookEvent.Committed e -> {
        long beyond = e.overage() == null ? 0 : e.overage().granted();
        Decision reserve = reserves.get(e.reservation());
        ended(
            new Decision(
                book,
                e.operation(),
                Decision.Kind.COMMIT,
                e.reservation(),
                reserve.scopes(),
                reserve.unit(),
                0,
                e.charged() - beyond,
                e.overage(),
                e.key(),
                world.steps()));
      }
      case BookEvent.Released e ->
          ended(letGo(book, e.operation(), Decision.Kind.RELEASE, e.reservation(), e.key()));
      case BookEvent.Expired e ->
          ended(letGo(book, e.operation(), Decision.Kind.EXPIRE, e.reservation(), null));
      case BookEvent.Extended e ->
          deadlinesMs.put(
              e.reservation(), e.expiresAtMs() + after.reservation(e.reservation()).graceMs());
      case BookEvent.Debited e -> debited(book, e);
      case BookEvent.Voided e -> of(book, e.operation()).setVoided();
      case BookEvent.Completed e -> of(book, e.operation()).setCompleted();
      case BookEvent.Started ignored -> {}
      case BookEvent.Judged ignored -> {}
      case BookEvent.Closed ignored -> {}
      case BookEvent.WakeSet ignored -> {}
    }
  }

  private void reserved(EntityId.OfBook book, BookEvent.Reserved e) {
    Reservation made = e.reservation();
    Decision decision =
        new Decision(
            book,
            e.operation(),
            Decision.Kind.RESERVE,
            made.id(),
            made.budgeted(),
            made.amount().unit(),
            made.amount().value(),
            0,
            null,
            made.key(),
            world.steps());
    add(decision);
    reserves.put(made.id(), decision);
    deadlinesMs.put(made.id(), made.expiresAtMs() + made.graceMs());
  }

  private void debited(EntityId.OfBook book, BookEvent.Debited e) {
    Decision decision =
        new Decision(
            book,
            e.operation(),
            Decision.Kind.DEBIT,
            e.event(),
            e.budgeted(),
            e.actual().unit(),
            0,
            0,
            e.overage(),
            e.key(),
            world.steps());
    add(decision);
    debits.put(e.event(), decision);
  }

  private Decision letGo(
      EntityId.OfBook book, long operation, Decision.Kind kind, ReservationId id, RequestKey key) {
    Decision reserve = reserves.get(id);
    return new Decision(
        book,
        operation,
        kind,
        id,
        reserve.scopes(),
        reserve.unit(),
        0,
        0,
        null,
        key,
        world.steps());
  }

  private void ended(Decision decision) {
    add(decision);
    ends.put(decision.id(), decision);
  }

  private void add(Decision decision) {
    EntityId.OfBook book = decision.book();
    byNumber.put(new Number(book.tenant(), book.number(), decision.operation()), decision);
  }

  @Override
  public void wrote(EntityId.OfScope scope, ScopeEvent event, ScopeState before, ScopeState after) {
    Decision decision = of(scope, event);
    if (decision == null) {
      return;
    }
    Decision.Traces traces = decision.traces(scope.scope());
    switch (event) {
      case ScopeEvent.Held ignored -> traces.held++;
      case ScopeEvent.Settled ignored -> traces.settled++;
      case ScopeEvent.TakenBack e -> traces.takenBack += e.unit() == null ? 0 : 1;
      case ScopeEvent.TenantSet ignored -> {}
      case ScopeEvent.CloseCompleted ignored -> {}
      case ScopeEvent.PolicySet ignored -> {}
      case ScopeEvent.ThresholdsSet ignored -> {}
      case ScopeEvent.BurnTermsSet ignored -> {}
      case ScopeEvent.ChildAdded ignored -> {}
      case ScopeEvent.LedgerOpened ignored -> {}
      case ScopeEvent.LedgerChanged ignored -> {}
      case ScopeEvent.Funded ignored -> {}
      case ScopeEvent.NodeClosed ignored -> {}
    }
  }

  /** What an event of a scope follows from, or null. */
  public Decision of(EntityId.OfScope scope, ScopeEvent event) {
    ScopeEvent.Step step = step(event);
    return step == null
        ? null
        : byNumber.get(new Number(scope.tenant(), step.book(), step.operation()));
  }

  /** Which operation an event of a scope is about, or null. */
  public static ScopeEvent.Step step(ScopeEvent event) {
    return switch (event) {
      case ScopeEvent.Held e -> e.step();
      case ScopeEvent.Settled e -> e.step();
      case ScopeEvent.TakenBack e -> e.step();
      case ScopeEvent.TenantSet ignored -> null;
      case ScopeEvent.CloseCompleted ignored -> null;
      case ScopeEvent.PolicySet ignored -> null;
      case ScopeEvent.ThresholdsSet ignored -> null;
      case ScopeEvent.BurnTermsSet ignored -> null;
      case ScopeEvent.ChildAdded ignored -> null;
      case ScopeEvent.LedgerOpened ignored -> null;
      case ScopeEvent.LedgerChanged ignored -> null;
      case ScopeEvent.Funded ignored -> null;
      case ScopeEvent.NodeClosed ignored -> null;
    };
  }

  /** The decision with that number, or null. */
  public Decision of(EntityId.OfBook book, long operation) {
    return byNumber.get(new Number(book.tenant(), book.number(), operation));
  }

  /** The decision that made a reservation, or null. */
  public Decision reserve(ReservationId id) {
    return reserves.get(id);
  }

  /** The decision that ended a reservation, or null. */
  public Decision end(ReservationId id) {
    return ends.get(id);
  }

  /** The decision of an event, or null. */
  public Decision debit(ReservationId event) {
    return debits.get(event);
  }

  /** When a reservation is to be over, as its book tells the time. */
  public long deadlineMs(ReservationId id) {
    return deadlinesMs.getOrDefault(id, Long.MAX_VALUE);
  }

  public Collection<Decision> all() {
    return byNumber.values();
  }
}
