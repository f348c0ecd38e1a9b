package io.bailiwick.reservation;

import io.bailiwick.record.Origin;
import java.util.concurrent.CompletionStage;

/** The way to the reservation books, whichever node they live on. Thread-safe. */
public interface Reservations {

  /**
   * Always completes with a reply, within the operation timeout.
   *
   * @param origin is kept with what is told of the command's effects
   */
  CompletionStage<ReservationReply> ask(ReservationCommand command, Origin origin);
}
