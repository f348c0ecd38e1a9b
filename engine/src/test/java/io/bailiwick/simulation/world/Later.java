package io.bailiwick.simulation.world;

import java.util.ArrayDeque;
import java.util.Deque;

/** What a host does when as many of its events are durable as each needs, in that order. */
final class Later {

  private record Work(long afterEvents, Runnable work) {}

  private final Deque<Work> waiting = new ArrayDeque<>();

  void add(long afterEvents, Runnable work) {
    waiting.add(new Work(afterEvents, work));
  }

  void letGo(long durable) {
    while (!waiting.isEmpty() && waiting.peek().afterEvents() <= durable) {
      waiting.poll().work().run();
    }
  }
}
