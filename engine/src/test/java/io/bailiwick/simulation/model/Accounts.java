package io.bailiwick.simulation.model;

import io.bailiwick.amount.Unit;
import io.bailiwick.protocol.EntityId;
import io.bailiwick.scope.Ledger;
import io.bailiwick.scope.ScopeEvent;
import io.bailiwick.scope.ScopePath;
import io.bailiwick.scope.ScopeState;
import io.bailiwick.simulation.world.Watcher;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The naive sequential model: the decisions as their books recorded them, in the order in which
 * each scope applied them.
 */
public final class Accounts implements Watcher {

  /** One ledger. */
  public record Place(ScopePath scope, Unit unit) {}

  private final Decisions decisions;
  private final Map<Place, Account> accounts = new LinkedHashMap<>();

  public Accounts(Decisions decisions) {
    this.decisions = decisions;
  }

  @Override
  public void wrote(EntityId.OfScope scope, ScopeEvent event, ScopeState before, ScopeState after) {
    ScopePath path = scope.scope();
    Decision decision = decisions.of(scope, event);
    switch (event) {
      case ScopeEvent.LedgerOpened e -> {
        Ledger ledger = e.ledger();
        accounts.put(
            new Place(path, ledger.unit()),
            new Account(ledger.figures().allocated(), ledger.figures().overdraftLimit()));
      }
      case ScopeEvent.LedgerChanged e ->
          of(path, e.ledger().unit()).setOverdraftLimit(e.ledger().figures().overdraftLimit());
      case ScopeEvent.Funded e -> of(path, e.unit()).funded(e.after());
      case ScopeEvent.Held e -> of(path, e.unit()).hold(decision.id(), decision.held());
      case ScopeEvent.Settled e ->
          of(path, e.unit()).settle(decision.id(), decision.chargedOfHeld(), decision.overage());
      case ScopeEvent.TakenBack e -> {
        if (e.unit() != null) {
          of(path, e.unit()).letGo(e.reservation());
        }
      }
      case ScopeEvent.TenantSet ignored -> {}
      case ScopeEvent.CloseCompleted ignored -> {}
      case ScopeEvent.PolicySet ignored -> {}
      case ScopeEvent.ThresholdsSet ignored -> {}
      case ScopeEvent.BurnTermsSet ignored -> {}
      case ScopeEvent.ChildAdded ignored -> {}
      case ScopeEvent.NodeClosed ignored -> {}
    }
  }

  public Account of(ScopePath scope, Unit unit) {
    return accounts.get(new Place(scope, unit));
  }

  public Map<Place, Account> all() {
    return accounts;
  }
}
