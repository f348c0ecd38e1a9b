package io.bailiwick.reservation;

import io.bailiwick.protocol.EntityId;
import io.bailiwick.protocol.Findings;
import io.bailiwick.protocol.OperationId;
import io.bailiwick.protocol.ScopeMessage;
import io.bailiwick.protocol.Wish;
import io.bailiwick.scope.ScopePath;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Step 1 from the book's side: what has been proposed and is not decided. In memory only; after a
 * crash the scopes ask, and are told that nobody knows it. Used by one thread.
 */
final class Proposals {

  /**
   * A proposal that is not decided.
   *
   * @param path that was asked; only what might be there, for one that discovers
   * @param untilMs then the client is told Unavailable, in elapsed time
   */
  record Proposal(
      OperationId operation,
      Request request,
      Wish wish,
      List<ScopePath> path,
      boolean discovers,
      long untilMs) {}

  private final BookCore core;
  private final Map<OperationId, Proposal> undecided = new LinkedHashMap<>();

  Proposals(BookCore core) {
    this.core = core;
  }

  /** Asks the scopes of a path that is known, the root first. */
  void ask(Request request, Wish wish, Collection<ScopePath> scopes) {
    List<ScopePath> path = new ArrayList<>();
    path.add(core.root().scope());
    scopes.stream().filter(scope -> !scope.isRoot()).forEach(path::add);
    propose(request, wish, path, false);
  }

  /** Asks every scope down to {@code deepest} that exists. */
  void discover(Request request, Wish wish, ScopePath deepest) {
    propose(request, wish, deepest.chain(), true);
  }

  private void propose(Request request, Wish wish, List<ScopePath> path, boolean discovers) {
    OperationId operation = core.newOperation();
    long untilMs = core.after(core.limits().operationMaxMs());
    undecided.put(operation, new Proposal(operation, request, wish, path, discovers, untilMs));
    core.effects()
        .send(
            core.root(),
            new ScopeMessage.Propose(
                operation, wish, path, 0, discovers, Findings.none(wanted(wish))));
  }

  /** Ends waiting for an answer. Null when it is not waited for: repeated, late, or withdrawn. */
  Proposal take(OperationId operation) {
    return undecided.remove(operation);
  }

  /** Has the scopes let go of what they set aside. */
  void withdraw(OperationId operation, Collection<ScopePath> scopes) {
    core.abandon(operation);
    for (ScopePath scope : scopes) {
      core.effects().send(new EntityId.OfScope(scope), new ScopeMessage.Withdraw(operation));
    }
  }

  /** Has whoever may have set something aside let go of it. */
  void withdraw(Proposal proposal) {
    // Scopes of a path that was being discovered may not exist; those that do will ask.
    withdraw(
        proposal.operation(),
        proposal.discovers() ? List.of(core.root().scope()) : proposal.path());
  }

  boolean isUndecided(OperationId operation) {
    return undecided.containsKey(operation);
  }

  /** Removes and returns those that got no answer in time. */
  List<Proposal> takeOverdue() {
    List<Proposal> overdue = new ArrayList<>();
    for (Proposal proposal : undecided.values()) {
      if (!core.isOver(proposal.untilMs())) {
        break;
      }
      overdue.add(proposal);
    }
    overdue.forEach(proposal -> undecided.remove(proposal.operation()));
    return overdue;
  }

  /** Removes and returns all. */
  List<Proposal> takeAll() {
    List<Proposal> all = List.copyOf(undecided.values());
    undecided.clear();
    return all;
  }

  long nextTickMs() {
    return undecided.isEmpty() ? Long.MAX_VALUE : undecided.values().iterator().next().untilMs();
  }

  int count() {
    return undecided.size();
  }

  private static long wanted(Wish wish) {
    return switch (wish) {
      case Wish.Hold hold -> hold.amount();
      case Wish.Judge judge -> judge.amount();
      case Wish.Debit debit -> debit.wanted();
      case Wish.Overage overage -> overage.wanted();
      case Wish.Pass ignored -> 0;
    };
  }
}
