package io.bailiwick.entity;

import java.util.ArrayDeque;
import java.util.function.Consumer;

/**
 * The messages of an entity that wait until its journal has been read, so many and no more, and
 * what they will need next is woken meanwhile. Belongs to one host.
 */
final class RecoveryStash {

  private final String kind;
  private final HostParts parts;
  private final PathAhead pathAhead;
  private final ArrayDeque<HostMessage.Deliver> waiting = new ArrayDeque<>();

  RecoveryStash(String kind, HostParts parts) {
    this.kind = kind;
    this.parts = parts;
    this.pathAhead = new PathAhead(parts.post());
  }

  /** Keeps a message, or refuses it when too many wait. */
  void add(HostMessage.Deliver delivery) {
    if (waiting.size() >= parts.stashMax()) {
      parts.observer().overflowed(kind);
      WaitingCallers.refuse(delivery.message(), "too much is waiting for the journal to be read");
      return;
    }
    waiting.add(delivery);
    pathAhead.wakeFor(delivery.message());
  }

  /** Gives away all messages, in order. What fails leaves the later ones here. */
  void drain(Consumer<HostMessage.Deliver> to) {
    while (!waiting.isEmpty()) {
      to.accept(waiting.poll());
    }
  }
}
