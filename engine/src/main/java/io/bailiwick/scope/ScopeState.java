package io.bailiwick.scope;

import io.bailiwick.amount.Unit;
import io.bailiwick.collection.TrieMap;
import io.bailiwick.policy.Policy;
import io.bailiwick.reservation.ReservationId;
import io.bailiwick.tenant.Tenant;
import io.bailiwick.tenant.TenantStatus;
import java.util.List;

/**
 * What is durable of a scope node.
 *
 * @param tenant only at the root, and null there until it is made
 * @param isCloseComplete whether everything below a closed tenant's root is closed
 * @param isClosed whether this node takes nothing any more
 * @param children the scopes right below that exist, by their path's text
 * @param ledgers one for a unit at most, in the order of the units
 * @param holds by reservation
 * @param results of the operations of each book that the book has not finished, by number of the
 *     book
 * @param fundings that were done under a key, the most recent ones, by key
 * @param closing what is to be told of the tenant's close; null while it is not closing
 * @param lastAtMs of the last event
 * @param policies of the tenant, by id; only at the root
 * @param alarms what is watched of the ledgers
 */
public record ScopeState(
    ScopePath path,
    Tenant tenant,
    boolean isCloseComplete,
    boolean isClosed,
    TrieMap<String, Boolean> children,
    List<Ledger> ledgers,
    TrieMap<String, Hold> holds,
    TrieMap<Integer, BookResults> results,
    FundingLog fundings,
    Closing closing,
    long lastAtMs,
    TrieMap<String, Policy> policies,
    Alarms alarms) {

  public ScopeState {
    // Snapshots from before there were any have none.
    policies = policies == null ? TrieMap.empty() : policies;
    alarms = alarms == null ? Alarms.NONE : alarms;
  }

  /** What is held for one reservation. */
  public record Hold(Unit unit, long amount) {}

  /** A node that has never heard of anything. */
  public static ScopeState empty(ScopePath path) {
    return new ScopeState(
        path,
        null,
        false,
        false,
        TrieMap.empty(),
        List.of(),
        TrieMap.empty(),
        TrieMap.empty(),
        FundingLog.EMPTY,
        null,
        0,
        TrieMap.empty(),
        Alarms.NONE);
  }

  /** The ledger in {@code unit}, or null. */
  public Ledger ledger(Unit unit) {
    for (Ledger ledger : ledgers) {
      if (ledger.unit() == unit) {
        return ledger;
      }
    }
    return null;
  }

  public boolean knowsChild(ScopePath child) {
    return children.contains(child.text());
  }

  /** What this node remembers of a book. */
  public BookResults resultsOf(int book) {
    BookResults known = results.find(book);
    return known == null ? BookResults.NONE : known;
  }

  /** What is held for a reservation, or null. */
  public Hold hold(ReservationId reservation) {
    return holds.find(reservation.text());
  }

  /** The state after {@code event}. Total: events were decided, and are not judged again. */
  public ScopeState apply(ScopeEvent event) {
    return switch (event) {
      case ScopeEvent.TenantSet e -> copy().tenant(e.tenant()).closing(closingBy(e)).at(e.atMs());
      case ScopeEvent.CloseCompleted e -> copy().closeComplete().at(e.atMs());
      case ScopeEvent.PolicySet e -> copy().policy(e.policy()).at(e.atMs());
      case ScopeEvent.ThresholdsSet e -> copy().alarms(alarms.with(e.utilizations())).at(e.atMs());
      case ScopeEvent.BurnTermsSet e -> copy().alarms(alarms.by(e.terms())).at(e.atMs());
      case ScopeEvent.ChildAdded e -> copy().child(e.child()).at(e.atMs());
      case ScopeEvent.LedgerOpened e -> copy().ledger(e.ledger()).at(e.atMs());
      case ScopeEvent.LedgerChanged e -> copy().ledger(e.ledger()).at(e.atMs());
      case ScopeEvent.Funded e ->
          copy()
              .ledger(ledger(e.unit()).with(e.after(), e.atMs()))
              .fundings(fundings.with(e.remembered()))
              .at(e.atMs());
      case ScopeEvent.NodeClosed e -> closed(e.atMs());
      case ScopeEvent.Held e -> {
        Ledger held = moved(e.unit(), ledger(e.unit()).figures().hold(e.amount()), e.atMs());
        yield copy()
            .ledger(held)
            .holds(holds.with(e.reservation().text(), new Hold(e.unit(), e.amount())))
            .result(e.step(), held.balance())
            .at(e.atMs());
      }
      case ScopeEvent.Settled e -> settled(e);
      case ScopeEvent.TakenBack e -> takenBack(e);
    };
  }

  private ScopeState takenBack(ScopeEvent.TakenBack e) {
    Copy copy = copy().holds(holds.without(e.reservation().text())).undone(e.step());
    if (e.unit() != null) {
      copy.ledger(moved(e.unit(), ledger(e.unit()).figures().letGo(e.released()), e.atMs()));
    }
    return copy.at(e.atMs());
  }

  private ScopeState settled(ScopeEvent.Settled e) {
    Figures figures = ledger(e.unit()).figures();
    Ledger settled =
        moved(
            e.unit(),
            figures.letGo(e.released()).charge(e.spent(), e.indebted(), e.overLimit()),
            e.atMs());
    Copy copy =
        copy()
            .ledger(settled)
            .holds(holds.without(e.reservation().text()))
            .result(e.step(), settled.balance());
    long amount = e.spent() + e.indebted();
    if (amount > 0) {
      copy.alarms(alarms.spent(e.unit(), amount, e.atMs()));
    }
    if (e.isOfClose() != null && e.isOfClose() && e.released() > 0) {
      Closing before = closing == null ? Closing.BELOW : closing;
      copy.closing(before.drain(e.unit(), e.released(), e.atMs()));
    }
    return copy.at(e.atMs());
  }

  private Closing closingBy(ScopeEvent.TenantSet e) {
    boolean isClosedByIt =
        tenant != null
            && tenant.status() != TenantStatus.CLOSED
            && e.tenant().status() == TenantStatus.CLOSED;
    return isClosedByIt
        ? new Closing(e.origin(), tenant.status(), tenant.changedFields(e.tenant()), List.of())
        : closing;
  }

  private ScopeState closed(long atMs) {
    Copy copy = copy().closed();
    if (closing != null) {
      copy.closing(closing.drainedAll());
    }
    for (Ledger ledger : ledgers) {
      if (ledger.status() != LedgerStatus.CLOSED) {
        copy.ledger(ledger.with(LedgerStatus.CLOSED, atMs));
      }
    }
    return copy.at(atMs);
  }

  private Ledger moved(Unit unit, Figures figures, long atMs) {
    return ledger(unit).with(figures, atMs);
  }

  private Copy copy() {
    return new Copy(this);
  }

  /** A copy in the making; each method changes one part. */
  private static final class Copy {
    private final ScopeState from;
    private Tenant tenant;
    private boolean isCloseComplete;
    private boolean isClosed;
    private TrieMap<String, Boolean> children;
    private List<Ledger> ledgers;
    private TrieMap<String, Hold> holds;
    private TrieMap<Integer, BookResults> results;
    private FundingLog fundings;
    private TrieMap<String, Policy> policies;
    private Closing closing;
    private Alarms alarms;

    Copy(ScopeState from) {
      this.from = from;
      this.tenant = from.tenant;
      this.isCloseComplete = from.isCloseComplete;
      this.isClosed = from.isClosed;
      this.children = from.children;
      this.ledgers = from.ledgers;
      this.holds = from.holds;
      this.results = from.results;
      this.fundings = from.fundings;
      this.policies = from.policies;
      this.closing = from.closing;
      this.alarms = from.alarms;
    }

    Copy tenant(Tenant value) {
      tenant = value;
      return this;
    }

    Copy closeComplete() {
      isCloseComplete = true;
      return this;
    }

    Copy closed() {
      isClosed = true;
      return this;
    }

    Copy policy(Policy policy) {
      policies = policies.with(policy.id().text(), policy);
      return this;
    }

    Copy child(ScopePath child) {
      children = children.with(child.text(), true);
      return this;
    }

    Copy ledger(Ledger ledger) {
      ledgers = ledger.among(ledgers);
      return this;
    }

    Copy holds(TrieMap<String, Hold> value) {
      holds = value;
      return this;
    }

    Copy result(ScopeEvent.Step step, Balance balance) {
      results = results.with(step.book(), from.resultsOf(step.book()).applied(step, balance));
      return this;
    }

    Copy undone(ScopeEvent.Step step) {
      results = results.with(step.book(), from.resultsOf(step.book()).undone(step));
      return this;
    }

    Copy fundings(FundingLog value) {
      fundings = value;
      return this;
    }

    Copy alarms(Alarms value) {
      alarms = value;
      return this;
    }

    Copy closing(Closing value) {
      closing = value;
      return this;
    }

    ScopeState at(long atMs) {
      return new ScopeState(
          from.path,
          tenant,
          isCloseComplete,
          isClosed,
          children,
          ledgers,
          holds,
          results,
          fundings,
          closing,
          Math.max(from.lastAtMs, atMs),
          policies,
          alarms);
    }
  }
}
