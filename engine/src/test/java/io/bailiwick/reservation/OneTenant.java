package io.bailiwick.reservation;

import io.bailiwick.amount.Amount;
import io.bailiwick.amount.OveragePolicy;
import io.bailiwick.amount.Unit;
import io.bailiwick.policy.PolicyCommand;
import io.bailiwick.policy.PolicyReply;
import io.bailiwick.protocol.BookMessage;
import io.bailiwick.protocol.Caller;
import io.bailiwick.protocol.Effects;
import io.bailiwick.protocol.EntityId;
import io.bailiwick.protocol.EntityMessage;
import io.bailiwick.protocol.LookUp;
import io.bailiwick.protocol.Moment;
import io.bailiwick.protocol.Participant;
import io.bailiwick.protocol.ScopeMessage;
import io.bailiwick.record.Origin;
import io.bailiwick.scope.BudgetCommand;
import io.bailiwick.scope.BudgetReply;
import io.bailiwick.scope.Figures;
import io.bailiwick.scope.FundingOperation;
import io.bailiwick.scope.LedgerTerms;
import io.bailiwick.scope.ScopeLimits;
import io.bailiwick.scope.ScopeNode;
import io.bailiwick.scope.ScopePath;
import io.bailiwick.scope.ScopeState;
import io.bailiwick.tenant.ExpiryPolicy;
import io.bailiwick.tenant.TenantCommand;
import io.bailiwick.tenant.TenantId;
import io.bailiwick.tenant.TenantReply;
import io.bailiwick.tenant.TenantSettings;
import io.bailiwick.tenant.TenantStatus;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * A tenant's tree and one book in memory: every write is durable at once and no message is lost,
 * unless a test holds it back. Time stands still until a test moves it; the date can be set.
 */
final class OneTenant {
  static final TenantId ACME = new TenantId("acme");
  static final ScopePath ROOT = ScopePath.root(ACME);

  /** Who asked; holds the reply. */
  static final class Asker implements Caller {
    Object reply;
  }

  record Letter(EntityId to, EntityMessage message) {}

  long nowMs = 1_000_000;
  private long elapsedMs;
  boolean isFull;
  final Map<String, Participant<?, ?>> participants = new LinkedHashMap<>();
  final Deque<Letter> letters = new ArrayDeque<>();
  final List<Letter> held = new ArrayList<>();
  final Map<String, List<Object>> journals = new HashMap<>();
  final BookLimits bookLimits;

  /** What the book has asked the tables. */
  final Deque<LookUp> lookUps = new ArrayDeque<>();

  Predicate<Letter> holds = letter -> false;
  private int keys;

  OneTenant() {
    this(TenantSettings.NONE, null);
  }

  OneTenant(TenantSettings settings, ExpiryPolicy expiry) {
    this(settings, expiry, Recent.BOUNDS);
  }

  OneTenant(TenantSettings settings, ExpiryPolicy expiry, Recent.Bounds bounds) {
    bookLimits = new BookLimits(60_000, 86_400_000, 1_000, 5_000, 500, bounds);
    command(new TenantCommand.Create(ACME, "Acme", null, settings, expiry, null));
  }

  ScopePath open(String path, Unit unit, long allocated, long overdraftLimit) {
    ScopePath scope = new ScopePath(path);
    BudgetReply reply =
        budget(
            new BudgetCommand.Open(
                scope,
                unit,
                "ledger-" + path + unit,
                allocated,
                overdraftLimit,
                new LedgerTerms(null, "NONE", null, null, null)));
    if (!(reply instanceof BudgetReply.Opened)) {
      throw new IllegalStateException(reply.toString());
    }
    return scope;
  }

  BudgetReply fund(ScopePath scope, FundingOperation operation, long amount) {
    return budget(
        new BudgetCommand.Fund(
            scope, Unit.TOKENS, operation, amount, Unit.TOKENS, null, null, "hash"));
  }

  BudgetReply budget(BudgetCommand command) {
    return (BudgetReply)
        ask(
            new EntityId.OfScope(ROOT),
            caller -> new ScopeMessage.Budget(command, null, 0, caller));
  }

