package io.bailiwick.simulation.invariant;

import io.bailiwick.policy.PolicyReply;
import io.bailiwick.protocol.EntityId;
import io.bailiwick.refusal.Refusal;
import io.bailiwick.refusal.RefusalCode;
import io.bailiwick.reservation.BookEvent;
import io.bailiwick.reservation.BookState;
import io.bailiwick.reservation.ReservationCommand;
import io.bailiwick.reservation.ReservationId;
import io.bailiwick.reservation.ReservationReply;
import io.bailiwick.scope.BudgetCommand;
import io.bailiwick.scope.BudgetReply;
import io.bailiwick.scope.ScopeEvent;
import io.bailiwick.scope.ScopeState;
import io.bailiwick.simulation.model.Decision;
import io.bailiwick.simulation.model.Decisions;
import io.bailiwick.simulation.model.Keys;
import io.bailiwick.simulation.world.Call;
import io.bailiwick.simulation.world.Watcher;
import io.bailiwick.tenant.TenantReply;
import java.util.HashSet;
import java.util.Set;

/** I5: what a client gets a success for is in the journal, on every ledger, and stays there. */
public final class AcknowledgedIsDurable implements Watcher {

  private final Decisions decisions;
  private final Set<Object> durable = new HashSet<>();
  private final Set<ReservationId> acknowledged = new HashSet<>();

  /** A funding that is in the journal. */
  private record Funding(Object scope, Object unit, Object before, Object after, long atMs) {}

  public AcknowledgedIsDurable(Decisions decisions) {
    this.decisions = decisions;
  }

  @Override
  public void wrote(EntityId.OfBook book, BookEvent event, BookState before, BookState after) {
    switch (event) {
      case BookEvent.Judged e ->
          durable.add(
              Keys.named(book.tenant().value(), e.kept().endpoint(), e.kept().key().text()));
      case BookEvent.Extended e ->
          durable.add(
              Keys.named(book.tenant().value(), "extend " + e.reservation(), e.key().text()));
      case BookEvent.Voided e -> {
        Decision decision = decisions.of(book, e.operation());
        Check.that(
            !acknowledged.contains(decision.id()),
            this,
            "%s was acknowledged, and is voided",
            decision);
      }
      case BookEvent.Started ignored -> {}
      case BookEvent.Reserved ignored -> {}
      case BookEvent.Committed ignored -> {}
      case BookEvent.Released ignored -> {}
      case BookEvent.Expired ignored -> {}
      case BookEvent.Debited ignored -> {}
      case BookEvent.Completed ignored -> {}
      case BookEvent.Closed ignored -> {}
      case BookEvent.WakeSet ignored -> {}
    }
  }

  @Override
  public void wrote(EntityId.OfScope scope, ScopeEvent event, ScopeState before, ScopeState after) {
    switch (event) {
      case ScopeEvent.TenantSet e -> durable.add(e.tenant());
      case ScopeEvent.PolicySet e -> durable.add(e.policy());
      case ScopeEvent.LedgerOpened e -> durable.add(e.ledger());
      case ScopeEvent.LedgerChanged e -> durable.add(e.ledger());
      case ScopeEvent.Funded e ->
          durable.add(new Funding(scope.scope(), e.unit(), e.before(), e.after(), e.atMs()));
      case ScopeEvent.CloseCompleted ignored -> {}
      case ScopeEvent.ChildAdded ignored -> {}
      case ScopeEvent.NodeClosed ignored -> {}
      case ScopeEvent.Held ignored -> {}
      case ScopeEvent.Settled ignored -> {}
      case ScopeEvent.TakenBack ignored -> {}
      case ScopeEvent.ThresholdsSet ignored -> {}
      case ScopeEvent.BurnTermsSet ignored -> {}
    }
  }

  @Override
  public void replied(Call call, Object reply) {
    switch (reply) {
      case ReservationReply.Reserved r -> isEverywhere(call, r, decisions.reserve(r.reservation()));
      case ReservationReply.Debited r -> isEverywhere(call, r, decisions.debit(r.event()));
      case ReservationReply.Committed r -> ended(call, r, Decision.Kind.COMMIT);
      case ReservationReply.Released r -> ended(call, r, Decision.Kind.RELEASE);
      case ReservationReply.Extended r ->
          Check.that(durable.contains(Keys.of(call.request())), this, "%s is lost: %s", call, r);
      case ReservationReply.Judged r ->
          Check.that(
              Keys.isOfClosed(r) || durable.contains(Keys.of(call.request())),
              this,
              "%s is lost: %s",
              call,
              r);
      case BudgetReply.Opened r -> isThere(call, r.ledger());
      case BudgetReply.Changed r -> isThere(call, r.ledger());
      case BudgetReply.Funded r -> {
        BudgetCommand.Fund fund = (BudgetCommand.Fund) call.request();
        isThere(call, new Funding(fund.scope(), fund.unit(), r.before(), r.after(), r.atMs()));
      }
      case ReservationReply.Refused r -> isNotDenied(call, r.refusal());
      case TenantReply.Created r -> isThere(call, r.tenant());
      case TenantReply.Existing r -> isThere(call, r.tenant());
      case TenantReply.Updated r -> isThere(call, r.tenant());
      case TenantReply.Closing r -> isThere(call, r.tenant());
      case PolicyReply.Created r -> isThere(call, r.policy());
      case PolicyReply.Updated r -> isThere(call, r.policy());
      default -> {}
    }
  }

  /** Nobody is told that there is no reservation when somebody was told that there is. */
  private void isNotDenied(Call call, Refusal refusal) {
    if (refusal.code() == RefusalCode.NOT_FOUND) {
      ReservationId id = ((ReservationCommand.OfReservation) call.request()).reservation();
      Check.that(
          !acknowledged.contains(id), this, "%s: %s is acknowledged, and %s", call, id, refusal);
    }
  }

  private void ended(Call call, Object reply, Decision.Kind kind) {
    Decision end = decisions.end(((ReservationCommand.OfReservation) call.request()).reservation());
    Check.that(end != null && end.kind() == kind, this, "%s for %s, and %s", reply, call, end);
    isEverywhere(call, reply, end);
  }

  private void isEverywhere(Call call, Object reply, Decision decision) {
    Check.that(
        decision != null && !decision.isVoided(), this, "%s: nobody decided %s", call, reply);
    Check.that(decision.isEverywhere(), this, "%s: %s is not everywhere yet", call, decision);
    if (decision.kind() == Decision.Kind.RESERVE) {
      acknowledged.add(decision.id());
    }
  }

  private void isThere(Call call, Object what) {
    Check.that(durable.contains(what), this, "%s: not in the journal: %s", call, what);
  }
}
