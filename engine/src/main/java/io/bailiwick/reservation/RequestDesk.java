package io.bailiwick.reservation;

import io.bailiwick.protocol.BookMessage;
import io.bailiwick.protocol.Wish;
import io.bailiwick.refusal.Refusal;
import io.bailiwick.refusal.RefusalCode;
import io.bailiwick.scope.ScopePath;
import io.bailiwick.tenant.TenantRules;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Where requests come in: one at a time for each key and each reservation. A request that was
 * answered before gets its answer again, from memory or from the tables; a new one is checked and
 * proposed.
 */
final class RequestDesk {

  private final BookCore core;
  private final Turns turns;
  private final Proposals proposals;
  private final LookUps lookUps;
  private final Admission admission;

  /** What a turn has ended of, once each: who comes next has a turn of its own. */
  private final Set<String> ended = new LinkedHashSet<>();

  RequestDesk(BookCore core, Turns turns, Proposals proposals) {
    this.core = core;
    this.turns = turns;
    this.proposals = proposals;
    this.lookUps = new LookUps(core);
    this.admission = new Admission(core, turns);
  }

  /**
   * Takes a request that has just arrived, or turns it away.
   *
   * @param load operations under way in the book
   */
  void admit(Request request, int load) {
    if (admission.admits(request, load + lookUps.count())) {
      String resource = request.resources().getFirst();
      if (turns.isTaken(resource)) {
        turns.await(resource, request);
      } else {
        begin(request);
      }
    }
  }

  /** Goes on with a request whose turn has come. */
  void begin(Request request) {
    String resource = request.resources().getFirst();
    turns.take(resource);
    if (request.command() instanceof ReservationCommand.OfReservation command) {
      ofReservation(request, command, resource);
    } else {
      keyed(request, resource);
    }
  }

  void keyLookedUp(BookMessage.KeyLookedUp message) {
    Request request = lookUps.take(message.number());
    if (request == null) {
      return;
    }
    if (message.found().isPresent()) {
      refuseOrRepeat(request, message.found().get());
    } else if (request.command() instanceof ReservationCommand.OfReservation command) {
      Reservation reservation = core.state().reservation(command.reservation());
      if (reservation == null) {
        lookUps.reservation(request, command.reservation());
      } else {
        settleAnew(request, reservation);
      }
    } else {
      beginAnew(request);
    }
  }

  void reservationLookedUp(BookMessage.ReservationLookedUp message) {
    Request request = lookUps.take(message.number());
    if (request == null) {
      return;
    }
    if (message.found().isPresent()) {
      answer(request, ofPast(request, message.found().get()));
    } else {
      refuse(request, Answers.notFound(commandOf(request).reservation()));
    }
  }

  /** Answers those that the tables have not answered. */
  void tick() {
    for (Request request : lookUps.takeOverdue()) {
      answer(request, new ReservationReply.Unavailable("the store did not answer in time"));
    }
  }

  long nextTickMs() {
    return lookUps.nextTickMs();
  }

  /** Answers as soon as what it says is certain, and lets the next one have its turn. */
  void answer(Request request, ReservationReply reply) {
    if (request.caller() != null) {
      core.effects().replyWhenCurrent(request.caller(), reply);
    }
    ended.addAll(request.resources());
  }

  void refuse(Request request, Refusal refusal) {
    answer(request, new ReservationReply.Refused(refusal));
  }

  /** Ends the turns of {@code resources}. */
  void end(List<String> resources) {
    ended.addAll(resources);
  }

  /** Has the request, whose turn ends, begin anew, before those that waited for it. */
  void again(Request request) {
    turns.awaitFirst(request.resources().getFirst(), request);
  }

  /** Requests whose turn has come, because that of others has ended. */
  List<Request> takeNext() {
    if (ended.isEmpty()) {
      return List.of();
    }
    List<String> over = List.copyOf(ended);
    ended.clear();
    return over.stream().flatMap(resource -> turns.release(resource).stream()).toList();
  }

  private void keyed(Request request, String resource) {
    RequestKey key = request.command().key();
    String endpoint = Request.endpoint(request.command());
    core.writeCompletionOf(resource);
    KeptAnswer kept = core.state().keptAnswer(endpoint, key.text());
    Reservation made =
        endpoint.equals(Endpoint.RESERVE) ? core.state().reservationOf(key.text()) : null;
    if (made != null) {
      answer(
          request,
          isSame(made.key(), key)
              ? Answers.reserved(made, core.atMs())
              : new ReservationReply.Refused(Answers.mismatch(key)));
    } else if (kept != null) {
      refuseOrRepeat(request, kept);
    } else if (core.state().hasForgotten()) {
      lookUps.key(request, endpoint);
    } else {
      beginAnew(request);
    }
  }

