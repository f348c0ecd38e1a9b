package io.bailiwick.reservation;

import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.Consumer;

/**
 * When which live reservation is overdue: one entry for each. In memory, made anew from the state
 * after a restart. Used by one thread.
 */
final class Leases {

  /** Reservations that end in one go; more have to wait for the next tick, which is at once. */
  private static final int ENDED_MAX = 500;

  private record Due(long atMs, ReservationId id) {}

  private final TreeSet<Due> due =
      new TreeSet<>(Comparator.comparingLong(Due::atMs).thenComparing(one -> one.id().text()));
  private final Map<ReservationId, Due> byReservation = new HashMap<>();

  /** Takes notice of a lease that begins or is extended. */
  void watch(Reservation reservation) {
    lookAgain(reservation.id(), reservation.expiresAtMs() + reservation.graceMs() + 1);
  }

  /** Has a reservation looked at then, and not when it would have been. */
  void lookAgain(ReservationId id, long atMs) {
    forget(id);
    Due next = new Due(atMs, id);
    byReservation.put(id, next);
    due.add(next);
  }

  /** The reservation has ended, or has never been. */
  void forget(ReservationId id) {
    Due before = byReservation.remove(id);
    if (before != null) {
      due.remove(before);
    }
  }

  /** Calls {@code overdue} for what may be overdue by now. */
  void check(long nowMs, Consumer<ReservationId> overdue) {
    for (int i = 0; i < ENDED_MAX && nextMs() <= nowMs; i++) {
      ReservationId id = due.first().id();
      forget(id);
      overdue.accept(id);
    }
  }

  long nextMs() {
    return due.isEmpty() ? Long.MAX_VALUE : due.first().atMs();
  }

  int count() {
    return due.size();
  }
}
