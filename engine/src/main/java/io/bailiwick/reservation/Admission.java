package io.bailiwick.reservation;

import io.bailiwick.refusal.Refusal;
import io.bailiwick.refusal.RefusalCode;

/**
 * Whether a request that has just arrived may come in, or is turned away because there is too much
 * already. One whose key or reservation is under way is no load: it begins nothing, and to say that
 * it was turned away would be wrong, as the one before it may be granted. It waits for that one's
 * outcome. Used by one thread.
 */
final class Admission {

  /**
   * Settling is never turned away for load, and neither is who waits for the same key, but a queue
   * without an end helps nobody.
   */
  private static final int SETTLING_FACTOR = 10;

  /** Copies of new work leave as much room again for settling. */
  private static final int COPIES_FACTOR = SETTLING_FACTOR / 2;

  private final BookCore core;
  private final Turns turns;

  Admission(BookCore core, Turns turns) {
    this.core = core;
    this.turns = turns;
  }

  /**
   * Whether it may; if not it has been answered.
   *
   * @param load operations under way in the book
   */
  boolean admits(Request request, int load) {
    if (turns.isTaken(request.resources().getFirst())) {
      int waitingMax = request.isNewWork() ? copiesMax() : settlingMax();
      return turns.waitingCount() < waitingMax || turnAway(request, unavailable());
    }
    if (!request.isNewWork()) {
      return load < settlingMax() || turnAway(request, unavailable());
    }
    boolean isTooMuch = core.isTooFarAhead() || load >= core.limits().inFlightMax();
    return !isTooMuch || isRemembered(request) || turnAway(request, tooMuch());
  }

  private int settlingMax() {
    return core.limits().inFlightMax() * SETTLING_FACTOR;
  }

  private int copiesMax() {
    return core.limits().inFlightMax() * COPIES_FACTOR;
  }

  /** Whether the key of new work has its answer in memory. */
  private boolean isRemembered(Request request) {
    String endpoint = Request.endpoint(request.command());
    String key = request.command().key().text();
    return core.state().keptAnswer(endpoint, key) != null
        || (endpoint.equals(Endpoint.RESERVE) && core.state().reservationOf(key) != null);
  }

  /** Answers, and returns that the request may not come in. */
  private boolean turnAway(Request request, ReservationReply reply) {
    core.effects().reply(request.caller(), reply);
    return false;
  }

  private static ReservationReply tooMuch() {
    return new ReservationReply.Refused(
        Refusal.of(RefusalCode.LIMIT_EXCEEDED, "Too many operations in progress"));
  }

  private static ReservationReply unavailable() {
    return new ReservationReply.Unavailable("too many operations in progress");
  }
}
