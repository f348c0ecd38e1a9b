package io.bailiwick.simulation.world;

import io.bailiwick.policy.PolicyCommand;
import io.bailiwick.protocol.BookMessage;
import io.bailiwick.protocol.EntityId;
import io.bailiwick.protocol.EntityMessage;
import io.bailiwick.protocol.ScopeMessage;
import io.bailiwick.reservation.BookEvent;
import io.bailiwick.reservation.BookLimits;
import io.bailiwick.reservation.BookState;
import io.bailiwick.reservation.Recent;
import io.bailiwick.reservation.ReservationCommand;
import io.bailiwick.scope.BudgetCommand;
import io.bailiwick.scope.ScopeEvent;
import io.bailiwick.scope.ScopeLimits;
import io.bailiwick.scope.ScopePath;
import io.bailiwick.scope.ScopeState;
import io.bailiwick.tenant.TenantCommand;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** Everything there is, in one thread. */
public final class World implements Log.Listener {

  /** So that stamps look like stamps, and a clock that is wrong never shows a time before 0. */
  private static final long START_MS = 1_000_000;

  static final int SWEEP_MS = 1_000;
  private static final int ANSWER_MAX_MS = 6_000;

  private final Plan plan;
  private final Rig rig;
  private final Agenda agenda = new Agenda(START_MS);
  private final List<Watcher> watchers;
  private final Kind.Scopes scopes;
  private final Kind.Books books;
  private final Disk disk;
  private final Network network;
  private final Owners owners;
  private final Tables tables;
  private final List<Node> nodes = new ArrayList<>();
  private final Map<EntityId, Log<?, ?>> journal = new LinkedHashMap<>();
  private final Map<Long, Consumer<Object>> waiting = new LinkedHashMap<>();
  private final Chance chance;
  private boolean isCalm = true;
  private long steps;
  private long calls;
  private int liveChecks;

  public World(Plan plan, Rig rig, List<Watcher> watchers) {
    this.plan = plan;
    this.rig = rig;
    this.chance = new Chance(plan.seed() * 31 + 7);
    this.disk = new Disk(plan, chance.split());
    this.network = new Network(this, plan, chance.split());
    this.owners = new Owners(plan);
    this.tables = new Tables(this, chance.split());
    this.watchers = new ArrayList<>(watchers);
    this.watchers.addFirst(tables);
    this.scopes = new Kind.Scopes(scopeLimits(plan));
    this.books = new Kind.Books(bookLimits(plan));
    for (int number = 0; number < plan.at(Knob.NODES); number++) {
      Node node = new Node(this, number);
      nodes.add(node);
      after(chance.below(SWEEP_MS), () -> sweep(node));
    }
    watchers.forEach(watcher -> watcher.begins(this));
  }

  /** The bounds of scope nodes in a run. */
  public static ScopeLimits scopeLimits(Plan plan) {
    boolean isImpatient = plan.has(Knob.IMPATIENT);
    return new ScopeLimits(
        isImpatient ? 40 : 2_000,
        isImpatient ? 2 : 1_000,
        isImpatient ? 150 : 2_000,
        500,
        isImpatient ? 60 : 4_000,
        plan.at(Knob.BOOKS),
        plan.has(Knob.SUSPENSION_HARD));
  }

  private static BookLimits bookLimits(Plan plan) {
    boolean isImpatient = plan.has(Knob.IMPATIENT);
    return new BookLimits(
        5_000,
        30_000,
        isImpatient ? 4 : 100,
        isImpatient ? 1_000 : 5_000,
        500,
        new Recent.Bounds(plan.at(Knob.RECENT_MAX), plan.at(Knob.RECENT_MS)));
  }

  // ---- time

  public long nowMs() {
    return agenda.nowMs();
  }

  /** How many things have happened. */
  public long steps() {
    return steps;
  }

  public void after(long delayMs, Runnable work) {
    agenda.after(delayMs, work);
  }

