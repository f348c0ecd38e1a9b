package io.bailiwick.reservation;

import io.bailiwick.protocol.BookMessage;
import io.bailiwick.protocol.EntityId;
import io.bailiwick.protocol.OperationId;
import io.bailiwick.protocol.ScopeMessage;
import io.bailiwick.record.Origin;
import io.bailiwick.scope.Balance;
import io.bailiwick.scope.ScopePath;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/**
 * Step 3 from the book's side: a recorded decision is told to every scope, again and again until
 * each has acknowledged it. A hold that some scope cannot take after all is voided and taken back
 * from every scope. Used by one thread.
 */
final class Deliveries {

  /** One decision on its way. */
  private static final class Delivery {
    private Operation operation;
    private final Origin origin;
    private final Map<ScopePath, Balance> applied = new LinkedHashMap<>();
    private final Set<ScopePath> undone = new HashSet<>();

    /** In elapsed time. */
    private long nextSendMs;

    Delivery(Operation operation, Origin origin) {
      this.operation = operation;
      this.origin = origin;
    }
  }

  private final BookCore core;
  private final Map<Long, Delivery> underWay = new LinkedHashMap<>();
  private long nextSendMs = Long.MAX_VALUE;
  private final BiConsumer<Operation, List<Balance>> onApplied;
  private final Consumer<Operation> onTakenBack;

  /**
   * @param onApplied every scope has it; the balances are in the order of the operation's scopes
   * @param onTakenBack no scope has it, nor ever will
   */
  Deliveries(
      BookCore core,
      BiConsumer<Operation, List<Balance>> onApplied,
      Consumer<Operation> onTakenBack) {
    this.core = core;
    this.onApplied = onApplied;
    this.onTakenBack = onTakenBack;
  }

  /**
   * Begins with an operation that has just been recorded, or that a crash left unfinished.
   *
   * @param origin of its request, or null
   */
  void begin(long number, Origin origin) {
    Delivery delivery = new Delivery(core.state().unfinished().find(number), origin);
    underWay.put(number, delivery);
    send(delivery);
  }

  void applied(BookMessage.Applied message) {
    Delivery delivery = find(message.operation());
    if (delivery == null || delivery.operation.undoing()) {
      return;
    }
    delivery.applied.put(message.scope(), message.balance());
    Operation operation = delivery.operation;
    if (!delivery.applied.keySet().containsAll(operation.scopes())) {
      return;
    }
    List<Balance> balances = operation.scopes().stream().map(delivery.applied::get).toList();
    underWay.remove(operation.number());
    core.complete(operation.number(), balances);
    onApplied.accept(operation, balances);
  }

  void unfit(BookMessage.Unfit message) {
    Delivery delivery = find(message.operation());
    if (delivery == null || delivery.operation.undoing()) {
      return;
    }
    long number = delivery.operation.number();
    core.emit(new BookEvent.Voided(number, core.atMs()));
    delivery.operation = core.state().unfinished().find(number);
    send(delivery);
  }

  void undone(BookMessage.Undone message) {
    Delivery delivery = find(message.operation());
    if (delivery == null || !delivery.operation.undoing()) {
      return;
    }
    delivery.undone.add(message.scope());
    if (delivery.undone.containsAll(delivery.operation.scopes())) {
      underWay.remove(delivery.operation.number());
      core.complete(delivery.operation.number(), List.of());
      onTakenBack.accept(delivery.operation);
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
      boolean hasAnswered =
          operation.undoing()
              ? delivery.undone.contains(scope)
              : delivery.applied.containsKey(scope);
      if (!hasAnswered) {
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
