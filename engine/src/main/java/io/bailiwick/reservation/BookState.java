package io.bailiwick.reservation;

import io.bailiwick.amount.Amount;
import io.bailiwick.amount.Unit;
import io.bailiwick.collection.TrieMap;
import io.bailiwick.protocol.Effect;
import io.bailiwick.record.Origin;
import io.bailiwick.scope.Balance;
import io.bailiwick.tenant.TenantId;
import java.util.List;

/**
 * What is durable of a book. Bounded by what is live and recent: what is over leaves it, oldest
 * first, and is answered from the tables from then on.
 *
 * @param nextOperation number of the next operation
 * @param lastAtMs of the last event; no later stamp is earlier
 * @param isClosed whether the tenant is closed and nothing new is taken
 * @param reservations live ones, and recent ones that have ended, by id
 * @param kept recent answers that are no reservation's, by {@link #keptKey}
 * @param unfinished operations that not every scope has acknowledged, by number
 * @param recent what is over and still here
 * @param wakeAtMs when the book has asked to be woken, or {@link Long#MAX_VALUE}
 * @param releasedByClose reservations that the close of the tenant has released
 */
public record BookState(
    TenantId tenant,
    int book,
    long incarnation,
    long nextOperation,
    long lastAtMs,
    boolean isClosed,
    TrieMap<String, Reservation> reservations,
    TrieMap<String, KeptAnswer> kept,
    TrieMap<String, ReservationId> byKey,
    TrieMap<Long, Operation> unfinished,
    Recent recent,
    long wakeAtMs,
    Long releasedByClose) {

  public BookState {
    // Snapshots from before it was counted have none.
    releasedByClose = releasedByClose == null ? 0 : releasedByClose;
  }

  /** A book that has never been asked anything. */
  public static BookState empty(TenantId tenant, int book) {
    return new BookState(
        tenant,
        book,
        0,
        1,
        0,
        false,
        TrieMap.empty(),
        TrieMap.empty(),
        TrieMap.empty(),
        TrieMap.empty(),
        Recent.EMPTY,
        Long.MAX_VALUE,
        0L);
  }

  /** A reservation that is live or recent, or null. */
  public Reservation reservation(ReservationId id) {
    return reservations.find(id.text());
  }

  /** The live or recent reservation that was made under a key, or null. */
  public Reservation reservationOf(String key) {
    ReservationId id = byKey.find(key);
    return id == null ? null : reservation(id);
  }

  /** Reservations that have not ended. Looks at all of them. */
  public int liveCount() {
    return (int)
        reservations.values().stream()
            .filter(reservation -> reservation.status() == ReservationStatus.ACTIVE)
            .count();
  }

  /** A recent answer, or null. */
  public KeptAnswer keptAnswer(String endpoint, String key) {
    return kept.find(keptKey(endpoint, key));
  }

  /** Whether something has left: then what is not here may still be in the tables. */
  public boolean hasForgotten() {
    return recent.first() > 0;
  }

  static String keptKey(String endpoint, String key) {
    return endpoint + ' ' + key;
  }

  /**
   * The state after {@code event}. Total: events were decided, and are not judged again.
   *
   * @param bounds of what it remembers afterwards
   */
  public BookState apply(BookEvent event, Recent.Bounds bounds) {
    BookState after =
        switch (event) {
          case BookEvent.Started e -> new BookChange(this).incarnation(e.incarnation()).done();
          case BookEvent.Reserved e -> reserved(e);
          case BookEvent.Judged e -> new BookChange(this).keep(e.kept()).done();
          case BookEvent.Committed e ->
              ended(
                  operation(
                      e.operation(),
                      Operation.Kind.COMMIT,
                      e.reservation(),
                      e.atMs(),
                      e.key(),
                      e.charged() - granted(e.overage()),
                      e.overage(),
                      e.origin()),
                  new Reservation.End(
                      ReservationStatus.COMMITTED, e.key(), e.charged(), e.note(), e.atMs(), null));
          case BookEvent.Released e -> released(e);
          case BookEvent.Expired e ->
              ended(
                  operation(
                      e.operation(),
                      Operation.Kind.EXPIRE,
                      e.reservation(),
                      e.atMs(),
                      null,
                      0,
                      null,
                      null),
                  new Reservation.End(ReservationStatus.EXPIRED, null, 0, null, e.atMs(), null));
          case BookEvent.Extended e -> extended(e);
          case BookEvent.Debited e -> debited(e);
          case BookEvent.Voided e -> voided(e);
          case BookEvent.Completed e -> completed(e);
          case BookEvent.Closed e -> new BookChange(this).closed().done();
          case BookEvent.WakeSet e -> new BookChange(this).wakeAt(e.wakeAtMs()).done();
        };
    return new BookChange(after).at(event.atMs()).forgetOld(bounds).done();
  }

  private BookState reserved(BookEvent.Reserved e) {
    Reservation made = e.reservation();
    return new BookChange(this)
        .reservation(made.remembered())
        .byKey(byKey.with(made.key().text(), made.id()))
        .unfinished(
            new Operation(
                e.operation(),
                Operation.Kind.RESERVE,
                made.id(),
                made.budgeted(),
                new Effect.Hold(made.amount().unit(), made.amount().value()),
                e.atMs(),
                made.key(),
                e.origin(),
                false))
        .done();
  }

  private BookState ended(Operation operation, Reservation.End end) {
    return new BookChange(this)
        .reservation(reservation(operation.reservation()).ended(end))
        .unfinished(operation)
        .done();
  }

  private BookState released(BookEvent.Released e) {
    BookState after =
        ended(
            operation(
                e.operation(),
                Operation.Kind.RELEASE,
                e.reservation(),
                e.atMs(),
                e.key(),
                0,
                null,
                null),
            new Reservation.End(
                ReservationStatus.RELEASED, e.key(), 0, e.reason(), e.atMs(), null));
    boolean isByClose = e.key() == null;
    return isByClose ? new BookChange(after).releasedByClose().done() : after;
  }

  private BookState extended(BookEvent.Extended e) {
    Reservation before = reservation(e.reservation());
    ReservationReply.Extended answer =
        new ReservationReply.Extended(e.expiresAtMs(), 0, e.balances());
    return new BookChange(this)
        .reservation(before.extended(e.expiresAtMs()))
        .keep(new KeptAnswer(Endpoint.extend(e.reservation()), e.key(), answer, e.atMs()))
        .done();
  }

  private BookState debited(BookEvent.Debited e) {
    Operation operation =
        new Operation(
            e.operation(),
            Operation.Kind.DEBIT,
            e.event(),
            e.budgeted(),
            new Effect.Settle(e.actual().unit(), 0, e.overage()),
            e.atMs(),
            e.key(),
            e.origin(),
            false);
    return new BookChange(this).unfinished(operation).done();
  }

  private BookState voided(BookEvent.Voided e) {
    Operation operation = unfinished.find(e.operation());
    Reservation never = reservation(operation.reservation());
    return new BookChange(this).unfinished(operation.voided()).forget(never).done();
  }

  private BookState completed(BookEvent.Completed e) {
    Operation operation = unfinished.find(e.operation());
    BookChange change = new BookChange(this).finished(operation);
    if (operation.undoing()) {
      return change.done();
    }
    List<Balance> balances = e.balances();
    return switch (operation.kind()) {
      case RESERVE ->
          change.reservation(reservation(operation.reservation()).held(balances)).done();
      case COMMIT, RELEASE, EXPIRE -> {
        yield change
            .reservation(reservation(operation.reservation()).settled(balances))
            .over(new Recent.Ended(operation.reservation()))
            .done();
      }
      case DEBIT -> change.keep(debited(operation, balances)).done();
    };
  }

  private static KeptAnswer debited(Operation operation, List<Balance> balances) {
    Effect.Overage debit = ((Effect.Settle) operation.effect()).overage();
    Unit unit = operation.effect().unit();
    return new KeptAnswer(
        Endpoint.EVENT,
        operation.key(),
        new ReservationReply.Debited(
            operation.reservation(),
            new Amount(unit, debit.wanted()),
            new Amount(unit, debit.granted()),
            balances),
        operation.atMs());
  }

  private Operation operation(
      long number,
      Operation.Kind kind,
      ReservationId id,
      long atMs,
      RequestKey key,
      long charged,
      Effect.Overage overage,
      Origin origin) {
    Reservation reservation = reservation(id);
    return new Operation(
        number,
        kind,
        id,
        reservation.budgeted(),
        new Effect.Settle(reservation.amount().unit(), charged, overage),
        atMs,
        key,
        origin,
        false);
  }

  private static long granted(Effect.Overage overage) {
    return overage == null ? 0 : overage.granted();
  }
}