  TenantReply command(TenantCommand command) {
    return (TenantReply)
        ask(new EntityId.OfScope(ROOT), caller -> new ScopeMessage.OfTenant(command, null, caller));
  }

  PolicyReply command(PolicyCommand command) {
    return (PolicyReply)
        ask(new EntityId.OfScope(ROOT), caller -> new ScopeMessage.OfPolicy(command, null, caller));
  }

  TenantReply close() {
    return (TenantReply) closeLater().reply;
  }

  Asker closeLater() {
    Asker asker = new Asker();
    TenantCommand close = new TenantCommand.Update(ACME, null, TenantStatus.CLOSED, null, null);
    tell(new EntityId.OfScope(ROOT), new ScopeMessage.OfTenant(close, null, asker));
    return asker;
  }

  ReservationReply ask(ReservationCommand command) {
    return (ReservationReply) askLater(command).reply;
  }

  Asker askLater(ReservationCommand command) {
    Asker asker = new Asker();
    tell(book(), new BookMessage.Ask(command, null, asker));
    return asker;
  }

  ReservationReply reserve(ScopePath scope, long amount) {
    return ask(reserving(newKey(), scope, amount, null));
  }

  static ReservationCommand.Reserve reserving(
      RequestKey key, ScopePath scope, long amount, OveragePolicy policy) {
    return new ReservationCommand.Reserve(
        key,
        scope,
        new Amount(Unit.TOKENS, amount),
        60_000L,
        5_000,
        policy,
        false,
        new Purpose("{}", "{}", null));
  }

  ReservationId reserved(ScopePath scope, long amount, OveragePolicy policy) {
    return ((ReservationReply.Reserved) ask(reserving(newKey(), scope, amount, policy)))
        .reservation();
  }

  ReservationReply commit(ReservationId id, long actual) {
    return ask(new ReservationCommand.Commit(newKey(), id, new Amount(Unit.TOKENS, actual), null));
  }

  ReservationReply release(ReservationId id) {
    return ask(new ReservationCommand.Release(newKey(), id, null));
  }

  ReservationReply extend(ReservationId id, long byMs) {
    return ask(new ReservationCommand.Extend(newKey(), id, byMs));
  }

  ReservationReply event(ScopePath scope, long amount, OveragePolicy policy) {
    return ask(
        new ReservationCommand.Debit(
            newKey(),
            scope,
            new Amount(Unit.TOKENS, amount),
            policy,
            new Purpose("{}", "{}", null)));
  }

  RequestKey newKey() {
    return new RequestKey("key-" + keys++, "hash");
  }

  Figures figures(ScopePath scope) {
    return state(scope).ledger(Unit.TOKENS).figures();
  }

  ScopeState state(ScopePath scope) {
    return ((ScopeNode) participants.get(new EntityId.OfScope(scope).text())).state();
  }

  BookState bookState() {
    return ((Book) participants.get(book().text())).state();
  }

  EntityId.OfBook book() {
    return new EntityId.OfBook(ACME, 0);
  }

  /** Sets the date, which takes no time. */
  void setBack(long ms) {
    nowMs -= ms;
  }

  /** Lets time go by, and everything happen that is due by then. */
  void advance(long ms) {
    long until = elapsedMs + ms;
    while (true) {
      long next = until + 1;
      for (Participant<?, ?> participant : participants.values()) {
        next = Math.min(next, participant.nextTickMs());
      }
      if (next > until) {
        break;
      }
      elapse(Math.max(0, next - elapsedMs));
      participants.forEach((id, participant) -> tick(id, participant));
      deliver();
    }
    elapse(until - elapsedMs);
  }

  private void elapse(long ms) {
    elapsedMs += ms;
    nowMs += ms;
  }

  private Moment now() {
    return new Moment(nowMs, elapsedMs, null, null, isFull);
  }

  /** The participant loses its memory and comes back from its journal. */
  void restart(EntityId id) {
    participants.remove(id.text());
    start(id);
    deliver();
  }

  void release(Predicate<Letter> which) {
    List<Letter> free = held.stream().filter(which).toList();
    held.removeAll(free);
    letters.addAll(free);
    deliverAll(letter -> false);
  }

  void tell(EntityId to, EntityMessage message) {
    letters.add(new Letter(to, message));
    deliver();
  }

