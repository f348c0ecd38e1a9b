package io.bailiwick.simulation.world;

import io.bailiwick.protocol.EntityId;
import io.bailiwick.protocol.Participant;
import io.bailiwick.reservation.Book;
import io.bailiwick.reservation.BookEvent;
import io.bailiwick.reservation.BookLimits;
import io.bailiwick.reservation.BookState;
import io.bailiwick.scope.ScopeEvent;
import io.bailiwick.scope.ScopeLimits;
import io.bailiwick.scope.ScopeNode;
import io.bailiwick.scope.ScopeState;

/** The two kinds of participants, so that a host need not know which one it has. */
interface Kind<E, S> {

  S empty(EntityId id);

  S apply(S state, E event);

  long atMs(E event);

  Participant<E, S> make(S recovered);

  /** Scope nodes. */
  record Scopes(ScopeLimits limits) implements Kind<ScopeEvent, ScopeState> {
    @Override
    public ScopeState empty(EntityId id) {
      return ScopeState.empty(((EntityId.OfScope) id).scope());
    }

    @Override
    public ScopeState apply(ScopeState state, ScopeEvent event) {
      return state.apply(event);
    }

    @Override
    public long atMs(ScopeEvent event) {
      return event.atMs();
    }

    @Override
    public Participant<ScopeEvent, ScopeState> make(ScopeState recovered) {
      return new ScopeNode(recovered, limits);
    }
  }

  /** Reservation books. */
  record Books(BookLimits limits) implements Kind<BookEvent, BookState> {
    @Override
    public BookState empty(EntityId id) {
      EntityId.OfBook book = (EntityId.OfBook) id;
      return BookState.empty(book.tenant(), book.number());
    }

    @Override
    public BookState apply(BookState state, BookEvent event) {
      return state.apply(event, limits.recent());
    }

    @Override
    public long atMs(BookEvent event) {
      return event.atMs();
    }

    @Override
    public Participant<BookEvent, BookState> make(BookState recovered) {
      return new Book(recovered, limits);
    }
  }
}
