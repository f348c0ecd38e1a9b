package io.bailiwick.reservation;

import io.bailiwick.amount.Amount;
import io.bailiwick.amount.OveragePolicy;
import io.bailiwick.protocol.BookMessage;
import io.bailiwick.protocol.Effect;
import io.bailiwick.protocol.Findings;
import io.bailiwick.protocol.OperationId;
import io.bailiwick.protocol.Wish;
import io.bailiwick.refusal.Refusal;
import io.bailiwick.scope.Balance;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What the scopes answered, and what follows: the decision is recorded, which is the one commit
 * point of the mutation, and when every scope has applied it the client is answered.
 */
final class DecisionDesk {

  private final BookCore core;
  private final RequestDesk requests;
  private final Turns turns;
  private final Proposals proposals;
  private final Deliveries deliveries;
  private final Leases leases;

  /** Who waits for which operation to be applied everywhere. */
  private final Map<Long, Request> waiting = new HashMap<>();

  DecisionDesk(
      BookCore core, RequestDesk requests, Turns turns, Proposals proposals, Leases leases) {
    this.core = core;
    this.requests = requests;
    this.turns = turns;
    this.proposals = proposals;
    this.leases = leases;
    this.deliveries = new Deliveries(core, this::appliedEverywhere, this::takenBack);
  }

  Deliveries deliveries() {
    return deliveries;
  }

  void consented(BookMessage.Consented message) {
    OperationId operation = message.operation();
    Findings findings = message.findings();
    Proposals.Proposal proposal = proposals.take(operation);
    if (proposal == null) {
      // Given up before the consent came: what was set aside for it must go as well.
      if (isOfThisLife(operation) && !core.isOpen(operation.number())) {
        proposals.withdraw(operation, findings.budgeted());
      }
      return;
    }
    Request request = proposal.request();
    long atMs = core.atMs();
    switch (request.command()) {
      case ReservationCommand.Decide c -> judged(proposal, Recorder.judge(c, null, findings, atMs));
      case ReservationCommand.Reserve c -> {
        if (c.dryRun()) {
          judged(proposal, Recorder.judge(c, null, findings, atMs));
        } else {
          record(
              proposal,
              findings,
              Recorder.reserve(
                  c, operation, findings, core.limits(), proposal.request().origin(), atMs));
        }
      }
      case ReservationCommand.Debit c -> debit(proposal, c, findings);
      case ReservationCommand.Commit c ->
          record(
              proposal,
              findings,
              Recorder.commit(
                  c,
                  core.state().reservation(c.reservation()),
                  operation,
                  findings,
                  request.origin(),
                  atMs));
      case ReservationCommand.Release c ->
          record(proposal, findings, Recorder.release(c, operation, request.origin(), atMs));
      case ReservationCommand.Extend c -> extended(proposal, c, findings);
    }
  }

  void refused(BookMessage.Refused message) {
    Proposals.Proposal proposal = proposals.take(message.operation());
    if (proposal == null) {
      return;
    }
    Refusal refusal = message.refusal();
    if (proposal.wish() instanceof Wish.Judge && isAboutBudget(refusal)) {
      judged(
          proposal,
          Recorder.judge(proposal.request().command(), refusal, Findings.none(0), core.atMs()));
      return;
    }
    proposals.withdraw(message.operation(), message.granted());
    requests.refuse(proposal.request(), refusal);
  }

  void busy(BookMessage.Busy message) {
    Proposals.Proposal proposal = proposals.take(message.operation());
    if (proposal != null) {
      proposals.withdraw(message.operation(), message.granted());
      requests.answer(proposal.request(), new ReservationReply.Unavailable(message.reason()));
    }
  }

  /** Gives up what got no answer in time. */
  void tick() {
    for (Proposals.Proposal proposal : proposals.takeOverdue()) {
      // Scopes that know of a later life of this book do not answer.
      core.doubt();
      proposals.withdraw(proposal);
      requests.answer(proposal.request(), new ReservationReply.Unavailable("no decision in time"));
    }
    deliveries.tick();
  }

  /** The tenant is closed: nothing that is undecided becomes true. */
  void giveUpAll() {
    for (Proposals.Proposal proposal : proposals.takeAll()) {
      proposals.withdraw(proposal);
      requests.answer(proposal.request(), Answers.ofClosed(proposal.request().command()));
    }
  }

  /** Ends a reservation without a client: it expired, or its tenant was closed. */
  void end(ReservationId id, boolean isExpiry) {
    long number = core.newOperation().number();
    String resource = Request.reservation(id);
    turns.take(resource);
    leases.forget(id);
    core.emit(
        isExpiry
            ? new BookEvent.Expired(number, id, core.atMs())
            : new BookEvent.Released(number, id, null, "tenant_closed", null, core.atMs()));
    deliveries.begin(number, null, List.of(resource));
  }

  private void debit(
      Proposals.Proposal proposal, ReservationCommand.Debit command, Findings findings) {
    Wish.Debit wish = (Wish.Debit) proposal.wish();
    if (wish.policy() != null || findings.balances().isEmpty()) {
      record(
          proposal,
          findings,
          Recorder.debit(
              command,
              wish.policy(),
              proposal.operation(),
              findings,
              proposal.request().origin(),
              core.atMs()));
      return;
    }
    // Only the ledgers know which policy holds; now that it is known they are asked for good.
    core.abandon(proposal.operation());
    OveragePolicy policy = ReservationRules.policy(null, findings);
    proposals.ask(
        proposal.request(),
        new Wish.Debit(wish.unit(), wish.wanted(), policy),
        findings.budgeted());
  }

