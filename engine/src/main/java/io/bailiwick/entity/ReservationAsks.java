package io.bailiwick.entity;

import io.bailiwick.protocol.BookMessage;
import io.bailiwick.protocol.EntityId;
import io.bailiwick.record.Origin;
import io.bailiwick.refusal.Refusal;
import io.bailiwick.refusal.RefusalCode;
import io.bailiwick.reservation.ReservationCommand;
import io.bailiwick.reservation.ReservationReply;
import io.bailiwick.reservation.Reservations;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Takes a command to the book that its key, or its reservation, belongs to. */
final class ReservationAsks implements Reservations {

  private final Asker asker;
  private final int books;

  /**
   * @param books of a tenant
   */
  ReservationAsks(Asker asker, int books) {
    this.asker = asker;
    this.books = books;
  }

  @Override
  public CompletionStage<ReservationReply> ask(ReservationCommand command, Origin origin) {
    int book = command.book(books);
    if (book >= books && command instanceof ReservationCommand.OfReservation of) {
      // Well-formed, and never given out.
      return CompletableFuture.completedFuture(
          new ReservationReply.Refused(
              Refusal.of(
                  RefusalCode.NOT_FOUND, "Reservation not found: " + of.reservation().text())));
    }
    // Every command has a key, so that it may be sent again.
    return asker.askAgain(
        new EntityId.OfBook(command.tenant(), book),
        ReservationReply.class,
        AskCaller.Kind.RESERVATION,
        caller -> new BookMessage.Ask(command, origin, caller));
  }
}
