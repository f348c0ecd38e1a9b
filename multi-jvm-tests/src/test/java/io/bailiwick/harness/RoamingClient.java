package io.bailiwick.harness;

import io.bailiwick.contract.Answer;
import java.util.List;
import java.util.function.Supplier;

/**
 * Sends each request to any of several nodes, whether that one is there or not: repeating is for
 * those who ask. Thread-safe.
 */
public final class RoamingClient extends Client {
  private final Supplier<List<ClusterNode>> nodes;
  private volatile Listener listener = (request, answer) -> true;

  /** Sees every answer before the client does. */
  @FunctionalInterface
  public interface Listener {
    /** Whether the client gets it; if not, it never came. */
    boolean passes(Request request, Answer answer);
  }

  RoamingClient(Supplier<List<ClusterNode>> nodes) {
    super(nodes.get().getFirst().client());
    this.nodes = nodes;
  }

  /** Has every answer pass by a listener. */
  public RoamingClient heardBy(Listener other) {
    listener = other;
    return this;
  }

  @Override
  public Answer exchange(Request request) {
    Answer answer = ServerCluster.anyOf(nodes.get()).client().exchange(request);
    if (!listener.passes(request, answer)) {
      throw new NoAnswer(request, new java.io.EOFException("lost on the way back"));
    }
    return answer;
  }
}
