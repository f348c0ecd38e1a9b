package io.bailiwick.query;

import static io.bailiwick.query.ReadTables.answer;
import static org.assertj.core.api.Assertions.assertThat;

import io.bailiwick.amount.Amount;
import io.bailiwick.amount.OveragePolicy;
import io.bailiwick.amount.Unit;
import io.bailiwick.journal.TestStore;
import io.bailiwick.protocol.Effect;
import io.bailiwick.reservation.BookEvent;
import io.bailiwick.reservation.BookState;
import io.bailiwick.reservation.Endpoint;
import io.bailiwick.reservation.KeptAnswer;
import io.bailiwick.reservation.Purpose;
import io.bailiwick.reservation.RequestKey;
import io.bailiwick.reservation.Reservation;
import io.bailiwick.reservation.ReservationId;
import io.bailiwick.reservation.ReservationReply;
import io.bailiwick.reservation.UsedKey;
import io.bailiwick.scope.ScopePath;
import io.bailiwick.tenant.TenantId;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What an event says of keys is what its rows do: a key that comes into the tables with an event
 * that does not tell so would be taken for a new one.
 */
class UsedKeysTest {

  private static final TenantId ACME = new TenantId("acme");
  private static final ScopePath ROOT = ScopePath.root(ACME);
  private static final Amount AMOUNT = new Amount(Unit.TOKENS, 70);
  private static final Effect.Overage NO_OVERAGE = new Effect.Overage(70, 70, OveragePolicy.REJECT);

  @TempDir Path dataDir;

  @Test
  void anEventTellsTheKeysOfItsRows() throws Exception {
    Reservation made = reservation(1);
    Reservation unfit = reservation(2);
    Reservation released = reservation(3);
    Reservation expired = reservation(4);
    ReservationReply.Success judged =
        new ReservationReply.Reserved(made.id(), AMOUNT, ROOT, 60_010, 0, List.of(), null);
    List<BookEvent> events =
        List.of(
            new BookEvent.Started(1, 10),
            new BookEvent.WakeSet(1_000, 10),
            new BookEvent.Reserved(1, made, null, 10),
            new BookEvent.Completed(1, List.of(), 11),
            new BookEvent.Reserved(2, unfit, null, 12),
            new BookEvent.Voided(2, 13),
            new BookEvent.Completed(2, List.of(), 14),
            new BookEvent.Extended(made.id(), key("extend"), 90_000, List.of(), 15),
            new BookEvent.Judged(new KeptAnswer(Endpoint.RESERVE, key("dry"), judged, 16), 16),
            new BookEvent.Judged(new KeptAnswer(Endpoint.DECIDE, key("decide"), judged, 16), 16),
            debited(5),
            new BookEvent.Committed(6, made.id(), key("commit"), 70, NO_OVERAGE, null, null, 18),
            new BookEvent.Completed(6, List.of(), 19),
            new BookEvent.Completed(5, List.of(), 20),
            new BookEvent.Reserved(3, released, null, 21),
            new BookEvent.Reserved(4, expired, null, 21),
            new BookEvent.Released(7, released.id(), key("release"), null, null, 22),
            new BookEvent.Expired(8, expired.id(), 70_000),
            new BookEvent.Completed(7, List.of(), 70_001),
            new BookEvent.Completed(8, List.of(), 70_001),
            new BookEvent.Closed(70_002));
    try (ReadTables tables = new ReadTables(TestStore.EMBEDDED, dataDir)) {
      BookState state = BookState.empty(ACME, 3);
      Set<UsedKey> stored = stored(tables);
      for (BookEvent event : events) {
        UsedKey told = event.usedKey(state);
        state = tables.apply(state, event);
        Set<UsedKey> now = stored(tables);
        Set<UsedKey> more = new HashSet<>(now);
        more.removeAll(stored);
        assertThat(more).as("%s", event).isEqualTo(told == null ? Set.of() : Set.of(told));
        stored = now;
      }
    }
    assertThat(events.stream().map(Object::getClass).distinct())
        .as("all kinds of event")
        .hasSameSizeAs(BookEvent.class.getPermittedSubclasses());
  }

  private static Set<UsedKey> stored(ReadTables tables) throws Exception {
    return answer(
        tables.reads.ask(
            connection -> {
              Set<UsedKey> keys = new HashSet<>();
              try (Statement select = connection.createStatement();
                  ResultSet row =
                      select.executeQuery(
                          "SELECT 'reserve', idempotency_key FROM reservation UNION ALL SELECT"
                              + " endpoint, idempotency_key FROM idempotency")) {
                while (row.next()) {
                  keys.add(new UsedKey(row.getString(1), row.getString(2)));
                }
              }
              return keys;
            }));
  }

  private static BookEvent debited(long operation) {
    return new BookEvent.Debited(
        operation,
        ReservationId.of(ACME, 3, 1, operation),
        key("event"),
        AMOUNT,
        NO_OVERAGE,
        ROOT,
        List.of(ROOT),
        purpose(),
        null,
        17);
  }

  private static Reservation reservation(long operation) {
    return new Reservation(
        ReservationId.of(ACME, 3, 1, operation),
        key("reserve " + operation),
        ROOT,
        AMOUNT,
        List.of(ROOT),
        OveragePolicy.REJECT,
        purpose(),
        10,
        60_010,
        60_010,
        5_000,
        0,
        10,
        null,
        null,
        null,
        null);
  }

  private static RequestKey key(String text) {
    return new RequestKey(text, "hash of " + text);
  }

  private static Purpose purpose() {
    return new Purpose("{}", "{}", null);
  }
}
