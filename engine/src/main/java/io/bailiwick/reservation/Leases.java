package io.bailiwick.reservation;

import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.function.Consumer;

/**
 * When which reservation is overdue. In memory, made anew from the state after a restart. Entries
 * are hints: an extension adds one and leaves the old one. Used by one thread.
 */
final class Leases {

  /** Reservations that end in one go; more have to wait for the next tick, which is at once. */
  private static final int ENDED_MAX = 500;

  private record Due(long atMs, ReservationId id) {}

  private final PriorityQueue<Due> due = new PriorityQueue<>(Comparator.comparingLong(Due::atMs));

  /** Takes notice of a lease that begins or is extended. */
  void watch(Reservation reservation) {
    due.add(new Due(reservation.expiresAtMs() + reservation.graceMs() + 1, reservation.id()));
  }

  /** Has a reservation looked at again that cannot end now. */
  void lookAgain(ReservationId id, long atMs) {
    due.add(new Due(atMs, id));
  }

  /** Calls {@code overdue} for what may be overdue by now. */
  void check(long nowMs, Consumer<ReservationId> overdue) {
    for (int i = 0; i < ENDED_MAX && !due.isEmpty() && due.peek().atMs() <= nowMs; i++) {
      overdue.accept(due.poll().id());
    }
  }

  long nextMs() {
    return due.isEmpty() ? Long.MAX_VALUE : due.peek().atMs();
  }
}
