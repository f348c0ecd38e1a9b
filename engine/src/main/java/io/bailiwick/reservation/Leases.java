package io.bailiwick.reservation;

import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.Consumer;

/**
 * When which live reservation is overdue: one entry for each, by the date, which is what the client
 * was promised. One that could not be ended then is looked at again after a pause, in elapsed time.
 * In memory, made anew from the state after a restart. Used by one thread.
 */
final class Leases {

  /** Reservations that end in one go; more have to wait for the next tick, which is at once. */
  private static final int ENDED_MAX = 500;

  private record Due(long atMs, ReservationId id) {}

  private final TreeSet<Due> due =
      new TreeSet<>(Comparator.comparingLong(Due::atMs).thenComparing(one -> one.id().text()));
  private final Map<ReservationId, Due> byReservation = new HashMap<>();

  /** When to look again. All pauses are of one length, so the first is the earliest. */
  private final LinkedHashMap<ReservationId, Long> again = new LinkedHashMap<>();

  /** Takes notice of a lease that begins or is extended. */
  void watch(Reservation reservation) {
    if (!reservation.isLeftToPeople()) {
      watch(reservation.id(), reservation.expiresAtMs() + reservation.graceMs() + 1);
    }
  }

  void watch(ReservationId id, long atMs) {
    forget(id);
    Due next = new Due(atMs, id);
    byReservation.put(id, next);
    due.add(next);
  }

  /** Has a reservation that is overdue looked at when so much has elapsed. */
  void lookAgain(ReservationId id, long elapsedMs) {
    forget(id);
    again.put(id, elapsedMs);
  }

  /** The reservation has ended, or has never been. */
  void forget(ReservationId id) {
    again.remove(id);
    Due before = byReservation.remove(id);
    if (before != null) {
      due.remove(before);
    }
  }

  /** Calls {@code overdue} for what may be overdue by now, by either clock. */
  void check(long atMs, long elapsedMs, Consumer<ReservationId> overdue) {
    for (int i = 0; i < ENDED_MAX; i++) {
      ReservationId id;
      if (nextLookMs() <= elapsedMs) {
        id = again.firstEntry().getKey();
      } else if (nextMs() <= atMs) {
        id = due.first().id();
      } else {
        return;
      }
      forget(id);
      overdue.accept(id);
    }
  }

  /** The date of the next one that is watched. */
  long nextMs() {
    return due.isEmpty() ? Long.MAX_VALUE : due.first().atMs();
  }

  boolean isToLookAgain() {
    return !again.isEmpty();
  }

  /** When the next one is looked at again, in elapsed time. */
  long nextLookMs() {
    return again.isEmpty() ? Long.MAX_VALUE : again.firstEntry().getValue();
  }

  int count() {
    return due.size() + again.size();
  }
}
