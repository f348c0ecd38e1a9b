package io.bailiwick.reservation;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

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
    taken.computeIfAbsent(resource, free -> new ArrayDeque<>());
  }

  /** Has {@code request} wait for a resource that is taken. */
  void await(String resource, Request request) {
    taken.get(resource).addLast(request);
    waitingCount++;
  }

  /** Has {@code request} wait for a resource that is taken, before all others. */
  void awaitFirst(String resource, Request request) {
    taken.get(resource).addFirst(request);
    waitingCount++;
  }

  /**
   * Ends a turn. If somebody waits, the turn of the first begins at once; the others go on waiting,
   * so that however many there are, each is looked at once.
   */
  Optional<Request> release(String resource) {
    Deque<Request> waiting = taken.get(resource);
    if (waiting == null) {
      return Optional.empty();
    }
    if (waiting.isEmpty()) {
      taken.remove(resource);
      return Optional.empty();
    }
    waitingCount--;
    return Optional.of(waiting.removeFirst());
  }

  int waitingCount() {
    return waitingCount;
  }
}
