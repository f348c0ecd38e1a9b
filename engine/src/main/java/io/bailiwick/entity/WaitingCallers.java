package io.bailiwick.entity;

import io.bailiwick.protocol.BookMessage;
import io.bailiwick.protocol.Caller;
import io.bailiwick.protocol.EntityMessage;
import io.bailiwick.protocol.ScopeMessage;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;

/**
 * Who waits for an answer of this host, so that a failure can tell all of them at once instead of
 * letting them run into their timeouts. Used by one thread. Bounded by what the participant admits:
 * it answers everybody, or passes them on.
 */
final class WaitingCallers {

  /**
   * By identity: a caller comes and is answered as one object, and a request that is sent again is
   * answered again. To compare addresses would make those of asks known to the whole node.
   */
  private final Set<Caller> waiting = Collections.newSetFromMap(new IdentityHashMap<>());

  /** The one who waits for the answer to {@code message}, or null. */
  static Caller of(EntityMessage message) {
    return switch (message) {
      case BookMessage.Ask ask -> ask.caller();
      case ScopeMessage.Budget budget -> budget.caller();
      case ScopeMessage.OfTenant ofTenant -> ofTenant.caller();
      case ScopeMessage.OfPolicy ofPolicy -> ofPolicy.caller();
      case BookMessage.Consented _,
          BookMessage.Refused _,
          BookMessage.Busy _,
          BookMessage.Applied _,
          BookMessage.Unfit _,
          BookMessage.Undone _,
          BookMessage.Inquire _,
          BookMessage.Opened _,
          BookMessage.Close _,
          BookMessage.Wake _,
          BookMessage.KeyLookedUp _,
          BookMessage.ReservationLookedUp _ ->
          null;
      case ScopeMessage.Propose _,
          ScopeMessage.Withdraw _,
          ScopeMessage.Apply _,
          ScopeMessage.Undo _,
          ScopeMessage.CloseSubtree _,
          ScopeMessage.SubtreeClosed _,
          ScopeMessage.OwnedEnded _,
          ScopeMessage.BookClosed _,
          ScopeMessage.Expect _,
          ScopeMessage.Wake _ ->
          null;
    };
  }

  /** Tells the sender of {@code message}, if somebody waits, that it will not be answered. */
  static void refuse(EntityMessage message, String reason) {
    if (of(message) instanceof AskCaller caller) {
      caller.replyUnavailable(reason);
    }
  }

  void took(EntityMessage message) {
    Caller caller = of(message);
    if (caller != null) {
      waiting.add(caller);
    }
  }

  void answered(Caller caller) {
    waiting.remove(caller);
  }

  /** {@code message} has left for another host, which answers. */
  void passedOn(EntityMessage message) {
    Caller caller = of(message);
    if (caller != null) {
      waiting.remove(caller);
    }
  }

  void failAll(String reason) {
    for (Caller caller : waiting) {
      if (caller instanceof AskCaller ask) {
        ask.replyUnavailable(reason);
      }
    }
    waiting.clear();
  }
}
