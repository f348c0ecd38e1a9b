package io.bailiwick.query;

import io.bailiwick.reservation.Reservation;
import io.bailiwick.reservation.ReservationStatus;

/**
 * A reservation as readers see it.
 *
 * @param reservation as it is recorded, without the balances of its answers
 * @param status EXPIRED also for one that is overdue and not yet recorded as such
 */
public record ReservationView(Reservation reservation, ReservationStatus status) {}
