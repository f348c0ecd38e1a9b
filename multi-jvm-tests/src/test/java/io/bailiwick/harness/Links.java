package io.bailiwick.harness;

import java.util.Collection;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The wires between nodes, one for each pair and direction. Thread-safe. */
public final class Links {
  private record Pair(int from, int to) {}

  private final Map<Pair, Wire> wires = new ConcurrentHashMap<>();

  /** From one node to another. */
  public Wire wire(int from, int to) {
    return wires.computeIfAbsent(new Pair(from, to), pair -> new Wire());
  }

  Relay.Line line(int from, int to) {
    return new Relay.Line(wire(from, to), wire(to, from));
  }

  /** Between two sides, in both directions. */
  public void part(Collection<Integer> some, Collection<Integer> others) {
    silence(some, others);
    silence(others, some);
  }

  /** From some to others, and not the other way. */
  public void silence(Collection<Integer> some, Collection<Integer> others) {
    some.forEach(from -> others.forEach(to -> wire(from, to).cut()));
  }

  public void healAll() {
    wires.values().forEach(Wire::heal);
  }
}
