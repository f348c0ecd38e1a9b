package io.bailiwick.scope;

import io.bailiwick.protocol.BookMessage;
import io.bailiwick.protocol.Caller;
import io.bailiwick.protocol.EntityId;
import io.bailiwick.protocol.ScopeMessage;
import io.bailiwick.record.Origin;
import io.bailiwick.tenant.Tenant;
import io.bailiwick.tenant.TenantReply;
import io.bailiwick.tenant.TenantRules;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The tenant's commands at its root, and the close of a tree. The guard is the durable status at
 * the root. Then the books close: each ends what is under way and releases what is live. Then the
 * ledgers, from the root down. Then what the tenant owns outside its tree ends, its keys for
 * instance, and the close is complete. What is not acknowledged is said again; what a crash forgets
 * is asked for again. So a close that was begun ends by itself.
 *
 * <pre>
 * open ─ Update(CLOSED) ▶ books ─ all closed ▶ ledgers ─ all closed ▶ owned ─ all ended ▶ complete
 * </pre>
 */
final class CloseCascade {

  /**
   * Children that are asked at once: each is at most a recovery, and a run may have left tens of
   * thousands of them.
   */
  static final int ASKED_MAX = 500;

  /** It is always answered, so this only bounds what a bug can do. Longer than a write may take. */
  static final long OWNED_WAIT_MS = 30_000;

  private final NodeCore core;
  private final Set<Integer> closedBooks = new HashSet<>();
  private final Set<ScopePath> closedChildren = new HashSet<>();
  private final Set<ScopePath> asked = new HashSet<>();
  private final List<Waiting> operators = new ArrayList<>();
  private long nextSendMs = Long.MAX_VALUE;
  private Origin origin;
  private boolean isAskedByParent;
  private boolean isOwnedEnded;

  /** By the books that are closed. */
  private long released;

  /** What has ended, reservations aside; null where nobody has counted. */
  private CloseCounts counted;

  /** In elapsed time; before that nobody asks for the end of what is owned outside again. */
  private long ownedAgainMs = Long.MIN_VALUE;

  /** The latest stamp of what is closed below, by the clocks of those who closed it. */
  private long belowAtMs;

  /**
   * An operator who waits for the end of the close.
   *
   * @param untilMs in elapsed time
   */
  private record Waiting(Caller caller, long untilMs) {}

  CloseCascade(NodeCore core) {
    this.core = core;
  }

  void command(ScopeMessage.OfTenant message) {
    Tenant before = core.state().tenant();
    TenantRules.Decision decision = TenantRules.decide(before, message.command(), core.atMs());
    if (decision.changed() != null) {
      core.emit(new ScopeEvent.TenantSet(decision.changed(), message.origin(), core.atMs()));
    }
    boolean isClose = decision.reply() instanceof TenantReply.Updated && core.isTenantClosed();
    if (!isClose || core.state().isCloseComplete()) {
      core.effects().replyWhenCurrent(message.caller(), decision.reply());
      return;
    }
    operators.add(new Waiting(message.caller(), core.elapsedMs() + core.limits().closeAnswerMs()));
    proceed();
  }

  /** The tables say that a close goes on. */
  void wake() {
    boolean isMissed = !core.isTenantClosed() && core.state().tenant() != null;
    if (isMissed) {
      // Another owner has begun it. Writing finds out: this owner's write fails, and it comes back
      // with what the journal says.
      core.emit(new ScopeEvent.TenantSet(core.state().tenant(), null, core.atMs()));
    }
    resume();
  }

  /** Goes on with a close that was begun; harmless where none was. */
  void resume() {
    if (isUnderWay()) {
      proceed();
    }
  }

  void bookClosed(ScopeMessage.BookClosed closed) {
    if (isUnderWay() && closedBooks.add(closed.book())) {
      released += closed.released() == null ? 0 : closed.released();
      if (areBooksClosed()) {
        proceed();
      }
    }
  }

  void closeSubtree(Origin ofClose) {
    isAskedByParent = true;
    origin = ofClose;
    proceedWithLedgers();
  }

  void subtreeClosed(ScopeMessage.SubtreeClosed closed) {
    if (core.state().isClosed() && closedChildren.add(closed.child())) {
      asked.remove(closed.child());
      belowAtMs = Math.max(belowAtMs, closed.atMs() == null ? 0 : closed.atMs());
      if (asked.isEmpty()) {
        proceedWithLedgers();
      }
    }
  }

