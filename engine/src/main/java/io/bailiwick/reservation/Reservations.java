package io.bailiwick.reservation;

import java.util.concurrent.CompletionStage;

/** The way to the reservation books, whichever node they live on. Thread-safe. */
public interface Reservations {

  /** Always completes with a reply, within the operation timeout. */
  CompletionStage<ReservationReply> ask(ReservationCommand command);
}
