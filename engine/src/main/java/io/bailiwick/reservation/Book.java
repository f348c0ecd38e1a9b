package io.bailiwick.reservation;

import io.bailiwick.protocol.BookMessage;
import io.bailiwick.protocol.Effects;
import io.bailiwick.protocol.EntityId;
import io.bailiwick.protocol.EntityMessage;
import io.bailiwick.protocol.Moment;
import io.bailiwick.protocol.OperationId;
import io.bailiwick.protocol.Participant;
import io.bailiwick.protocol.ScopeMessage;
import java.util.ArrayList;
import java.util.List;

/**
 * One of a tenant's reservation books: owns the contract with the client. A request comes in at the
 * {@link RequestDesk}, goes out as a proposal, is recorded at the {@link DecisionDesk} when every
 * scope has consented, and is answered when every scope has applied it ({@link Deliveries}). The
 * book also tells the time: leases end here.
 *
 * <p>Fed by its host, one message at a time. Its journal decides: after a crash what was recorded
 * is told to the scopes again, and what was only proposed has never been.
 */
public final class Book implements Participant<BookEvent, BookState> {

  /** Reservations that the close of the tenant releases in one go; more when these are over. */
  static final int RELEASED_MAX = 500;

  private final BookCore core;
  private final Turns turns = new Turns();
  private final Leases leases = new Leases();
  private final Proposals proposals;
  private final RequestDesk requests;
  private final DecisionDesk decisions;
  private final List<Request> beforeOpened = new ArrayList<>();
  private boolean isOpened;
  private boolean isRootToldOfClose;
  private long openAgainMs = Long.MAX_VALUE;

  /** Not before it may the book say that it rests; in elapsed time. */
  private long restsAgainMs = Long.MIN_VALUE;

  /** A book as it was after the last event of its journal. */
  public Book(BookState recovered, BookLimits limits) {
    this.core = new BookCore(recovered, limits);
    this.proposals = new Proposals(core);
    this.requests = new RequestDesk(core, turns, proposals);
    this.decisions = new DecisionDesk(core, requests, turns, proposals, leases);
  }

  @Override
  public void started(Moment now, Effects<BookEvent> effects) {
    core.begin(now, effects);
    // A new life: whatever an earlier one proposed and did not record is void from now on.
    core.emit(new BookEvent.Started(core.state().incarnation() + 1, core.atMs()));
    sayOpened();
    core.state().reservations().values().stream()
        .filter(reservation -> reservation.status() == ReservationStatus.ACTIVE)
        .forEach(leases::watch);
    for (Operation operation : core.state().unfinished().values()) {
      List<String> resources = DecisionDesk.resources(operation);
      resources.forEach(turns::take);
      decisions.deliveries().begin(operation.number(), operation.origin(), resources);
    }
    setWake();
  }

  @Override
  public void receive(EntityMessage message, Moment now, Effects<BookEvent> effects) {
    core.begin(now, effects);
    if (!(message instanceof BookMessage toBook)) {
      throw new IllegalArgumentException("not for a book: " + message);
    }
    switch (toBook) {
      case BookMessage.Ask ask -> ask(Request.of(ask, core.atMs()));
      case BookMessage.Consented consented -> decisions.consented(consented);
      case BookMessage.Refused refused -> decisions.refused(refused);
      case BookMessage.Busy busy -> decisions.busy(busy);
      case BookMessage.Applied applied -> decisions.deliveries().applied(applied);
      case BookMessage.Unfit unfit -> decisions.deliveries().unfit(unfit);
      case BookMessage.Undone undone -> decisions.deliveries().undone(undone);
      case BookMessage.Inquire inquire -> inquire(inquire);
      case BookMessage.Opened opened -> opened(opened.incarnation());
      case BookMessage.Close ignored -> {
        isRootToldOfClose = false;
        close();
      }
      case BookMessage.Wake ignored -> core.doubt();
      case BookMessage.KeyLookedUp found -> requests.keyLookedUp(found);
      case BookMessage.ReservationLookedUp found -> requests.reservationLookedUp(found);
    }
    goOn();
  }

  @Override
  public void tick(Moment now, Effects<BookEvent> effects) {
    core.begin(now, effects);
    if (!isOpened && core.isOver(openAgainMs)) {
      sayOpened();
    }
    boolean completes = core.isOver(core.completionsDueMs());
    if (completes) {
      core.writeCompletions();
    }
    decisions.tick();
    requests.tick();
    goOn();
    if (completes) {
      rest();
    }
  }

  @Override
  public long nextTickMs() {
    long next = Math.min(proposals.nextTickMs(), decisions.deliveries().nextTickMs());
    next = Math.min(next, Math.min(requests.nextTickMs(), leases.nextLookMs()));
    next = Math.min(next, Math.min(core.completionsDueMs(), openAgainMs));
    long nextDateMs = Math.min(leases.nextMs(), core.state().wakeAtMs());
    return Math.min(next, core.now().elapsedMsAt(nextDateMs));
  }

  @Override
  public BookState state() {
    return core.state();
  }

  /** Operations under way; for metrics. */
  public int inFlightCount() {
    return proposals.count() + decisions.deliveries().count();
  }

