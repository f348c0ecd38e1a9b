package io.bailiwick.reservation;

import io.bailiwick.protocol.BookMessage;
import io.bailiwick.protocol.EntityId;
import io.bailiwick.protocol.OperationId;
import io.bailiwick.protocol.ScopeMessage;
import io.bailiwick.record.Origin;
import io.bailiwick.scope.Balance;
import io.bailiwick.scope.ScopePath;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/**
 * Step 3 from the book's side: a recorded decision is told to every scope, again and again until
 * each has acknowledged it. A hold that some scope cannot take after all is voided and taken back
 * from every scope. Used by one thread.
 */
final class Deliveries {

  /** One decision on its way. */
  static final class Delivery {
    private Operation operation;
    private final Origin origin;
    private final List<String> resources;

    /** What scopes have acknowledged it with: a balance, or null where it is taken back. */
    private final Map<ScopePath, Balance> acknowledged = new HashMap<>();

    /** In elapsed time. */
    private long nextSendMs;

    private Delivery(Operation operation, Origin origin, List<String> resources) {
      this.operation = operation;
      this.origin = origin;
      this.resources = resources;
    }

    Operation operation() {
      return operation;
    }

    /** What it has the turn of. */
    List<String> resources() {
      return resources;
    }

    /** Returns whether the acknowledgement of {@code scope} is the last one. */
    private boolean acknowledge(ScopePath scope, Balance balance) {
      acknowledged.put(scope, balance);
      List<ScopePath> scopes = operation.scopes();
      return acknowledged.size() >= scopes.size() && acknowledged.keySet().containsAll(scopes);
    }

    /** The operation is another one now, which no scope has acknowledged. */
    private void become(Operation voided) {
      operation = voided;
      acknowledged.clear();
    }
  }

  private final BookCore core;
  private final Map<Long, Delivery> underWay = new LinkedHashMap<>();
  private long nextSendMs = Long.MAX_VALUE;
  private final BiConsumer<Delivery, List<Balance>> onApplied;
  private final Consumer<Delivery> onTakenBack;

  /**
   * @param onApplied every scope has it; the balances are in the order of the operation's scopes
   * @param onTakenBack no scope has it, nor ever will
   */
  Deliveries(
      BookCore core,
      BiConsumer<Delivery, List<Balance>> onApplied,
      Consumer<Delivery> onTakenBack) {
    this.core = core;
    this.onApplied = onApplied;
    this.onTakenBack = onTakenBack;
  }

  /**
   * Begins with an operation that has just been recorded, or that a crash left unfinished.
   *
   * @param origin of its request, or null
   * @param resources that it has the turn of
   */
  void begin(long number, Origin origin, List<String> resources) {
    Operation operation = core.state().unfinished().find(number);
    Delivery delivery = new Delivery(operation, origin, resources);
    underWay.put(number, delivery);
    send(delivery);
  }

  void applied(BookMessage.Applied message) {
    Delivery delivery = find(message.operation());
    if (delivery == null || delivery.operation.undoing()) {
      return;
    }
    if (!delivery.acknowledge(message.scope(), message.balance())) {
      return;
    }
    Operation operation = delivery.operation;
    List<Balance> balances = operation.scopes().stream().map(delivery.acknowledged::get).toList();
    underWay.remove(operation.number());
    core.complete(delivery, balances);
    onApplied.accept(delivery, balances);
  }

  void unfit(BookMessage.Unfit message) {
    Delivery delivery = find(message.operation());
    if (delivery == null || delivery.operation.undoing()) {
      return;
    }
    long number = delivery.operation.number();
    core.emit(new BookEvent.Voided(number, core.atMs()));
    delivery.become(core.state().unfinished().find(number));
    send(delivery);
  }

  void undone(BookMessage.Undone message) {
    Delivery delivery = find(message.operation());
    if (delivery == null || !delivery.operation.undoing()) {
      return;
    }
    if (delivery.acknowledge(message.scope(), null)) {
      underWay.remove(delivery.operation.number());
      core.complete(delivery, List.of());
      onTakenBack.accept(delivery);
    }
  }

  /**
   * The delivery that a scope answers. Null for an answer to another life: a rival owner can have
   * recorded something else under the number, while this one's record is not durable and never will
   * be.
   */
  private Delivery find(OperationId operation) {
    boolean isOfThisLife = operation.incarnation() == core.state().incarnation();
    return isOfThisLife ? underWay.get(operation.number()) : null;
  }

  /** Says an operation again that a scope asks after. Returns whether there is one. */
  boolean repeat(long number) {
    Delivery delivery = underWay.get(number);
    if (delivery != null) {
      send(delivery);
    }
    return delivery != null;
  }

  void tick() {
    if (!core.isOver(nextSendMs)) {
      return;
    }
    nextSendMs = Long.MAX_VALUE;
    for (Delivery delivery : new ArrayList<>(underWay.values())) {
      if (core.isOver(delivery.nextSendMs)) {
        send(delivery);
      } else {
        nextSendMs = Math.min(nextSendMs, delivery.nextSendMs);
      }
    }
  }

  /** Not later than anything is due; what has been acknowledged since is found out then. */
  long nextTickMs() {
    return nextSendMs;
  }

  boolean isEmpty() {
    return underWay.isEmpty();
  }

  int count() {
    return underWay.size();
  }

  /**
   * No scope may have applied what is not recorded: it is never told that it was not. So what it
   * writes is tied to the record.
   */
  private void send(Delivery delivery) {
    Operation operation = delivery.operation;
    for (ScopePath scope : operation.scopes()) {
      if (!delivery.acknowledged.containsKey(scope)) {
        core.effects().sendTied(new EntityId.OfScope(scope), message(delivery));
      }
    }
    delivery.nextSendMs = core.after(core.limits().redeliveryMs());
    nextSendMs = Math.min(nextSendMs, delivery.nextSendMs);
  }

  private ScopeMessage message(Delivery delivery) {
    Operation operation = delivery.operation;
    return operation.undoing()
        ? new ScopeMessage.Undo(
            core.operation(operation.number()),
            core.completedBelow(),
            operation.reservation(),
            operation.atMs())
        : new ScopeMessage.Apply(
            core.operation(operation.number()),
            core.completedBelow(),
            operation.effect(),
            operation.reservation(),
            operation.isOfClose() ? Boolean.TRUE : null,
            delivery.origin,
            operation.atMs());
  }
}
