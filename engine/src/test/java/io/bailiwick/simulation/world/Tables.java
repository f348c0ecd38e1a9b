package io.bailiwick.simulation.world;

import io.bailiwick.amount.Unit;
import io.bailiwick.protocol.EntityId;
import io.bailiwick.protocol.EntityMessage;
import io.bailiwick.refusal.Refusal;
import io.bailiwick.refusal.RefusalCode;
import io.bailiwick.reservation.BookEvent;
import io.bailiwick.reservation.BookState;
import io.bailiwick.reservation.Endpoint;
import io.bailiwick.reservation.KeptAnswer;
import io.bailiwick.reservation.Operation;
import io.bailiwick.reservation.Reservation;
import io.bailiwick.reservation.ReservationId;
import io.bailiwick.reservation.ReservationReply;
import io.bailiwick.scope.BudgetCommand;
import io.bailiwick.scope.BudgetReply;
import io.bailiwick.scope.ScopeEvent;
import io.bailiwick.scope.ScopePath;
import io.bailiwick.scope.ScopeState;
import io.bailiwick.tenant.TenantStatus;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** The read tables: changed in the transaction of the event that changes them, so never behind. */
public final class Tables implements Watcher {

  /** Longer than anybody waits for an answer of the tables. */
  private static final int LATE_MS = 8_000;

  private final World world;
  private final Chance chance;
  private final Map<String, Reservation> reservations = new HashMap<>();
  private final Map<String, ReservationId> byKey = new HashMap<>();
  private final Map<String, KeptAnswer> kept = new HashMap<>();
  private final Map<String, Long> wakeAtMs = new TreeMap<>();
  private final Map<String, ScopeEvent.Funded> fundings = new HashMap<>();
  private final TreeSet<String> closing = new TreeSet<>();

  Tables(World world, Chance chance) {
    this.world = world;
    this.chance = chance;
  }

  @Override
  public void wrote(EntityId.OfBook book, BookEvent event, BookState before, BookState after) {
    switch (event) {
      case BookEvent.Reserved e -> put(after, e.reservation().id());
      case BookEvent.Committed e -> put(after, e.reservation());
      case BookEvent.Released e -> put(after, e.reservation());
      case BookEvent.Expired e -> put(after, e.reservation());
      case BookEvent.Extended e -> {
        put(after, e.reservation());
        keep(book, after.keptAnswer(Endpoint.extend(e.reservation()), e.key().text()));
      }
      case BookEvent.Judged e -> keep(book, e.kept());
      case BookEvent.Voided e -> {
        Operation operation = before.unfinished().find(e.operation());
        reservations.remove(operation.reservation().text());
        byKey.remove(keyOf(book, Endpoint.RESERVE, operation.key().text()));
      }
      case BookEvent.Completed e -> completed(book, before.unfinished().find(e.operation()), after);
      case BookEvent.WakeSet e -> wakeAtMs.put(book.text(), e.wakeAtMs());
      case BookEvent.Started ignored -> {}
      case BookEvent.Debited ignored -> {}
      case BookEvent.Closed ignored -> {}
    }
  }

  private void completed(EntityId.OfBook book, Operation operation, BookState after) {
    if (operation.undoing()) {
      return;
    }
    if (operation.kind() == Operation.Kind.DEBIT) {
      keep(book, after.keptAnswer(Endpoint.EVENT, operation.key().text()));
    } else {
      put(after, operation.reservation());
    }
  }

  @Override
  public void wrote(EntityId.OfScope scope, ScopeEvent event, ScopeState before, ScopeState after) {
    if (event instanceof ScopeEvent.Funded funded && funded.idempotencyKey() != null) {
      fundings.put(keyOf(scope.scope(), funded.unit(), funded.idempotencyKey()), funded);
    }
    boolean isClosing =
        after.tenant() != null
            && after.tenant().status() == TenantStatus.CLOSED
            && !after.isCloseComplete();
    if (isClosing) {
      closing.add(scope.text());
    } else {
      closing.remove(scope.text());
    }
  }

  private static String keyOf(ScopePath scope, Unit unit, String key) {
    return scope.text() + ' ' + unit + ' ' + key;
  }

  /** What the edge answers by itself: a funding whose key was used. Null when it was not. */
  Object answer(BudgetCommand.Fund fund) {
    ScopeEvent.Funded found = fundings.get(keyOf(fund.scope(), fund.unit(), fund.idempotencyKey()));
    if (found == null) {
      return null;
    }
    return found.payloadHash().equals(fund.payloadHash())
        ? new BudgetReply.Funded(found.operation(), found.before(), found.after(), found.atMs())
        : new BudgetReply.Refused(
            Refusal.of(RefusalCode.IDEMPOTENCY_MISMATCH, fund.idempotencyKey()));
  }

  private void put(BookState state, ReservationId id) {
    Reservation reservation = state.reservation(id);
    reservations.put(id.text(), reservation);
    byKey.put(
        keyOf(
            new EntityId.OfBook(state.tenant(), state.book()),
            Endpoint.RESERVE,
            reservation.key().text()),
        id);
  }

  private void keep(EntityId.OfBook book, KeptAnswer answer) {
    kept.put(keyOf(book, answer.endpoint(), answer.key().text()), answer);
  }

  private static String keyOf(EntityId.OfBook book, String endpoint, String key) {
    return book.tenant().value() + ' ' + endpoint + ' ' + key;
  }

  /** A question: answered later, with what was there in between, or not at all. */
  void lookUp(Supplier<EntityMessage> question, Consumer<EntityMessage> asker) {
    long lateMs = 0;
    if (!world.isCalm() && chance.permille(world.plan().at(Knob.LOOK_UPS_LOST))) {
      if (chance.permille(500)) {
        return;
      }
      lateMs = chance.below(LATE_MS);
    }
    world.after(
        lateMs + chance.below(10),
        () -> {
          EntityMessage answer = question.get();
          world.after(chance.below(10), () -> asker.accept(answer));
        });
  }

  Optional<KeptAnswer> key(EntityId.OfBook book, String endpoint, String key) {
    String keyText = keyOf(book, endpoint, key);
    ReservationId made = byKey.get(keyText);
    KeptAnswer found =
        made == null ? kept.get(keyText) : madeUnder(endpoint, reservations.get(made.text()));
    return world.rig().findsInTables() ? Optional.ofNullable(found) : Optional.empty();
  }

  private static KeptAnswer madeUnder(String endpoint, Reservation made) {
    ReservationReply.Reserved answer =
        new ReservationReply.Reserved(
            made.id(),
            made.amount(),
            made.scope(),
            made.firstExpiresAtMs(),
            0,
            isOver(made) ? made.createBalances() : List.of(),
            made.caps());
    return new KeptAnswer(endpoint, made.key(), answer, made.createdAtMs());
  }

  /** Until then the balances of its answers are in its book's memory only. */
  private static boolean isOver(Reservation made) {
    return made.end() != null && made.end().balances() != null;
  }

  Optional<Reservation> reservation(ReservationId id) {
    return world.rig().findsInTables()
        ? Optional.ofNullable(reservations.get(id.text()))
        : Optional.empty();
  }

  /** Books that wanted to be woken by {@code nowMs}. */
  List<EntityId> overdueBooks(long nowMs) {
    return wakeAtMs.entrySet().stream()
        .filter(entry -> entry.getValue() <= nowMs)
        .map(entry -> EntityId.parse(entry.getKey()))
        .toList();
  }

  /** Roots of tenants whose close has not ended. */
  List<EntityId> closingRoots() {
    return closing.stream().map(EntityId::parse).toList();
  }
}