  private void ask(Request request) {
    if (isOpened) {
      requests.admit(request, inFlightCount());
    } else if (beforeOpened.size() < core.limits().inFlightMax()) {
      beforeOpened.add(request);
    } else {
      core.effects()
          .reply(request.caller(), new ReservationReply.Unavailable("the book is starting"));
    }
  }

  private void opened(long incarnation) {
    if (!isOpened && incarnation == core.state().incarnation()) {
      isOpened = true;
      openAgainMs = Long.MAX_VALUE;
      beforeOpened.forEach(request -> requests.admit(request, inFlightCount()));
      beforeOpened.clear();
    }
  }

  private void sayOpened() {
    core.effects()
        .sendWhenDurable(
            new EntityId.OfBook(core.state().tenant(), core.state().book()),
            new BookMessage.Opened(core.state().incarnation()));
    openAgainMs = core.after(core.limits().redeliveryMs());
  }

  private void inquire(BookMessage.Inquire inquire) {
    for (OperationId operation : inquire.operations()) {
      boolean isOfThisLife = operation.incarnation() == core.state().incarnation();
      boolean isOfLaterLife = operation.incarnation() > core.state().incarnation();
      if (isOfLaterLife) {
        core.doubt();
      }
      boolean isUnderWay =
          isOfThisLife
              && (proposals.isUndecided(operation)
                  || decisions.deliveries().repeat(operation.number()));
      if (!isUnderWay && !isOfLaterLife) {
        core.effects()
            .send(new EntityId.OfScope(inquire.scope()), new ScopeMessage.Withdraw(operation));
      }
    }
  }

  private void close() {
    if (!core.state().isClosed()) {
      core.emit(new BookEvent.Closed(core.atMs()));
      decisions.giveUpAll();
    }
    releaseWhatIsLive();
    boolean isOver =
        decisions.deliveries().isEmpty()
            && core.state().reservations().values().stream()
                .allMatch(reservation -> reservation.status() != ReservationStatus.ACTIVE);
    if (isOver && !isRootToldOfClose) {
      isRootToldOfClose = true;
      core.effects()
          .sendWhenDurable(
              core.root(),
              new ScopeMessage.BookClosed(core.state().book(), core.state().releasedByClose()));
    }
  }

  private void releaseWhatIsLive() {
    core.state().reservations().values().stream()
        .filter(reservation -> reservation.status() == ReservationStatus.ACTIVE)
        .filter(reservation -> !turns.isTaken(Request.reservation(reservation.id())))
        .limit(Math.max(0, RELEASED_MAX - decisions.deliveries().count()))
        // Readers see what is overdue as EXPIRED already, and no end becomes another one.
        .forEach(
            reservation -> decisions.end(reservation.id(), reservation.isOverdue(core.atMs())));
  }

  /**
   * What follows from any message: those whose turn has come, leases that ended, when to be woken.
   */
  private void goOn() {
    for (List<Request> next = requests.takeNext(); !next.isEmpty(); next = requests.takeNext()) {
      next.forEach(requests::begin);
    }
    leases.check(core.atMs(), core.now().elapsedMs(), this::expire);
    boolean isClosing = core.state().isClosed() && !isRootToldOfClose;
    if (isClosing && decisions.deliveries().isEmpty()) {
      close();
    }
    setWake();
  }

  private void expire(ReservationId id) {
    Reservation reservation = core.state().reservation(id);
    if (reservation == null || reservation.status() != ReservationStatus.ACTIVE) {
      return;
    }
    if (!reservation.isOverdue(core.atMs())) {
      // It was, and the clock has been set back since.
      leases.watch(reservation);
    } else if (turns.isTaken(Request.reservation(id))) {
      leases.lookAgain(id, core.after(core.limits().redeliveryMs()));
    } else {
      decisions.end(id, true);
    }
  }

  /**
   * When nothing is left to be found for, the write with the last completion says so, and it takes
   * none of its own later. Not whenever it is so: where one operation follows another, the next one
   * takes it back.
   */
  private void rest() {
    boolean isAtRest =
        inFlightCount() == 0 && core.state().unfinished().isEmpty() && leases.count() == 0;
    boolean isToBeFound = core.state().wakeAtMs() < Long.MAX_VALUE;
    if (isAtRest && isToBeFound && core.isOver(restsAgainMs)) {
      core.emit(new BookEvent.WakeSet(Long.MAX_VALUE, core.atMs()));
      restsAgainMs = core.after(core.wakeAfterMs());
    }
  }

  private void setWake() {
    // All of it by the date, which is what the sweep looks at.
    long nowMs = core.now().dateMs();
    long wanted = leases.isToLookAgain() ? nowMs : leases.nextMs();
    if (!core.state().unfinished().isEmpty()) {
      wanted = Math.min(wanted, core.soonMs());
    }
    // Not at once again: a book that is running looks after itself, and one that is not is found
    // then.
    wanted = Math.max(wanted, nowMs + core.limits().redeliveryMs());
    boolean isTooLate = wanted < core.state().wakeAtMs();
    boolean isPast = core.state().wakeAtMs() <= nowMs;
    if (isTooLate || isPast || core.takeDoubt()) {
      core.emit(new BookEvent.WakeSet(wanted, core.atMs()));
    }
  }
}