  private void ofReservation(
      Request request, ReservationCommand.OfReservation command, String resource) {
    Reservation reservation = core.state().reservation(command.reservation());
    if (reservation == null) {
      // Never said from memory alone: another owner may have made it since.
      if (command instanceof ReservationCommand.Extend extend) {
        // Also after the end of its reservation an extension gets its answer again.
        lookUps.key(request, Endpoint.extend(extend.reservation()));
      } else {
        lookUps.reservation(request, command.reservation());
      }
      return;
    }
    if (command instanceof ReservationCommand.Extend extend) {
      String endpoint = Endpoint.extend(extend.reservation());
      KeptAnswer kept = core.state().keptAnswer(endpoint, extend.key().text());
      if (kept != null) {
        refuseOrRepeat(request, kept);
      } else if (reservation.extensions() > 0 && core.state().hasForgotten()) {
        lookUps.key(request, endpoint);
      } else {
        settleAnew(request, reservation);
      }
      return;
    }
    if (ReservationRules.isRepeated(command, reservation)) {
      repeat(request, command.reservation(), resource);
    } else {
      settleAnew(request, reservation);
    }
  }

  private void repeat(Request request, ReservationId id, String resource) {
    core.writeCompletionOf(resource);
    Reservation ended = core.state().reservation(id);
    if (ended == null) {
      // So many were completed with it that it has left at once.
      lookUps.reservation(request, id);
    } else {
      answer(request, ofPast(request, ended));
    }
  }

  /** What a command gets that comes after its reservation's end, or repeats it. */
  private ReservationReply ofPast(Request request, Reservation reservation) {
    ReservationCommand.OfReservation command = commandOf(request);
    if (reservation.end() == null || reservation.end().balances() == null) {
      return otherOwners();
    }
    if (ReservationRules.isRepeated(command, reservation)) {
      return isSame(reservation.end().key(), command.key())
          ? Answers.ended(reservation)
          : new ReservationReply.Refused(Answers.mismatch(command.key()));
    }
    if (core.state().isClosed()) {
      return new ReservationReply.Refused(TenantRules.closed(core.state().tenant()));
    }
    return new ReservationReply.Refused(
        ReservationRules.check(reservation, command, request.arrivedAtMs()));
  }

  /** What is not over is in its book's memory; if it is not, this is not its book any more. */
  private ReservationReply otherOwners() {
    core.doubt();
    return new ReservationReply.Unavailable("the reservation has another owner");
  }

  private void refuseOrRepeat(Request request, KeptAnswer kept) {
    if (!isSame(kept.key(), request.command().key())) {
      refuse(request, Answers.mismatch(request.command().key()));
      return;
    }
    if (kept.answer() instanceof ReservationReply.Reserved reserved
        && reserved.balances().isEmpty()) {
      answer(request, otherOwners());
      return;
    }
    Reservation reservation =
        request.command() instanceof ReservationCommand.Extend extend
            ? core.state().reservation(extend.reservation())
            : null;
    answer(request, Answers.kept(kept, reservation, core.atMs()));
  }

  /** A key that has not been used: asks every scope of the path that exists. */
  private void beginAnew(Request request) {
    if (core.state().isClosed()) {
      answer(request, Answers.ofClosed(request.command()));
      return;
    }
    if (makesOneMore(request) && core.now().isFull()) {
      refuse(
          request,
          Refusal.of(
              RefusalCode.LIMIT_EXCEEDED,
              "Too many live reservations: some have to be committed, released or to expire"));
      return;
    }
    ScopePath deepest =
        switch (request.command()) {
          case ReservationCommand.Decide c -> c.scope();
          case ReservationCommand.Reserve c -> c.scope();
          case ReservationCommand.Debit c -> c.scope();
          case ReservationCommand.OfReservation c ->
              throw new IllegalStateException("has a reservation: " + c);
        };
    proposals.discover(request, ReservationRules.wish(request.command(), null), deepest);
  }

  private static boolean makesOneMore(Request request) {
    return request.command() instanceof ReservationCommand.Reserve reserve && !reserve.dryRun();
  }

  /** A command for a live reservation that has not been carried out. */
  private void settleAnew(Request request, Reservation reservation) {
    ReservationCommand.OfReservation command = commandOf(request);
    Refusal refusal =
        core.state().isClosed()
            ? TenantRules.closed(core.state().tenant())
            : reservation == null
                ? Answers.notFound(command.reservation())
                : ReservationRules.check(reservation, command, request.arrivedAtMs());
    if (refusal != null) {
      refuse(request, refusal);
      return;
    }
    Wish wish = ReservationRules.wish(command, reservation);
    boolean onlyTheGuard = wish instanceof Wish.Pass pass && !pass.reads();
    proposals.ask(request, wish, onlyTheGuard ? List.of() : reservation.budgeted());
  }

  private static ReservationCommand.OfReservation commandOf(Request request) {
    return (ReservationCommand.OfReservation) request.command();
  }

  private static boolean isSame(RequestKey kept, RequestKey asked) {
    return kept.payloadHash().equals(asked.payloadHash());
  }
}