  private Object ask(EntityId to, java.util.function.Function<Caller, EntityMessage> message) {
    Asker asker = new Asker();
    tell(to, message.apply(asker));
    return asker.reply;
  }

  private void deliver() {
    deliverAll(holds);
  }

  private void deliverAll(Predicate<Letter> holding) {
    while (!letters.isEmpty()) {
      Letter letter = letters.poll();
      if (holding.test(letter)) {
        held.add(letter);
      } else {
        receive(letter);
      }
    }
  }

  private void receive(Letter letter) {
    if (!participants.containsKey(letter.to().text())) {
      start(letter.to());
    }
    receive(participants.get(letter.to().text()), letter);
  }

  private <E> void receive(Participant<E, ?> participant, Letter letter) {
    participant.receive(letter.message(), now(), effects(letter.to().text()));
  }

  private <E> void tick(String id, Participant<E, ?> participant) {
    participant.tick(now(), effects(id));
  }

  private void start(EntityId id) {
    List<Object> journal = journals.getOrDefault(id.text(), List.of());
    switch (id) {
      case EntityId.OfScope(var scope) -> {
        ScopeState state = ScopeState.empty(scope);
        for (Object event : journal) {
          state = state.apply((io.bailiwick.scope.ScopeEvent) event);
        }
        begin(id, new ScopeNode(state, new ScopeLimits(2_000, 100, 2_000, 500, 3_000, 1, false)));
      }
      case EntityId.OfBook(var tenant, var number) -> {
        BookState state = BookState.empty(tenant, number);
        for (Object event : journal) {
          state = state.apply((BookEvent) event, bookLimits.recent());
        }
        begin(id, new Book(state, bookLimits));
      }
    }
  }

  private <E> void begin(EntityId id, Participant<E, ?> participant) {
    participants.put(id.text(), participant);
    participant.started(now(), effects(id.text()));
  }

  /** The tables know the answers of decides, dry runs and extensions. */
  private Optional<KeptAnswer> inTables(String endpoint, String key) {
    return journals.get(book().text()).stream()
        .flatMap(event -> kept(event).stream())
        .filter(kept -> kept.endpoint().equals(endpoint) && kept.key().text().equals(key))
        .findFirst();
  }

  private static Optional<KeptAnswer> kept(Object event) {
    return switch (event) {
      case BookEvent.Judged e -> Optional.of(e.kept());
      case BookEvent.Extended e ->
          Optional.of(
              new KeptAnswer(
                  Endpoint.extend(e.reservation()),
                  e.key(),
                  new ReservationReply.Extended(e.expiresAtMs(), 0, e.balances()),
                  e.atMs()));
      default -> Optional.empty();
    };
  }

  private <E> Effects<E> effects(String id) {
    return new Effects<>() {
      @Override
      public void persist(E event) {
        journals.computeIfAbsent(id, any -> new ArrayList<>()).add(event);
      }

      @Override
      public void send(EntityId to, EntityMessage message) {
        letters.add(new Letter(to, message));
      }

      @Override
      public void sendWhenDurable(EntityId to, EntityMessage message) {
        send(to, message);
      }

      @Override
      public void sendTied(EntityId to, EntityMessage message) {
        sendWhenDurable(to, message);
      }

      @Override
      public void sendWhenCurrent(EntityId to, EntityMessage message) {
        send(to, message);
      }

      @Override
      public void reply(Caller to, Object reply) {
        ((Asker) to).reply = reply;
      }

      @Override
      public void replyWhenCurrent(Caller to, Object reply) {
        reply(to, reply);
      }

      @Override
      public void lookUpKey(LookUp lookUp, String endpoint, String key) {
        lookUps.add(lookUp);
        send(book(), new BookMessage.KeyLookedUp(lookUp.number(), inTables(endpoint, key)));
      }

      @Override
      public void lookUpReservation(LookUp lookUp, ReservationId id) {
        throw new IllegalStateException("nothing has left memory here");
      }

      @Override
      public void endOwned(Origin origin) {
        send(new EntityId.OfScope(ROOT), new ScopeMessage.OwnedEnded(true, null, nowMs));
      }
    };
  }
}
