package io.bailiwick.entity;

import io.bailiwick.protocol.BookMessage;
import io.bailiwick.protocol.EntityId;
import io.bailiwick.protocol.EntityMessage;
import io.bailiwick.protocol.ScopeMessage;
import io.bailiwick.reservation.ReservationCommand;
import io.bailiwick.scope.ScopePath;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Wakes the scopes that a message will come to next, while its first reader still reads its own
 * journal. Otherwise a tenant that has just moved reads the journals of its path one after the
 * other. Only hastens: a scope that is awake, or that there is not, takes it for nothing. Belongs
 * to one host.
 */
final class PathAhead {

  /** What many messages ask for is asked for by the first few; the rest would only cost. */
  private static final int MESSAGES_MAX = 16;

  private final Post post;
  private final Set<ScopePath> woken = new HashSet<>();
  private int messages;

  PathAhead(Post post) {
    this.post = post;
  }

  void wakeFor(EntityMessage waiting) {
    if (messages >= MESSAGES_MAX) {
      return;
    }
    messages++;
    for (ScopePath scope : ahead(waiting)) {
      if (woken.add(scope)) {
        post.send(new EntityId.OfScope(scope), new ScopeMessage.Wake());
      }
    }
  }

  /** The scopes that come after the one that has the message. */
  private static List<ScopePath> ahead(EntityMessage message) {
    return switch (message) {
      case BookMessage.Ask ask -> affected(ask.command());
      case ScopeMessage.Propose propose -> after(propose.position(), propose.path());
      case ScopeMessage.Budget budget -> after(budget.position(), budget.command().scope().chain());
      case BookMessage ignored -> List.of();
      case ScopeMessage ignored -> List.of();
    };
  }

  private static List<ScopePath> affected(ReservationCommand command) {
    return switch (command) {
      case ReservationCommand.Decide decide -> decide.scope().chain();
      case ReservationCommand.Reserve reserve -> reserve.scope().chain();
      case ReservationCommand.Debit debit -> debit.scope().chain();
      // Its path is in the journal that is being read.
      case ReservationCommand.OfReservation of -> List.of(ScopePath.root(of.tenant()));
    };
  }

  private static List<ScopePath> after(int position, List<ScopePath> path) {
    return path.subList(position + 1, path.size());
  }
}
