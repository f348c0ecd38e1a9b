package io.bailiwick.simulation.invariant;

import io.bailiwick.reservation.Book;
import io.bailiwick.reservation.BookState;
import io.bailiwick.reservation.ReservationStatus;
import io.bailiwick.scope.ScopeNode;
import io.bailiwick.scope.ScopeState;
import io.bailiwick.simulation.world.Watcher;
import io.bailiwick.simulation.world.World;
import io.bailiwick.tenant.TenantStatus;

/**
 * When everything works and enough time has passed, nothing is under way: no operation, no lease,
 * no proposal in anybody's memory, no close.
 */
public final class NothingIsLeftUndone implements Watcher {

  private World world;

  @Override
  public void begins(World theWorld) {
    world = theWorld;
  }

  @Override
  public void ended() {
    world.bookStates().forEach(this::isAtRest);
    world.scopeStates().forEach(this::isAtRest);
    world
        .running()
        .forEach(
            one -> {
              int count =
                  switch (one.getValue()) {
                    case ScopeNode node -> node.undecidedCount();
                    case Book book -> book.inFlightCount();
                    default -> 0;
                  };
              Check.that(count == 0, this, "%s has %d under way", one.getKey().text(), count);
            });
  }

  private void isAtRest(BookState state) {
    Check.that(
        state.unfinished().isEmpty(),
        this,
        "book %d of %s has not finished %s",
        state.book(),
        state.tenant(),
        state.unfinished());
    state
        .reservations()
        .forEach(
            (id, reservation) ->
                Check.that(
                    reservation.status() != ReservationStatus.ACTIVE,
                    this,
                    "%s lives",
                    reservation));
  }

  private void isAtRest(ScopeState state) {
    boolean isClosed = state.tenant() != null && state.tenant().status() == TenantStatus.CLOSED;
    Check.that(
        !isClosed || state.isCloseComplete(), this, "the close of %s has not ended", state.path());
  }
}
