package io.bailiwick.query;

/** What a list of reservations can be sorted by. */
public enum ReservationSort {
  RESERVATION_ID,
  TENANT,
  SCOPE_PATH,
  STATUS,
  RESERVED,
  /** The default, descending. */
  CREATED_AT_MS,
  EXPIRES_AT_MS
}
