package io.bailiwick.reservation;

/**
 * The namespaces of idempotency keys: the same key may be used once in each. Commits and releases
 * need none, their keys are kept with their reservation.
 */
public final class Endpoint {

  /** Reservations, live and dry run. */
  public static final String RESERVE = "reserve";

  public static final String DECIDE = "decide";
  public static final String EVENT = "event";

  static final String EXTEND = "extend:";

  private Endpoint() {}

  /** Extensions of one reservation. */
  public static String extend(ReservationId id) {
    return EXTEND + id.text();
  }
}