  /** Lets things happen until {@code done}, at most until {@code untilMs}. */
  public void run(BooleanSupplier done, long untilMs) {
    while (!done.getAsBoolean() && agenda.nextAtMs() <= untilMs) {
      steps++;
      agenda.runNext();
    }
  }

  // ---- calls from outside

  /** Asks by way of a node; {@code listener} hears the answer, or null when there is none. */
  public void call(Object request, int node, Consumer<Object> listener) {
    Call call = new Call(calls++, request, node, nowMs(), steps);
    watchers.forEach(watcher -> watcher.invoked(call));
    Consumer<Object> once =
        reply -> {
          watchers.forEach(watcher -> watcher.heard(call, reply));
          listener.accept(reply);
        };
    waiting.put(call.number(), once);
    after(
        ANSWER_MAX_MS,
        () -> {
          if (waiting.remove(call.number()) != null) {
            once.accept(null);
          }
        });
    Node entry = nodes.get(node);
    if (entry.isAlive()) {
      enter(entry, call);
    }
  }

  private void enter(Node entry, Call call) {
    switch (call.request()) {
      case ReservationCommand command ->
          network.send(
              entry,
              new EntityId.OfBook(command.tenant(), command.book(plan.at(Knob.BOOKS))),
              new BookMessage.Ask(command, null, call));
      case BudgetCommand command -> {
        Object known =
            command instanceof BudgetCommand.Fund fund && fund.idempotencyKey() != null
                ? tables.answer(fund)
                : null;
        if (known != null) {
          network.answer(entry, call, known);
        } else {
          network.send(
              entry,
              new EntityId.OfScope(ScopePath.root(command.scope().tenant())),
              new ScopeMessage.Budget(command, null, 0, call));
        }
      }
      case PolicyCommand command ->
          network.send(
              entry,
              new EntityId.OfScope(ScopePath.root(command.tenant())),
              new ScopeMessage.OfPolicy(command, null, call));
      case TenantCommand command ->
          network.send(
              entry,
              new EntityId.OfScope(ScopePath.root(command.tenant())),
              new ScopeMessage.OfTenant(command, null, call));
      default -> throw new IllegalArgumentException("not a command: " + call.request());
    }
  }

  void answered(Call call, Object reply) {
    Consumer<Object> listener = waiting.remove(call.number());
    if (listener != null) {
      listener.accept(reply);
    }
  }

  /** The nodes that clients can reach. */
  public List<Integer> reachable() {
    return nodes.stream().filter(Node::isAlive).map(Node::number).toList();
  }

  // ---- the cluster

  private void sweep(Node node) {
    if (node.isAlive() && rig.sweeps()) {
      for (EntityId book : tables.overdueBooks(node.nowMs())) {
        wake(node, book, new BookMessage.Wake());
      }
      for (EntityId root : tables.closingRoots()) {
        wake(node, root, new ScopeMessage.Wake());
      }
    }
    after(SWEEP_MS, () -> sweep(node));
  }

  private void wake(Node node, EntityId id, EntityMessage message) {
    if (owners.asSeenFrom(node.number(), id) == node.number()) {
      network.send(node, id, message);
    }
  }

  Host<?, ?> newHost(Node node, EntityId id) {
    return switch (id) {
      case EntityId.OfScope scope -> new Host<>(this, node, id, log(scope, scopes), scopes);
      case EntityId.OfBook book -> new Host<>(this, node, id, log(book, books), books);
    };
  }

  @SuppressWarnings("unchecked")
  private <E, S> Log<E, S> log(EntityId id, Kind<E, S> kind) {
    return (Log<E, S>)
        journal.computeIfAbsent(id, key -> new Log<>(id, kind, plan.at(Knob.SNAPSHOT_EVERY)));
  }

  // ---- what watchers see

  @Override
  public <E, S> void wrote(EntityId id, E event, S before, S after) {
    for (Watcher watcher : watchers) {
      switch (id) {
        case EntityId.OfBook book ->
            watcher.wrote(book, (BookEvent) event, (BookState) before, (BookState) after);
        case EntityId.OfScope scope ->
            watcher.wrote(scope, (ScopeEvent) event, (ScopeState) before, (ScopeState) after);
      }
    }
  }

