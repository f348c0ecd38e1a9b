package io.bailiwick.simulation.fault;

import io.bailiwick.protocol.Effects;
import io.bailiwick.protocol.EntityMessage;
import io.bailiwick.protocol.Moment;
import io.bailiwick.protocol.Participant;
import io.bailiwick.reservation.BookEvent;
import io.bailiwick.reservation.BookState;

/** For what has elapsed a book takes its stamps, which stand still while the date is behind. */
final class DatedPauses extends Between<BookEvent, BookState> {

  private Moment real = new Moment(0, 0);
  private Moment told = real;

  DatedPauses(Participant<BookEvent, BookState> book) {
    super(book);
  }

  private Moment dated(Moment now) {
    real = now;
    told = new Moment(now.dateMs(), Math.max(now.dateMs(), state().lastAtMs()));
    return told;
  }

  @Override
  public void started(Moment now, Effects<BookEvent> host) {
    super.started(dated(now), host);
  }

  @Override
  public void receive(EntityMessage message, Moment now, Effects<BookEvent> host) {
    super.receive(message, dated(now), host);
  }

  @Override
  public void tick(Moment now, Effects<BookEvent> host) {
    super.tick(dated(now), host);
  }

  @Override
  public long nextTickMs() {
    long next = super.nextTickMs();
    return next == Long.MAX_VALUE ? next : real.elapsedMs() + (next - told.dateMs());
  }
}
