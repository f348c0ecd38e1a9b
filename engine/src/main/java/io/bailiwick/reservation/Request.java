package io.bailiwick.reservation;

import io.bailiwick.protocol.BookMessage;
import io.bailiwick.protocol.Caller;
import io.bailiwick.record.Origin;
import java.util.List;

/**
 * A client's command in a book.
 *
 * @param origin null when none is known
 * @param caller null when nobody waits any more
 * @param arrivedAtMs by which its reservation's lease is judged
 * @param resources of which only one request at a time is under way: the key, or the reservation
 */
record Request(
    ReservationCommand command,
    Origin origin,
    Caller caller,
    long arrivedAtMs,
    List<String> resources) {

  static Request of(BookMessage.Ask ask, long arrivedAtMs) {
    return new Request(
        ask.command(), ask.origin(), ask.caller(), arrivedAtMs, List.of(resource(ask.command())));
  }

  static String reservation(ReservationId id) {
    return "reservation " + id.text();
  }

  static String key(String endpoint, RequestKey key) {
    return "key " + endpoint + ' ' + key.text();
  }

  /** The namespace of the command's key; null where it is kept with the reservation. */
  static String endpoint(ReservationCommand command) {
    return switch (command) {
      case ReservationCommand.Decide ignored -> Endpoint.DECIDE;
      case ReservationCommand.Reserve ignored -> Endpoint.RESERVE;
      case ReservationCommand.Debit ignored -> Endpoint.EVENT;
      case ReservationCommand.Extend extend -> Endpoint.extend(extend.reservation());
      case ReservationCommand.Commit ignored -> null;
      case ReservationCommand.Release ignored -> null;
    };
  }

  /** Whether it begins something, and so may be turned away when there is too much. */
  boolean isNewWork() {
    return !(command instanceof ReservationCommand.OfReservation);
  }

  private static String resource(ReservationCommand command) {
    return command instanceof ReservationCommand.OfReservation ofReservation
        ? reservation(ofReservation.reservation())
        : key(endpoint(command), command.key());
  }
}
