package io.bailiwick.simulation.invariant;

import io.bailiwick.protocol.EntityId;
import io.bailiwick.reservation.BookEvent;
import io.bailiwick.reservation.BookState;
import io.bailiwick.reservation.ReservationCommand;
import io.bailiwick.reservation.ReservationId;
import io.bailiwick.reservation.ReservationReply;
import io.bailiwick.simulation.world.Call;
import io.bailiwick.simulation.world.Watcher;
import java.util.HashMap;
import java.util.Map;

/** I7: a reservation ends once, in one way, and everybody is told the same. */
public final class OneTerminalState implements Watcher {

  private final Map<ReservationId, BookEvent> ends = new HashMap<>();
  private final Map<ReservationId, String> told = new HashMap<>();

  @Override
  public void wrote(EntityId.OfBook book, BookEvent event, BookState before, BookState after) {
    switch (event) {
      case BookEvent.Committed e -> end(e.reservation(), e);
      case BookEvent.Released e -> end(e.reservation(), e);
      case BookEvent.Expired e -> end(e.reservation(), e);
      case BookEvent.Extended e ->
          Check.that(
              !ends.containsKey(e.reservation()),
              this,
              "%s, after %s",
              e,
              ends.get(e.reservation()));
      case BookEvent.Reserved e ->
          Check.that(!ends.containsKey(e.reservation().id()), this, "%s is made a second time", e);
      case BookEvent.Started ignored -> {}
      case BookEvent.Judged ignored -> {}
      case BookEvent.Debited ignored -> {}
      case BookEvent.Voided ignored -> {}
      case BookEvent.Completed ignored -> {}
      case BookEvent.Closed ignored -> {}
      case BookEvent.WakeSet ignored -> {}
    }
  }

  private void end(ReservationId id, BookEvent event) {
    BookEvent before = ends.putIfAbsent(id, event);
    Check.that(before == null, this, "%s ended by %s, and ends by %s", id, before, event);
  }

  @Override
  public void replied(Call call, Object reply) {
    String way =
        switch (reply) {
          case ReservationReply.Committed ignored -> "COMMITTED";
          case ReservationReply.Released ignored -> "RELEASED";
          default -> null;
        };
    if (way != null) {
      ReservationId id = ((ReservationCommand.OfReservation) call.request()).reservation();
      String before = told.putIfAbsent(id, way);
      Check.that(
          before == null || before.equals(way),
          this,
          "%s: %s was %s, now %s",
          call,
          id,
          before,
          way);
    }
  }
}
