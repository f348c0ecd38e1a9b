package io.bailiwick.simulation.world;

import io.bailiwick.protocol.EntityId;
import io.bailiwick.protocol.EntityMessage;
import io.bailiwick.reservation.BookEvent;
import io.bailiwick.reservation.BookState;
import io.bailiwick.scope.ScopeEvent;
import io.bailiwick.scope.ScopeState;

/** Sees everything that happens, and changes nothing. */
public interface Watcher {

  /** Called once, before anything happens. */
  default void begins(World world) {}

  /** An event of a book is durable. */
  default void wrote(EntityId.OfBook book, BookEvent event, BookState before, BookState after) {}

  /** An event of a scope is durable. */
  default void wrote(
      EntityId.OfScope scope, ScopeEvent event, ScopeState before, ScopeState after) {}

  /** A client asks. */
  default void invoked(Call call) {}

  /** An answer leaves the engine; it may be lost on its way. */
  default void replied(Call call, Object reply) {}

  /** An answer has arrived, or the client has stopped waiting ({@code reply} is null). */
  default void heard(Call call, Object reply) {}

  /**
   * A participant wants something said; {@code live} is its state, what is not durable included.
   */
  default void said(EntityId from, Object live, EntityId to, EntityMessage message) {}

  /** A book has had a message. */
  default void touched(EntityId.OfBook book, BookState live) {}

  /** A scope has had a message. */
  default void touched(EntityId.OfScope scope, ScopeState live) {}

  /** Something else that a reader of the history wants to know. */
  default void noted(java.util.function.Supplier<String> what) {}

  /** Everything has been repaired, and everything that was under way has had time to end. */
  default void ended() {}
}
