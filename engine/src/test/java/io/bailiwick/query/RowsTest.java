package io.bailiwick.query;

import static io.bailiwick.query.ReadTables.answer;
import static org.assertj.core.api.Assertions.assertThat;

import io.bailiwick.amount.Amount;
import io.bailiwick.amount.OveragePolicy;
import io.bailiwick.amount.Unit;
import io.bailiwick.journal.TestStore;
import io.bailiwick.policy.Caps;
import io.bailiwick.protocol.Effect;
import io.bailiwick.protocol.EntityId;
import io.bailiwick.refusal.Refusal;
import io.bailiwick.refusal.RefusalCode;
import io.bailiwick.reservation.BookEvent;
import io.bailiwick.reservation.BookState;
import io.bailiwick.reservation.Endpoint;
import io.bailiwick.reservation.KeptAnswer;
import io.bailiwick.reservation.Purpose;
import io.bailiwick.reservation.RequestKey;
import io.bailiwick.reservation.Reservation;
import io.bailiwick.reservation.ReservationId;
import io.bailiwick.reservation.ReservationReply;
import io.bailiwick.reservation.ReservationStatus;
import io.bailiwick.scope.Balance;
import io.bailiwick.scope.Figures;
import io.bailiwick.scope.ScopePath;
import io.bailiwick.tenant.ExpiryPolicy;
import io.bailiwick.tenant.TenantId;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a book has decided is in its rows, and comes back from them as it was. */
class RowsTest {

  private static final TenantId ACME = new TenantId("acme");
  private static final ScopePath ROOT = ScopePath.root(ACME);
  private static final ScopePath CHAT = new ScopePath("tenant:acme/app:chat");
  private static final List<Balance> AFTER_HOLD =
      List.of(
          new Balance(ROOT, Unit.TOKENS, new Figures(1_000, 0, 70, 0, 0, false)),
          new Balance(CHAT, Unit.TOKENS, new Figures(100, 0, 70, 0, 50, false)));
  private static final List<Balance> AFTER_END =
      List.of(
          new Balance(ROOT, Unit.TOKENS, new Figures(1_000, 90, 0, 0, 0, true)),
          new Balance(CHAT, Unit.TOKENS, new Figures(100, 80, 0, 10, 50, false)));

  @TempDir Path dataDir;

  @ParameterizedTest
  @EnumSource
  void committedReservationIsRestoredWithBothAnswers(TestStore store) throws Exception {
    try (ReadTables tables = new ReadTables(store, dataDir)) {
      Reservation made = reservation(1, "k1", "{\"a\":\"b\"}");
      BookState held =
          tables.apply(
              BookState.empty(ACME, 3),
              new BookEvent.Reserved(1, made, null, 10),
              new BookEvent.Completed(1, AFTER_HOLD, 11));
      assertThat(view(tables, made, 20)).isEqualTo(new ReservationView(made, made.status()));

      BookState ended =
          tables.apply(
              held,
              new BookEvent.Committed(
                  2,
                  made.id(),
                  new RequestKey("c1", "hash-c1"),
                  90,
                  new Effect.Overage(20, 20, OveragePolicy.ALLOW_WITH_OVERDRAFT),
                  "{\"n\":1}",
                  null,
                  30));
      assertThat(view(tables, made, 40).status()).isEqualTo(ReservationStatus.COMMITTED);

      BookState over = tables.apply(ended, new BookEvent.Completed(2, AFTER_END, 31));
      KeptAnswers kept = new KeptAnswers(tables.reads);
      Reservation whole = whole(made, over, "{\"n\":1}");
      assertThat(answer(kept.restore(made.id()))).contains(whole);
      assertThat(answer(kept.reservationOf(ACME, "k1"))).contains(whole);
      assertThat(answer(kept.byKey(ACME, Endpoint.RESERVE, "k1")))
          .contains(
              new KeptAnswer(
                  Endpoint.RESERVE,
                  made.key(),
                  new ReservationReply.Reserved(
                      made.id(), made.amount(), CHAT, 60_010, 0, AFTER_HOLD, null),
                  10));
    }
  }

