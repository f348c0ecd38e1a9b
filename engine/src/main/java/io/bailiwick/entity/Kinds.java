package io.bailiwick.entity;

import io.bailiwick.config.ReservationSettings;
import io.bailiwick.config.ScopeSettings;
import io.bailiwick.config.Settings;
import io.bailiwick.projection.BookRows;
import io.bailiwick.projection.DecisionRows;
import io.bailiwick.projection.ScopeRows;
import io.bailiwick.protocol.EntityId;
import io.bailiwick.reservation.Book;
import io.bailiwick.reservation.BookEvent;
import io.bailiwick.reservation.BookLimits;
import io.bailiwick.reservation.BookState;
import io.bailiwick.reservation.Recent;
import io.bailiwick.scope.ScopeEvent;
import io.bailiwick.scope.ScopeLimits;
import io.bailiwick.scope.ScopeNode;
import io.bailiwick.scope.ScopeState;

/** The two kinds of entity, with the settings as the limits that they know. */
final class Kinds {

  /** What metrics call them. */
  static final String SCOPE = "scope";

  static final String BOOK = "book";

  /**
   * How long the operator who closes a tenant waits for all of it: most of the ask, so that the
   * answer still arrives.
   */
  private static final int CLOSE_ANSWER_PERCENT = 80;

  private Kinds() {}

  static EntityKind<ScopeEvent, ScopeState> scope(Settings settings) {
    ScopeLimits limits = scopeLimits(settings);
    return new EntityKind<>(
        SCOPE,
        id -> ScopeState.empty(((EntityId.OfScope) id).scope()),
        recovered -> new ScopeNode(recovered, limits),
        ScopeState::apply,
        (event, before, after, by, place, out) -> ScopeRows.add(event, before, after, place, out),
        // Each live reservation holds once on the root of its tree, if that has a ledger.
        state -> state.path().isRoot() ? state.holds().size() : 0,
        state -> 0,
        state -> 0,
        event -> 0,
        state -> state.holds().size() + state.children().size() + state.policies().size(),
        Kinds::tell,
        (event, before) -> null);
  }

  static EntityKind<BookEvent, BookState> book(Settings settings) {
    BookLimits limits = bookLimits(settings);
    return new EntityKind<>(
        BOOK,
        id -> BookState.empty(id.tenant(), ((EntityId.OfBook) id).number()),
        recovered -> new Book(recovered, limits),
        (state, event) -> state.apply(event, limits.recent()),
        bookRows(settings.record().decisions()),
        state -> 0,
        state -> state.unfinished().size(),
        BookState::liveCount,
        BookEvent::liveBy,
        state -> state.reservations().size() + state.kept().size() + state.unfinished().size(),
        Kinds::tell,
        BookEvent::usedKey);
  }

  /**
   * @param areDecisionsRecorded whether each decision has a row of its own
   */
  private static EntityKind.Rows<BookEvent, BookState> bookRows(boolean areDecisionsRecorded) {
    return (event, before, after, by, place, out) -> {
      BookRows.add(event, before, after, place, out);
      DecisionRows.add(event, before, by, areDecisionsRecorded, out);
    };
  }

  private static void tell(ScopeEvent event, EntityObserver observer) {
    if (event instanceof ScopeEvent.Settled settled && settled.indebted() > 0) {
      observer.overdraftIncurred();
    }
  }

  private static void tell(BookEvent event, EntityObserver observer) {
    if (event instanceof BookEvent.Expired) {
      observer.expired();
    }
  }

  static ScopeLimits scopeLimits(Settings settings) {
    ScopeSettings scope = settings.scope();
    ReservationSettings reservation = settings.reservation();
    return new ScopeLimits(
        scope.waitTimeout().toMillis(),
        scope.waitingMax(),
        scope.inquiryAfter().toMillis(),
        reservation.redeliveryInterval().toMillis(),
        reservation.operationTimeout().toMillis() * CLOSE_ANSWER_PERCENT / 100,
        settings.placement().booksPerTenant(),
        settings.tenant().hardSuspension());
  }

  static BookLimits bookLimits(Settings settings) {
    ReservationSettings reservation = settings.reservation();
    return new BookLimits(
        reservation.defaultTtl().toMillis(),
        reservation.maxTtl().toMillis(),
        reservation.inFlightPerBookMax(),
        reservation.operationTimeout().toMillis(),
        reservation.redeliveryInterval().toMillis(),
        Recent.BOUNDS);
  }
}