  void ownedEnded(ScopeMessage.OwnedEnded ended) {
    if (!isUnderWay()) {
      return;
    }
    if (ended.isDone()) {
      isOwnedEnded = true;
      counted = ended.ended();
      belowAtMs = Math.max(belowAtMs, ended.atMs());
      endIfAllAreClosed();
    } else {
      ownedAgainMs = core.elapsedMs() + core.limits().redeliveryMs();
      nextSendMs = ownedAgainMs;
    }
  }

  void tick() {
    if (core.elapsedMs() >= nextSendMs) {
      proceed();
    }
    answerThoseWhoWaitedLongEnough();
  }

  long nextTickMs() {
    long next = nextSendMs;
    for (Waiting operator : operators) {
      next = Math.min(next, operator.untilMs());
    }
    return next;
  }

  private boolean isUnderWay() {
    return core.isTenantClosed() && !core.state().isCloseComplete();
  }

  private boolean areBooksClosed() {
    return closedBooks.size() >= core.limits().books();
  }

  private void proceed() {
    if (!core.state().path().isRoot() || areBooksClosed()) {
      proceedWithLedgers();
      return;
    }
    for (int book = 0; book < core.limits().books(); book++) {
      if (!closedBooks.contains(book)) {
        // Not before the guard is durable: a book that is closed cannot be opened again.
        core.effects()
            .sendWhenDurable(
                new EntityId.OfBook(core.state().path().tenant(), book), new BookMessage.Close());
      }
    }
    nextSendMs = core.elapsedMs() + core.limits().redeliveryMs();
  }

  private void proceedWithLedgers() {
    if (!core.state().isClosed()) {
      core.emit(new ScopeEvent.NodeClosed(origin(), core.atMs()));
    }
    askNextChildren();
    asked.forEach(
        child ->
            core.effects()
                .sendWhenDurable(
                    new EntityId.OfScope(child), new ScopeMessage.CloseSubtree(origin())));
    nextSendMs = core.elapsedMs() + core.limits().redeliveryMs();
    endIfAllAreClosed();
  }

  private void askNextChildren() {
    if (asked.isEmpty()) {
      core.state().children().keys().stream()
          .map(ScopePath::new)
          .filter(child -> !closedChildren.contains(child))
          .limit(ASKED_MAX)
          .forEach(asked::add);
    }
  }

  private void endIfAllAreClosed() {
    if (!areChildrenClosed()) {
      return;
    }
    nextSendMs = Long.MAX_VALUE;
    ScopePath path = core.state().path();
    if (!path.isRoot()) {
      if (isAskedByParent) {
        core.effects()
            .sendWhenDurable(
                new EntityId.OfScope(path.parent()),
                new ScopeMessage.SubtreeClosed(path, Math.max(core.state().lastAtMs(), belowAtMs)));
      }
      return;
    }
    if (!core.state().isCloseComplete()) {
      if (!isOwnedEnded) {
        endOwned();
        return;
      }
      // Later than everything that it completes, whichever clocks that was stamped by.
      core.emit(
          new ScopeEvent.CloseCompleted(
              counted == null ? null : counted.with(released),
              Math.max(core.atMs(), belowAtMs) + 1));
    }
    for (Waiting operator : operators) {
      core.effects()
          .replyWhenCurrent(operator.caller(), new TenantReply.Updated(core.state().tenant()));
    }
    operators.clear();
  }

  private void endOwned() {
    if (core.elapsedMs() >= ownedAgainMs) {
      ownedAgainMs = core.elapsedMs() + OWNED_WAIT_MS;
      core.effects().endOwned(origin());
    }
    nextSendMs = ownedAgainMs;
  }

  /** Of the close, as the root has it durably and tells it to those below. */
  private Origin origin() {
    return core.state().path().isRoot() && core.state().closing() != null
        ? core.state().closing().origin()
        : origin;
  }

  private void answerThoseWhoWaitedLongEnough() {
    for (Waiting operator : List.copyOf(operators)) {
      if (core.elapsedMs() >= operator.untilMs()) {
        operators.remove(operator);
        core.effects().replyWhenCurrent(operator.caller(), unfinished());
      }
    }
  }

  /**
   * Closed is only said when nothing that passed the guard before can still succeed: until a book
   * is closed, what it has under way can, and until a ledger's own scope is, a funding that is on
   * its way down.
   */
  private TenantReply unfinished() {
    boolean isGuardedEverywhere =
        areBooksClosed() && core.state().isClosed() && areChildrenClosed();
    return isGuardedEverywhere
        ? new TenantReply.Closing(core.state().tenant())
        : new TenantReply.Unavailable("the close goes on; ask again for its end");
  }

  private boolean areChildrenClosed() {
    return closedChildren.size() >= core.state().children().size();
  }
}
