package io.bailiwick.reservation;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Who is under way with which key or reservation, and who waits for that to end: one at a time, in
 * the order of arrival. So a repeated request finds the first one's answer, and of a commit and an
 * expiry one is first. Used by one thread.
 */
final class Turns {

  private final Map<String, Deque<Request>> taken = new HashMap<>();
  private int waitingCount;

  boolean isTaken(String resource) {
    return taken.containsKey(resource);
  }

  void take(String resource) {
    taken.putIfAbsent(resource, new ArrayDeque<>());
  }

  /** Has {@code request} wait for a resource that is taken. */
  void await(String resource, Request request) {
    taken.get(resource).add(request);
    waitingCount++;
  }

  /** Ends a turn. Returns those who waited, in order; each has to begin anew. */
  List<Request> release(String resource) {
    Deque<Request> waiting = taken.remove(resource);
    if (waiting == null) {
      return List.of();
    }
    waitingCount -= waiting.size();
    return List.copyOf(waiting);
  }

  int waitingCount() {
    return waitingCount;
  }
}
