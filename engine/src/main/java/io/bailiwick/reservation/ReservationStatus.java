package io.bailiwick.reservation;

/** Transitions: ACTIVE to each of the others, which never change (I7). */
public enum ReservationStatus {
  ACTIVE,
  COMMITTED,
  RELEASED,
  EXPIRED
}
