package io.bailiwick.entity;

import io.bailiwick.amount.Unit;
import io.bailiwick.projection.SqlStatement;
import io.bailiwick.projection.TableWrites;
import io.bailiwick.protocol.Caller;
import io.bailiwick.protocol.Effects;
import io.bailiwick.protocol.EntityId;
import io.bailiwick.protocol.EntityMessage;
import io.bailiwick.protocol.Moment;
import io.bailiwick.protocol.Participant;
import io.bailiwick.protocol.ScopeMessage;
import io.bailiwick.record.Origin;
import io.bailiwick.record.RecordPlace;
import io.bailiwick.scope.BudgetCommand;
import io.bailiwick.scope.ScopeEvent;
import io.bailiwick.scope.ScopePath;
import io.bailiwick.scope.ScopeState;
import io.bailiwick.tenant.TenantId;
import java.util.ArrayList;
import java.util.List;

/**
 * The smallest participant: it adds children and counts them. What it is asked for is a word, which
 * stands where a ledger's id would be.
 */
final class Toy implements Participant<Object, ScopeState> {

  static final ScopePath ROOT = ScopePath.root(new TenantId("acme"));
  static final EntityId ID = new EntityId.OfScope(ROOT);
  static final EntityId OTHER = new EntityId.OfScope(new ScopePath("tenant:other"));

  /** An event that no serializer knows. */
  record Unstorable() {}

  /** From the word {@code tick} to the tick. */
  private static final long TICK_AFTER_MS = 300;

  private static final SqlStatement BROKEN =
      SqlStatement.every(10, "INSERT INTO tenant (tenant) VALUES (?)");

  static final EntityKind<Object, ScopeState> KIND =
      new EntityKind<>(
          "toy",
          id -> ScopeState.empty(ROOT),
          Toy::new,
          (state, event) -> event instanceof ScopeEvent known ? state.apply(known) : state,
          Toy::rows,
          state -> state.children().size(),
          state -> 0,
          state -> state.children().size(),
          event -> event instanceof ScopeEvent ? 1 : 0,
          state -> state.children().size(),
          (event, observer) -> {},
          (event, before) -> null);

  private ScopeState state;
  private long tickAtMs = Long.MAX_VALUE;
  private Caller afterTick;

  private Toy(ScopeState recovered) {
    this.state = recovered;
  }

  /** Asks for {@code word}; the answer says how many children there are. */
  static HostMessage ask(String word, Caller caller) {
    return ask(ROOT, word, caller);
  }

  /** The same as a message on its way to a scope below. */
  static HostMessage ask(ScopePath scope, String word, Caller caller) {
    BudgetCommand command = new BudgetCommand.Open(scope, Unit.TOKENS, word, 0, 0, null);
    return new HostMessage.Deliver(new ScopeMessage.Budget(command, null, 0, caller));
  }

  @Override
  public void started(Moment now, Effects<Object> effects) {}

  @Override
  public void receive(EntityMessage message, Moment now, Effects<Object> effects) {
    ScopeMessage.Budget budget = (ScopeMessage.Budget) message;
    Caller caller = budget.caller();
    String word = ((BudgetCommand.Open) budget.command()).ledgerId();
    switch (word) {
      case "count" -> effects.reply(caller, "there are " + state.children().size());
      case "sum up" ->
          effects.replyWhenCurrent(caller, "there are really " + state.children().size());
      case "bug" -> throw new IllegalStateException("a bug");
      case "unstorable" -> {
        effects.persist(new Unstorable());
        effects.replyWhenCurrent(caller, "never");
      }
      case "tick" -> {
        tickAtMs = now.elapsedMs() + TICK_AFTER_MS;
        afterTick = caller;
      }
      case "tell" -> {
        effects.sendWhenDurable(OTHER, new ScopeMessage.BookClosed(1, null));
        effects.send(OTHER, new ScopeMessage.BookClosed(0, null));
        add("told", effects);
        effects.sendWhenDurable(OTHER, new ScopeMessage.BookClosed(2, null));
        effects.replyWhenCurrent(caller, "told");
      }
      default -> {
        add(word, effects);
        effects.replyWhenCurrent(caller, word + " is " + state.children().size());
      }
    }
  }

  @Override
  public void tick(Moment now, Effects<Object> effects) {
    if (tickAtMs <= now.elapsedMs()) {
      tickAtMs = Long.MAX_VALUE;
      effects.reply(afterTick, "ticked");
    }
  }

  @Override
  public long nextTickMs() {
    return tickAtMs;
  }

  @Override
  public ScopeState state() {
    return state;
  }

  private void add(String word, Effects<Object> effects) {
    ScopeEvent event = new ScopeEvent.ChildAdded(new ScopePath(ROOT.text() + "/app:" + word), 1);
    state = state.apply(event);
    effects.persist(event);
  }

  private static void rows(
      Object event,
      ScopeState before,
      ScopeState after,
      Origin by,
      RecordPlace place,
      TableWrites out) {
    if (event instanceof ScopeEvent.ChildAdded added && added.child().text().endsWith("broken")) {
      out.add(BROKEN, "a tenant without a name");
    }
  }

  /** Sees how large the writes are. */
  static final class Sizes implements EntityObserver {
    private final List<Integer> sizes = new ArrayList<>();
    private int overflowed;

    @Override
    public synchronized void written(String kind, int events, int waiting, long nanos) {
      sizes.add(events);
    }

    @Override
    public synchronized void overflowed(String kind) {
      overflowed++;
    }

    synchronized List<Integer> sizes() {
      return List.copyOf(sizes);
    }

    synchronized int overflowedCount() {
      return overflowed;
    }
  }
}
