package io.bailiwick.reservation;

import io.bailiwick.collection.TrieMap;

/** A copy of a book's state in the making; each method changes one part. */
final class BookChange {

  private final BookState from;
  private long incarnation;
  private long nextOperation;
  private long lastAtMs;
  private boolean isClosed;
  private TrieMap<String, Reservation> reservations;
  private TrieMap<String, KeptAnswer> kept;
  private TrieMap<String, ReservationId> byKey;
  private TrieMap<Long, Operation> unfinished;
  private Recent recent;
  private long wakeAtMs;
  private long releasedByClose;

  BookChange(BookState from) {
    this.from = from;
    this.incarnation = from.incarnation();
    this.nextOperation = from.nextOperation();
    this.lastAtMs = from.lastAtMs();
    this.isClosed = from.isClosed();
    this.reservations = from.reservations();
    this.kept = from.kept();
    this.byKey = from.byKey();
    this.unfinished = from.unfinished();
    this.recent = from.recent();
    this.wakeAtMs = from.wakeAtMs();
    this.releasedByClose = from.releasedByClose();
  }

  BookChange incarnation(long value) {
    incarnation = value;
    return this;
  }

  BookChange at(long atMs) {
    lastAtMs = Math.max(lastAtMs, atMs);
    return this;
  }

  BookChange closed() {
    isClosed = true;
    return this;
  }

  BookChange releasedByClose() {
    releasedByClose++;
    return this;
  }

  BookChange wakeAt(long value) {
    wakeAtMs = value;
    return this;
  }

  BookChange reservation(Reservation reservation) {
    reservations = reservations.with(reservation.id().text(), reservation);
    return this;
  }

  BookChange byKey(TrieMap<String, ReservationId> value) {
    byKey = value;
    return this;
  }

  BookChange unfinished(Operation operation) {
    unfinished = unfinished.with(operation.number(), operation);
    nextOperation = Math.max(nextOperation, operation.number() + 1);
    return this;
  }

  BookChange finished(Operation operation) {
    unfinished = unfinished.without(operation.number());
    return this;
  }

  BookChange keep(KeptAnswer answer) {
    String keptKey = BookState.keptKey(answer.endpoint(), answer.key().text());
    kept = kept.with(keptKey, answer);
    return over(new Recent.Answered(keptKey));
  }

  BookChange over(Recent.Item item) {
    recent = recent.with(item);
    return this;
  }

  /** Lets go of what is no longer recent; never of the newest. */
  BookChange forgetOld(Recent.Bounds bounds) {
    long since = lastAtMs - bounds.ageMsMax();
    while (recent.size() > bounds.max() || (recent.size() > 1 && oldestAtMs() < since)) {
      switch (recent.oldest()) {
        case Recent.Ended(var id) -> forget(reservations.find(id.text()));
        case Recent.Answered(var keptKey) -> kept = kept.without(keptKey);
      }
      recent = recent.withoutOldest();
    }
    return this;
  }

  private long oldestAtMs() {
    return switch (recent.oldest()) {
      case Recent.Ended(var id) -> reservations.find(id.text()).end().atMs();
      case Recent.Answered(var keptKey) -> kept.find(keptKey).atMs();
    };
  }

  BookChange forget(Reservation reservation) {
    reservations = reservations.without(reservation.id().text());
    byKey = byKey.without(reservation.key().text());
    return this;
  }

  BookState done() {
    return new BookState(
        from.tenant(),
        from.book(),
        incarnation,
        nextOperation,
        lastAtMs,
        isClosed,
        reservations,
        kept,
        byKey,
        unfinished,
        recent,
        wakeAtMs,
        releasedByClose);
  }
}