  private void judged(Proposals.Proposal proposal, Recorder.Outcome outcome) {
    core.abandon(proposal.operation());
    if (outcome.refusal() != null) {
      requests.refuse(proposal.request(), outcome.refusal());
      return;
    }
    core.emit(outcome.event(), proposal.request().origin());
    requests.answer(proposal.request(), ((BookEvent.Judged) outcome.event()).kept().answer());
  }

  private void extended(
      Proposals.Proposal proposal, ReservationCommand.Extend command, Findings findings) {
    core.abandon(proposal.operation());
    Reservation before = core.state().reservation(command.reservation());
    BookEvent.Extended event =
        (BookEvent.Extended) Recorder.extend(command, before, findings, core.atMs()).event();
    core.emit(event, proposal.request().origin());
    Reservation after = core.state().reservation(command.reservation());
    leases.watch(after);
    requests.answer(
        proposal.request(),
        new ReservationReply.Extended(
            event.expiresAtMs(),
            Answers.remainingTtlMs(after, event.expiresAtMs(), core.atMs()),
            event.balances()));
  }

  private void record(Proposals.Proposal proposal, Findings findings, Recorder.Outcome outcome) {
    if (outcome.refusal() != null) {
      proposals.withdraw(proposal.operation(), findings.budgeted());
      requests.refuse(proposal.request(), outcome.refusal());
      return;
    }
    core.emit(outcome.event(), proposal.request().origin());
    long number = proposal.operation().number();
    Operation operation = core.state().unfinished().find(number);
    List<String> resources = resources(operation);
    resources.forEach(turns::take);
    if (operation.kind() == Operation.Kind.RESERVE) {
      leases.watch(core.state().reservation(operation.reservation()));
    } else {
      leases.forget(operation.reservation());
    }
    waiting.put(number, proposal.request());
    deliveries.begin(number, proposal.request().origin(), resources);
  }

  private void appliedEverywhere(Deliveries.Delivery delivery, List<Balance> balances) {
    Operation operation = delivery.operation();
    Request request = waiting.remove(operation.number());
    if (request != null && request.caller() != null) {
      core.effects().reply(request.caller(), reply(operation, balances));
    }
    requests.end(delivery.resources());
  }

  private void takenBack(Deliveries.Delivery delivery) {
    Operation operation = delivery.operation();
    leases.forget(operation.reservation());
    Request request = waiting.remove(operation.number());
    requests.end(delivery.resources());
    if (request != null) {
      requests.again(request);
    }
  }

  private ReservationReply reply(Operation operation, List<Balance> balances) {
    Reservation reservation = core.state().reservation(operation.reservation());
    return switch (operation.kind()) {
      case RESERVE -> Answers.reserved(reservation.held(balances), core.atMs());
      case COMMIT, RELEASE, EXPIRE -> Answers.ended(reservation.settled(balances));
      case DEBIT -> {
        Effect.Overage debit = ((Effect.Settle) operation.effect()).overage();
        yield new ReservationReply.Debited(
            operation.reservation(),
            new Amount(operation.effect().unit(), debit.wanted()),
            new Amount(operation.effect().unit(), debit.granted()),
            balances);
      }
    };
  }

  /** What nobody else may touch while the operation is under way. */
  static List<String> resources(Operation operation) {
    String reservation = Request.reservation(operation.reservation());
    return switch (operation.kind()) {
      case RESERVE -> List.of(Request.key(Endpoint.RESERVE, operation.key()), reservation);
      case DEBIT -> List.of(Request.key(Endpoint.EVENT, operation.key()));
      case COMMIT, RELEASE, EXPIRE -> List.of(reservation);
    };
  }

  private boolean isOfThisLife(OperationId operation) {
    return operation.incarnation() == core.state().incarnation();
  }

  private boolean isAboutBudget(Refusal refusal) {
    return switch (refusal.code()) {
      case BUDGET_EXCEEDED,
          BUDGET_FROZEN,
          BUDGET_CLOSED,
          OVERDRAFT_LIMIT_EXCEEDED,
          DEBT_OUTSTANDING,
          TENANT_CLOSED,
          TENANT_SUSPENDED ->
          true;
      case INVALID_REQUEST,
          FORBIDDEN,
          NOT_FOUND,
          TENANT_NOT_FOUND,
          IDEMPOTENCY_MISMATCH,
          RESERVATION_EXPIRED,
          RESERVATION_FINALIZED,
          MAX_EXTENSIONS_EXCEEDED,
          STATUS_UNCHANGED,
          UNIT_MISMATCH,
          BUDGET_NOT_FOUND,
          DUPLICATE_RESOURCE,
          WEBHOOK_NOT_FOUND,
          WEBHOOK_URL_INVALID,
          REPLAY_IN_PROGRESS,
          COUNT_MISMATCH,
          TOO_MANY_MATCHED,
          LIMIT_EXCEEDED ->
          false;
    };
  }
}
