package io.bailiwick.simulation.invariant;

import io.bailiwick.amount.Unit;
import io.bailiwick.protocol.EntityId;
import io.bailiwick.reservation.BookEvent;
import io.bailiwick.reservation.BookState;
import io.bailiwick.reservation.ReservationCommand;
import io.bailiwick.scope.ScopeEvent;
import io.bailiwick.scope.ScopePath;
import io.bailiwick.scope.ScopeState;
import io.bailiwick.simulation.model.Accounts;
import io.bailiwick.simulation.model.Decision;
import io.bailiwick.simulation.model.Decisions;
import io.bailiwick.simulation.world.Call;
import io.bailiwick.simulation.world.Watcher;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * I4: nothing moves on a ledger but by a recorded decision, and as it says; and every decision is
 * in the end on every ledger of its path, or on none.
 */
public final class AllOrNothing implements Watcher {

  private final Decisions decisions;
  private final Accounts accounts;

  /** Ledgers that were there before any client asked for anything. */
  private Set<Accounts.Place> ledgersAtFirst;

  public AllOrNothing(Decisions decisions, Accounts accounts) {
    this.decisions = decisions;
    this.accounts = accounts;
  }

  @Override
  public void invoked(Call call) {
    if (ledgersAtFirst == null && call.request() instanceof ReservationCommand) {
      ledgersAtFirst = new HashSet<>(accounts.all().keySet());
    }
  }

  @Override
  public void wrote(EntityId.OfScope scope, ScopeEvent event, ScopeState before, ScopeState after) {
    if (Decisions.step(event) == null) {
      return;
    }
    Decision decision = decisions.of(scope, event);
    Check.that(decision != null, this, "%s at %s is nobody's decision", event, scope.text());
    Check.that(
        decision.scopes().contains(scope.scope()), this, "%s is not of %s", scope.text(), decision);
    switch (event) {
      case ScopeEvent.Held e ->
          Check.that(
              decision.kind() == Decision.Kind.RESERVE
                  && e.amount() == decision.held()
                  && e.unit() == decision.unit()
                  && e.reservation().equals(decision.id()),
              this,
              "%s at %s for %s",
              e,
              scope.text(),
              decision);
      case ScopeEvent.Settled e -> settled(scope, e, decision);
      case ScopeEvent.TakenBack e ->
          Check.that(
              (decision.isVoided() || e.unit() == null) && e.reservation().equals(decision.id()),
              this,
              "%s at %s for %s, which stands",
              e,
              scope.text(),
              decision);
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

  private void settled(EntityId.OfScope scope, ScopeEvent.Settled e, Decision decision) {
    long beyond = decision.overage() == null ? 0 : decision.overage().granted();
    Check.that(
        decision.kind() != Decision.Kind.RESERVE
            && e.reservation().equals(decision.id())
            && e.unit() == decision.unit()
            && e.spent() + e.indebted() == decision.chargedOfHeld() + beyond,
        this,
        "%s at %s for %s",
        e,
        scope.text(),
        decision);
    Decision reserve = decisions.reserve(decision.id());
    boolean endsAHold = decision.kind() != Decision.Kind.DEBIT;
    Check.that(
        e.released() == (endsAHold ? reserve.held() : 0),
        this,
        "%s at %s lets go of something else than %s held",
        e,
        scope.text(),
        reserve);
  }

  @Override
  public void wrote(EntityId.OfBook book, BookEvent event, BookState before, BookState after) {
    if (event instanceof BookEvent.Reserved e) {
      isOnEveryLedger(
          e, e.reservation().scope(), e.reservation().amount().unit(), e.reservation().budgeted());
    }
    if (event instanceof BookEvent.Debited e) {
      isOnEveryLedger(e, e.scope(), e.actual().unit(), e.budgeted());
    }
  }

  private void isOnEveryLedger(
      BookEvent event, ScopePath scope, Unit unit, List<ScopePath> budgeted) {
    List<ScopePath> chain = scope.chain();
    Check.that(!budgeted.isEmpty(), this, "%s is on no ledger", event);
    Check.that(
        chain.stream().filter(budgeted::contains).toList().equals(budgeted),
        this,
        "%s is on scopes that are not of its path, or twice",
        event);
    for (ScopePath one : chain) {
      Accounts.Place place = new Accounts.Place(one, unit);
      boolean isOn = budgeted.contains(one);
      Check.that(!ledgersAtFirst.contains(place) || isOn, this, "%s is not on %s", event, one);
      // A hold that finds no ledger is refused once more. A debit is not, so it must be there.
      boolean isThere = event instanceof BookEvent.Reserved || accounts.all().containsKey(place);
      Check.that(isThere || !isOn, this, "%s: none on %s", event, one);
    }
  }

  @Override
  public void ended() {
    for (Decision decision : decisions.all()) {
      boolean isNowhere =
          decision.scopes().stream()
              .map(decision::traces)
              .allMatch(trace -> trace.held() == trace.takenBack() && trace.settled() == 0);
      Check.that(
          decision.isVoided() ? isNowhere : decision.isEverywhere(),
          this,
          "in the end %s is on some ledgers only",
          decision);
    }
  }
}
