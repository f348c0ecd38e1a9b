package io.bailiwick.simulation.invariant;

import io.bailiwick.protocol.EntityId;
import io.bailiwick.reservation.BookEvent;
import io.bailiwick.reservation.BookState;
import io.bailiwick.scope.ScopeEvent;
import io.bailiwick.scope.ScopeState;
import io.bailiwick.simulation.world.Call;
import io.bailiwick.simulation.world.Watcher;
import io.bailiwick.tenant.TenantId;
import io.bailiwick.tenant.TenantReply;
import io.bailiwick.tenant.TenantStatus;
import java.util.HashSet;
import java.util.Set;

/** I13: once the close of a tenant is acknowledged, nothing that it owns changes. */
public final class NothingAfterClose implements Watcher {

  private final Set<TenantId> closed = new HashSet<>();

  @Override
  public void replied(Call call, Object reply) {
    if (reply instanceof TenantReply.Closing r) {
      closed.add(r.tenant().id());
    }
    if (reply instanceof TenantReply.Updated r && r.tenant().status() == TenantStatus.CLOSED) {
      closed.add(r.tenant().id());
    }
  }

  @Override
  public void wrote(EntityId.OfBook book, BookEvent event, BookState before, BookState after) {
    boolean isHousekeeping =
        event instanceof BookEvent.Started
            || event instanceof BookEvent.WakeSet
            || event instanceof BookEvent.Completed
            || event instanceof BookEvent.Closed;
    Check.that(
        isHousekeeping || !closed.contains(book.tenant()),
        this,
        "%s of %s, whose tenant is closed",
        event,
        book.text());
  }

  @Override
  public void wrote(EntityId.OfScope scope, ScopeEvent event, ScopeState before, ScopeState after) {
    boolean isOfLedger =
        switch (event) {
          case ScopeEvent.TenantSet e -> e.tenant().status() != TenantStatus.CLOSED;
          case ScopeEvent.CloseCompleted ignored -> false;
          case ScopeEvent.NodeClosed ignored -> closed.contains(scope.tenant());
          case ScopeEvent.PolicySet ignored -> true;
          case ScopeEvent.ThresholdsSet ignored -> false;
          case ScopeEvent.BurnTermsSet ignored -> false;
          case ScopeEvent.ChildAdded ignored -> true;
          case ScopeEvent.LedgerOpened ignored -> true;
          case ScopeEvent.LedgerChanged ignored -> true;
          case ScopeEvent.Funded ignored -> true;
          case ScopeEvent.Held ignored -> true;
          case ScopeEvent.Settled ignored -> true;
          case ScopeEvent.TakenBack ignored -> true;
        };
    Check.that(
        !isOfLedger || !closed.contains(scope.tenant()),
        this,
        "%s at %s, whose tenant is closed",
        event,
        scope.text());
  }
}
