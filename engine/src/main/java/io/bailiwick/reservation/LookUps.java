package io.bailiwick.reservation;

import io.bailiwick.protocol.LookUp;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;

/**
 * Requests that wait for the tables to say what has left memory. Their turn has begun, so there is
 * one for each key or reservation at most. Used by one thread.
 */
final class LookUps {

  /**
   * @param untilMs in elapsed time
   */
  private record Waiting(Request request, long untilMs) {}

  private final BookCore core;

  /** By number of the look-up, so the oldest first. */
  private final LinkedHashMap<Long, Waiting> waiting = new LinkedHashMap<>();

  private long nextNumber;

  LookUps(BookCore core) {
    this.core = core;
  }

  /**
   * @param endpoint the namespace of the request's key
   */
  void key(Request request, String endpoint) {
    core.effects().lookUpKey(await(request), endpoint, request.command().key().text());
  }

  void reservation(Request request, ReservationId id) {
    core.effects().lookUpReservation(await(request), id);
  }

  /** The request that waits for that answer, or null: answers can come too late. */
  Request take(long number) {
    Waiting found = waiting.remove(number);
    return found == null ? null : found.request();
  }

  /** Removes and returns those that the tables have not answered in time. */
  List<Request> takeOverdue() {
    List<Request> overdue = new ArrayList<>();
    while (core.isOver(nextTickMs())) {
      overdue.add(waiting.pollFirstEntry().getValue().request());
    }
    return overdue;
  }

  long nextTickMs() {
    return waiting.isEmpty() ? Long.MAX_VALUE : waiting.firstEntry().getValue().untilMs();
  }

  int count() {
    return waiting.size();
  }

  private LookUp await(Request request) {
    LookUp lookUp = new LookUp(nextNumber++, core.newerCount());
    waiting.put(lookUp.number(), new Waiting(request, core.after(core.limits().operationMaxMs())));
    return lookUp;
  }
}