  @ParameterizedTest
  @EnumSource
  void releaseOfACloseAndExpiryHaveNoKey(TestStore store) throws Exception {
    try (ReadTables tables = new ReadTables(store, dataDir)) {
      Reservation released = reservation(1, "k1", null);
      Reservation expired = reservation(2, "k2", null);
      BookState state =
          tables.apply(
              BookState.empty(ACME, 3),
              new BookEvent.Reserved(1, released, null, 10),
              new BookEvent.Reserved(2, expired, null, 10),
              new BookEvent.Released(3, released.id(), null, "tenant_closed", null, 69_900),
              new BookEvent.Expired(4, expired.id(), 70_000),
              new BookEvent.Completed(3, AFTER_END, 70_000),
              new BookEvent.Completed(4, List.of(), 70_001),
              // The first answers are acknowledged late.
              new BookEvent.Completed(1, AFTER_HOLD, 70_002),
              new BookEvent.Completed(2, AFTER_HOLD, 70_003));
      KeptAnswers kept = new KeptAnswers(tables.reads);
      assertThat(answer(kept.restore(released.id())))
          .contains(whole(released, state, "tenant_closed"));
      assertThat(answer(kept.restore(expired.id()))).contains(whole(expired, state, null));
    }
  }

  @ParameterizedTest
  @EnumSource
  void extensionMovesTheEndAndIsKeptUnderItsKey(TestStore store) throws Exception {
    try (ReadTables tables = new ReadTables(store, dataDir)) {
      Reservation made = reservation(1, "k1", null);
      BookState state =
          tables.apply(
              BookState.empty(ACME, 3),
              new BookEvent.Reserved(1, made, null, 10),
              new BookEvent.Extended(
                  made.id(), new RequestKey("x", "hash-x"), 90_000, AFTER_HOLD, 20),
              new BookEvent.Extended(
                  made.id(), new RequestKey("y", "hash-y"), 99_000, AFTER_HOLD, 30));
      assertThat(view(tables, made, 40).reservation()).isEqualTo(state.reservation(made.id()));
      String endpoint = Endpoint.extend(made.id());
      KeptAnswers kept = new KeptAnswers(tables.reads);
      assertThat(answer(kept.byKey(ACME, endpoint, "x"))).contains(state.keptAnswer(endpoint, "x"));
      assertThat(answer(kept.byKey(ACME, endpoint, "y"))).contains(state.keptAnswer(endpoint, "y"));
    }
  }

  @ParameterizedTest
  @EnumSource
  void voidedReservationLeavesNothing(TestStore store) throws Exception {
    try (ReadTables tables = new ReadTables(store, dataDir)) {
      Reservation made = reservation(1, "k1", null);
      tables.apply(
          BookState.empty(ACME, 3),
          new BookEvent.Reserved(1, made, null, 10),
          new BookEvent.Voided(1, 11),
          new BookEvent.Completed(1, List.of(), 12));
      KeptAnswers kept = new KeptAnswers(tables.reads);
      assertThat(answer(kept.restore(made.id()))).isEmpty();
      assertThat(answer(kept.byKey(ACME, Endpoint.RESERVE, "k1"))).isEmpty();
    }
  }

  @ParameterizedTest
  @EnumSource
  void answersThatMakeNoReservationAreKeptPerEndpoint(TestStore store) throws Exception {
    try (ReadTables tables = new ReadTables(store, dataDir)) {
      ReservationReply.Success denied =
          new ReservationReply.Judged(
              CHAT,
              new Amount(Unit.TOKENS, 9),
              Refusal.of(RefusalCode.BUDGET_EXCEEDED, "no").with("remaining", 3L),
              List.of(),
              null);
      KeptAnswer decide =
          new KeptAnswer(Endpoint.DECIDE, new RequestKey("k", "hash-d"), denied, 10);
      KeptAnswer dryRun =
          new KeptAnswer(Endpoint.RESERVE, new RequestKey("k", "hash-r"), denied, 11);
      ReservationId event = ReservationId.of(ACME, 3, 1, 1);
      BookState state =
          tables.apply(
              BookState.empty(ACME, 3),
              new BookEvent.Judged(decide, 10),
              new BookEvent.Judged(dryRun, 11),
              new BookEvent.Debited(
                  1,
                  event,
                  new RequestKey("k", "hash-e"),
                  new Amount(Unit.TOKENS, 9),
                  new Effect.Overage(9, 5, OveragePolicy.ALLOW_IF_AVAILABLE),
                  CHAT,
                  List.of(ROOT, CHAT),
                  purpose(null),
                  null,
                  12),
              new BookEvent.Completed(1, AFTER_END, 13));
      KeptAnswers kept = new KeptAnswers(tables.reads);
      assertThat(answer(kept.byKey(ACME, Endpoint.DECIDE, "k"))).contains(decide);
      assertThat(answer(kept.byKey(ACME, Endpoint.RESERVE, "k"))).contains(dryRun);
      assertThat(answer(kept.byKey(ACME, Endpoint.EVENT, "k")))
          .contains(state.keptAnswer(Endpoint.EVENT, "k"));
      assertThat(answer(kept.byKey(new TenantId("other"), Endpoint.EVENT, "k"))).isEmpty();
      assertThat(answer(kept.byKey(ACME, Endpoint.EVENT, "another"))).isEmpty();
    }
  }

