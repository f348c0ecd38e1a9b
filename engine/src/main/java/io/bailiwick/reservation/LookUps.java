package io.bailiwick.reservation;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Requests that wait for the tables to say what has left memory. Their turn has begun, so there is
 * one for each key or reservation at most. Used by one thread.
 */
final class LookUps {

  /**
   * @param endpoint the namespace of the key that is looked for; null for a reservation
   */
  private record LookUp(Request request, String endpoint, long untilMs) {}

  private final BookCore core;
  private final Map<String, LookUp> waiting = new LinkedHashMap<>();

  LookUps(BookCore core) {
    this.core = core;
  }

  void key(Request request, String endpoint) {
    await(request, endpoint);
    core.effects().lookUpKey(endpoint, request.command().key().text(), core.newerCount());
  }

  void reservation(Request request, ReservationId id) {
    await(request, null);
    core.effects().lookUpReservation(id, core.newerCount());
  }

  /** The request that waits for what is known of a key, or null: answers can come too late. */
  Request takeByKey(String endpoint, String key) {
    String ofExtension = Endpoint.EXTEND;
    String resource =
        endpoint.startsWith(ofExtension)
            ? Request.reservation(new ReservationId(endpoint.substring(ofExtension.length())))
            : Request.key(endpoint, new RequestKey(key, ""));
    LookUp lookUp = waiting.get(resource);
    boolean isOfThat =
        lookUp != null
            && endpoint.equals(lookUp.endpoint())
            && key.equals(lookUp.request().command().key().text());
    return isOfThat ? take(resource) : null;
  }

  /** The request that waits for what is known of a reservation, or null. */
  Request takeByReservation(ReservationId id) {
    LookUp lookUp = waiting.get(Request.reservation(id));
    boolean isOfThat = lookUp != null && lookUp.endpoint() == null;
    return isOfThat ? take(Request.reservation(id)) : null;
  }

  /** Removes and returns those that the tables have not answered in time. */
  List<Request> takeOverdue() {
    List<Request> overdue = new ArrayList<>();
    for (LookUp lookUp : List.copyOf(waiting.values())) {
      if (core.atMs() >= lookUp.untilMs()) {
        overdue.add(take(lookUp.request().resources().getFirst()));
      }
    }
    return overdue;
  }

  long nextTickMs() {
    return waiting.isEmpty() ? Long.MAX_VALUE : waiting.values().iterator().next().untilMs();
  }

  int count() {
    return waiting.size();
  }

  private void await(Request request, String endpoint) {
    waiting.put(
        request.resources().getFirst(),
        new LookUp(request, endpoint, core.atMs() + core.limits().operationMaxMs()));
  }

  private Request take(String resource) {
    LookUp lookUp = waiting.remove(resource);
    return lookUp == null ? null : lookUp.request();
  }
}
