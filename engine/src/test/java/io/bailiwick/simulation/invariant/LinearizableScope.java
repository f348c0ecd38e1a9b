package io.bailiwick.simulation.invariant;

import io.bailiwick.amount.OveragePolicy;
import io.bailiwick.amount.Unit;
import io.bailiwick.policy.Policy;
import io.bailiwick.policy.PolicyStatus;
import io.bailiwick.protocol.BookMessage;
import io.bailiwick.protocol.EntityId;
import io.bailiwick.protocol.EntityMessage;
import io.bailiwick.protocol.Findings;
import io.bailiwick.protocol.ScopeMessage;
import io.bailiwick.protocol.Wish;
import io.bailiwick.refusal.Refusal;
import io.bailiwick.scope.Balance;
import io.bailiwick.scope.Figures;
import io.bailiwick.scope.Ledger;
import io.bailiwick.scope.LedgerStatus;
import io.bailiwick.scope.ScopeState;
import io.bailiwick.simulation.world.Watcher;
import io.bailiwick.tenant.TenantStatus;
import java.util.Map;

/**
 * I9: a refusal, and a charge that is cut, are explained by the figures of the scope as applied,
 * with every undecided proposal withdrawn.
 */
public final class LinearizableScope implements Watcher {

  @Override
  public void said(EntityId from, Object live, EntityId to, EntityMessage message) {
    if (!(live instanceof ScopeState state)) {
      return;
    }
    if (message instanceof BookMessage.Refused refused) {
      explained(state, refused.refusal());
    }
    if (message instanceof ScopeMessage.Propose propose) {
      cut(propose.wish(), propose.findings());
    }
  }

  private void explained(ScopeState state, Refusal refusal) {
    Map<String, Object> details = refusal.details();
    Ledger ledger =
        details.containsKey("unit")
            ? state.ledger(Unit.valueOf((String) details.get("unit")))
            : null;
    boolean isTrue =
        switch (refusal.code()) {
          case BUDGET_EXCEEDED ->
              isAsShown(ledger, details)
                  && ledger.figures().remaining() < (Long) details.get("requested");
          case OVERDRAFT_LIMIT_EXCEEDED ->
              isAsShown(ledger, details) && ledger.figures().overLimit();
          case DEBT_OUTSTANDING ->
              isAsShown(ledger, details)
                  && ledger.figures().debt() > 0
                  && ledger.figures().overdraftLimit() == 0;
          case BUDGET_FROZEN -> ledger.status() == LedgerStatus.FROZEN;
          case BUDGET_CLOSED -> ledger.status() == LedgerStatus.CLOSED;
          case TENANT_CLOSED -> state.tenant().status() == TenantStatus.CLOSED;
          case TENANT_SUSPENDED -> state.tenant().status() == TenantStatus.SUSPENDED;
          case TENANT_NOT_FOUND -> state.tenant() == null;
          case LIMIT_EXCEEDED -> isLimited(state, details);
          case INVALID_REQUEST,
              FORBIDDEN,
              NOT_FOUND,
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
              TOO_MANY_MATCHED ->
              false;
        };
    Check.that(isTrue, this, "%s of a scope that has %s", refusal, state.ledgers());
  }

  private static boolean isLimited(ScopeState root, Map<String, Object> details) {
    Policy policy = root.policies().find((String) details.get("policy_id"));
    Object limit = details.get("max_reservations_per_minute");
    return policy.status() == PolicyStatus.ACTIVE
        && limit.equals((long) policy.terms().rates().maxReservationsPerMinute());
  }

  private static boolean isAsShown(Ledger ledger, Map<String, Object> details) {
    Figures figures = ledger.figures();
    return details.get("remaining").equals(figures.remaining())
        && details.get("reserved").equals(figures.reserved())
        && details.get("spent").equals(figures.spent())
        && details.get("allocated").equals(figures.allocated())
        && details.get("debt").equals(figures.debt());
  }

  /** What is granted of a spend is all that there is, by the figures that were found. */
  private void cut(Wish wish, Findings findings) {
    OveragePolicy policy;
    long wanted;
    switch (wish) {
      case Wish.Overage overage -> {
        policy = overage.policy();
        wanted = overage.wanted();
      }
      case Wish.Debit debit -> {
        policy = debit.policy();
        wanted = debit.wanted();
      }
      case Wish.Hold ignored -> {
        return;
      }
      case Wish.Judge ignored -> {
        return;
      }
      case Wish.Pass ignored -> {
        return;
      }
    }
    if (policy == null || policy == OveragePolicy.REJECT) {
      return;
    }
    long most = wanted;
    for (Balance balance : findings.balances()) {
      Figures figures = balance.figures();
      boolean mayOwe = policy == OveragePolicy.ALLOW_WITH_OVERDRAFT && figures.overdraftLimit() > 0;
      most = mayOwe ? most : Math.min(most, Math.max(0, figures.remaining()));
    }
    Check.that(
        findings.granted() == most,
        this,
        "%d could be granted of %s, not %s",
        most,
        wish,
        findings);
  }
}