  void touched(EntityId id, Object live) {
    for (Watcher watcher : watchers) {
      switch (id) {
        case EntityId.OfBook book -> watcher.touched(book, (BookState) live);
        case EntityId.OfScope scope -> watcher.touched(scope, (ScopeState) live);
      }
    }
  }

  void said(EntityId from, Object live, EntityId to, EntityMessage message) {
    watchers.forEach(watcher -> watcher.said(from, live, to, message));
  }

  void replied(Call call, Object reply) {
    watchers.forEach(watcher -> watcher.replied(call, reply));
  }

  void note(Supplier<String> what) {
    watchers.forEach(watcher -> watcher.noted(what));
  }

  /** What a host recovers is what has been written, event by event. */
  void checkReplay(EntityId id, Object recovered, Object written) {
    if (rig.comparesStates() && !recovered.equals(written)) {
      throw new Violation(
          "SnapshotsEqualReplay", "%s: %s instead of %s".formatted(id.text(), recovered, written));
    }
  }

  /**
   * What is in memory is what has been written, now that nothing is in flight. Checked at times.
   */
  void checkLive(EntityId id, Object live, Object written, boolean isCurrent) {
    boolean isChecked = isCurrent && rig.comparesStates() && liveChecks++ % 8 == 0;
    if (isChecked && !live.equals(written)) {
      throw new Violation(
          "MemoryEqualsJournal", "%s: %s instead of %s".formatted(id.text(), live, written));
    }
  }

  // ---- the end

  /** From now on nothing goes wrong; what has gone wrong is repaired. */
  public void heal() {
    setCalm(true);
    for (String shard : owners.shards()) {
      owners.settle(shard);
      nodes.stream()
          .filter(node -> node.number() != owners.owner(shard))
          .forEach(node -> node.stopThoseOf(shard));
    }
    nodes.stream().filter(node -> !node.isAlive()).forEach(Node::comeBack);
  }

  /** Whether things go wrong. */
  public void setCalm(boolean calm) {
    isCalm = calm;
    network.setCalm(calm);
    disk.setCalm(calm);
  }

  public boolean isCalm() {
    return isCalm;
  }

  /** Tells the watchers that all is over. */
  public void end() {
    watchers.forEach(Watcher::ended);
  }

  // ---- parts

  public Plan plan() {
    return plan;
  }

  public Rig rig() {
    return rig;
  }

  Node node(int number) {
    return nodes.get(number);
  }

  List<Node> nodes() {
    return nodes;
  }

  Owners owners() {
    return owners;
  }

  public Network network() {
    return network;
  }

  Disk disk() {
    return disk;
  }

  public Tables tables() {
    return tables;
  }

  /** The participants that are in memory somewhere, with their ids. */
  public List<Map.Entry<EntityId, Object>> running() {
    List<Map.Entry<EntityId, Object>> running = new ArrayList<>();
    for (Node node : nodes) {
      node.hosts()
          .forEach(
              (id, host) -> {
                if (host.participant() != null) {
                  running.add(Map.entry(id, host.participant()));
                }
              });
    }
    return running;
  }

  /** What is durable of every scope. */
  public List<ScopeState> scopeStates() {
    return journal.values().stream()
        .filter(log -> log.state() instanceof ScopeState)
        .map(log -> (ScopeState) log.state())
        .toList();
  }

  /** What is durable of every book. */
  public List<BookState> bookStates() {
    return journal.values().stream()
        .filter(log -> log.state() instanceof BookState)
        .map(log -> (BookState) log.state())
        .toList();
  }

  /** What is durable of a scope; empty when nothing is. */
  public ScopeState scopeState(ScopePath path) {
    return log(new EntityId.OfScope(path), scopes).state();
  }

  /** What is durable of a book; empty when nothing is. */
  public BookState bookState(EntityId.OfBook book) {
    return log(book, books).state();
  }
}