  @ParameterizedTest
  @EnumSource
  void bookIsDueFromItsTimeOnUntilItSetsAnother(TestStore store) throws Exception {
    try (ReadTables tables = new ReadTables(store, dataDir)) {
      DueWork due = new DueWork(tables.reads);
      BookState state = tables.apply(BookState.empty(ACME, 3), new BookEvent.WakeSet(1_000, 10));
      tables.apply(BookState.empty(ACME, 4), new BookEvent.WakeSet(500, 10));
      assertThat(due(due, 499, 10)).isEmpty();
      assertThat(due(due, 1_000, 10))
          .containsExactly(new EntityId.OfBook(ACME, 4), new EntityId.OfBook(ACME, 3));
      assertThat(due(due, 1_000, 1)).hasSize(1);
      tables.apply(state, new BookEvent.WakeSet(Long.MAX_VALUE, 20));
      assertThat(due(due, 1_000, 10)).containsExactly(new EntityId.OfBook(ACME, 4));
    }
  }

  private static Set<EntityId.OfBook> due(DueWork due, long nowMs, int limit) throws Exception {
    return answer(due.books(nowMs, DueWork.Place.NOWHERE, limit)).books();
  }

  @ParameterizedTest
  @EnumSource
  void whatAPolicyGaveAndHowItEndsComeBackToo(TestStore store) throws Exception {
    try (ReadTables tables = new ReadTables(store, dataDir)) {
      Reservation plain = reservation(1, "k1", null);
      Caps caps = new Caps(5L, null, List.of("search", "mail"), null, 0L);
      Reservation made =
          new Reservation(
              plain.id(),
              plain.key(),
              plain.scope(),
              plain.amount(),
              plain.budgeted(),
              plain.overagePolicy(),
              plain.purpose(),
              plain.createdAtMs(),
              plain.firstExpiresAtMs(),
              plain.expiresAtMs(),
              plain.graceMs(),
              0,
              10,
              null,
              null,
              caps,
              ExpiryPolicy.MANUAL_CLEANUP);
      tables.apply(BookState.empty(ACME, 3), new BookEvent.Reserved(1, made, null, 10));

      KeptAnswers kept = new KeptAnswers(tables.reads);
      assertThat(answer(kept.restore(made.id()))).contains(made);
      assertThat(((ReservationReply.Reserved) kept(kept, "k1").answer()).caps()).isEqualTo(caps);
      assertThat(view(tables, made, Long.MAX_VALUE / 2).status())
          .as("nobody has released it")
          .isEqualTo(ReservationStatus.ACTIVE);
    }
  }

  private static KeptAnswer kept(KeptAnswers kept, String key) throws Exception {
    return answer(kept.byKey(ACME, Endpoint.RESERVE, key)).orElseThrow();
  }

  private static ReservationView view(ReadTables tables, Reservation of, long nowMs)
      throws Exception {
    Optional<ReservationView> found =
        answer(new ReservationQueries(tables.reads).byId(of.id(), nowMs));
    return found.orElseThrow();
  }

  private static Reservation reservation(long operation, String key, String metadata) {
    return new Reservation(
        ReservationId.of(ACME, 3, 1, operation),
        new RequestKey(key, "hash-" + key),
        CHAT,
        new Amount(Unit.TOKENS, 70),
        List.of(ROOT, CHAT),
        OveragePolicy.ALLOW_WITH_OVERDRAFT,
        purpose(metadata),
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

  /** As its book knows it, with what only the tables keep. */
  private static Reservation whole(Reservation made, BookState state, String note) {
    Reservation remembered = state.reservation(made.id());
    Reservation.End end = remembered.end();
    return made.held(remembered.createBalances())
        .ended(
            new Reservation.End(
                end.status(), end.key(), end.charged(), note, end.atMs(), end.balances()));
  }

  private static Purpose purpose(String metadata) {
    return new Purpose("{\"tenant\":\"acme\",\"app\":\"chat\"}", "{\"kind\":\"k\"}", metadata);
  }
}
