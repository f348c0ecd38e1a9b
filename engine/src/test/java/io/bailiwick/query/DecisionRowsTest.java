package io.bailiwick.query;

import static io.bailiwick.query.ReadTables.answer;
import static org.assertj.core.api.Assertions.assertThat;

import io.bailiwick.amount.Amount;
import io.bailiwick.amount.OveragePolicy;
import io.bailiwick.amount.Unit;
import io.bailiwick.journal.TestStore;
import io.bailiwick.policy.Caps;
import io.bailiwick.projection.DecisionRows;
import io.bailiwick.projection.TableWrites;
import io.bailiwick.protocol.Effect;
import io.bailiwick.record.Actor;
import io.bailiwick.record.AuditEntry;
import io.bailiwick.record.DecisionEntry;
import io.bailiwick.record.Origin;
import io.bailiwick.record.query.DecisionFilter;
import io.bailiwick.record.query.DecisionQueries;
import io.bailiwick.record.query.DecisionView;
import io.bailiwick.reservation.BookEvent;
import io.bailiwick.reservation.BookState;
import io.bailiwick.reservation.Purpose;
import io.bailiwick.reservation.Recent;
import io.bailiwick.reservation.RequestKey;
import io.bailiwick.reservation.Reservation;
import io.bailiwick.reservation.ReservationId;
import io.bailiwick.scope.ScopePath;
import io.bailiwick.tenant.TenantId;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a book decides, as rows of the decision log. */
class DecisionRowsTest {

  private static final TenantId ACME = new TenantId("acme");
  private static final ScopePath LEAF = new ScopePath("tenant:acme/app:a/agent:x");
  private static final ScopePath ROOT = ScopePath.root(ACME);

  private static final Origin AGENT =
      new Origin(
          Actor.API_KEY,
          "key_1",
          "10.0.0.1",
          "agent/1",
          "req-1",
          "a".repeat(32),
          "op",
          null,
          null,
          null);

  @TempDir Path dataDir;

  private BookState state = BookState.empty(ACME, 0);

  private void emit(ReadTables tables, boolean areRecorded, BookEvent event, Origin by)
      throws Exception {
    TableWrites out = new TableWrites();
    DecisionRows.add(event, state, by, areRecorded, out);
    state = state.apply(event, Recent.BOUNDS);
    tables.write(out.toList());
  }

  private static Reservation reservation(long number, Caps caps) {
    return new Reservation(
        ReservationId.of(ACME, 0, 1, number),
        new RequestKey("make-" + number, "hash"),
        LEAF,
        new Amount(Unit.TOKENS, 100),
        List.of(ROOT, LEAF),
        OveragePolicy.ALLOW_WITH_OVERDRAFT,
        new Purpose("{}", "{\"kind\":\"llm\",\"name\":\"gpt\",\"tags\":[\"t\"]}", "{}"),
        1_000,
        2_000,
        2_000,
        0,
        0,
        10,
        null,
        null,
        caps,
        null);
  }

  private static BookEvent.Reserved reserved(long number) {
    return new BookEvent.Reserved(number, reservation(number, null), null, 1_000);
  }

  private static List<DecisionView> log(ReadTables tables) throws Exception {
    return answer(new DecisionQueries(tables.reads).following(DecisionFilter.ALL, null, 100))
        .rows();
  }

  @ParameterizedTest
  @EnumSource
  void eachDecisionIsOneRowWithWhoAskedForIt(TestStore store) throws Exception {
    try (ReadTables tables = new ReadTables(store, dataDir)) {
      emit(tables, true, reserved(1), AGENT);
      ReservationId id = ReservationId.of(ACME, 0, 1, 1);
      emit(
          tables,
          true,
          new BookEvent.Extended(id, new RequestKey("more", "hash"), 3_000, List.of(), 1_100),
          AGENT);
      emit(
          tables,
          true,
          new BookEvent.Committed(
              2,
              id,
              new RequestKey("end", "hash"),
              120,
              new Effect.Overage(50, 20, OveragePolicy.ALLOW_IF_AVAILABLE),
              null,
              AGENT,
              1_200),
          AGENT);
      emit(tables, true, new BookEvent.Completed(2, List.of(), 1_300), null);

      List<DecisionView> log = log(tables);
      assertThat(log)
          .extracting(DecisionView::operation)
          .containsExactly(DecisionEntry.RESERVE, DecisionEntry.EXTEND, DecisionEntry.COMMIT);
      assertThat(log)
          .allSatisfy(
              row -> {
                assertThat(row.decision()).isEqualTo("ALLOW");
                assertThat(row.reservationId()).isEqualTo(id.text());
                assertThat(row.scope()).isEqualTo(LEAF);
                assertThat(row.affected()).containsExactly(ROOT, LEAF);
                assertThat(row.actionKind()).isEqualTo("llm");
                assertThat(row.actionName()).isEqualTo("gpt");
                assertThat(row.estimated()).isEqualTo(100);
                assertThat(row.keyId()).isEqualTo("key_1");
                assertThat(row.actorType()).isEqualTo("api_key");
                assertThat(row.sourceIp()).isEqualTo("10.0.0.1");
                assertThat(row.requestId()).isEqualTo("req-1");
                assertThat(row.traceId()).isEqualTo("a".repeat(32));
              });
      assertThat(log)
          .extracting(DecisionView::idempotencyKey)
          .containsExactly("make-1", "more", "end");
      DecisionView commit = log.getLast();
      assertThat(commit.actual()).isEqualTo(150);
      assertThat(commit.charged()).isEqualTo(120);
      assertThat(commit.overage()).isEqualTo(20);
      assertThat(log.getFirst().charged()).isNull();
    }
  }

  @ParameterizedTest
  @EnumSource
  void eventsCapsExpiriesAndClosesAreToldAsSuch(TestStore store) throws Exception {
    try (ReadTables tables = new ReadTables(store, dataDir)) {
      Caps caps = new Caps(5L, null, null, null, null);
      emit(tables, true, new BookEvent.Reserved(1, reservation(1, caps), null, 1_000), AGENT);
      emit(tables, true, reserved(2), AGENT);
      emit(tables, true, new BookEvent.Expired(3, ReservationId.of(ACME, 0, 1, 1), 5_000), null);
      emit(
          tables,
          true,
          new BookEvent.Released(
              4, ReservationId.of(ACME, 0, 1, 2), null, "tenant_closed", null, 5_001),
          null);
      emit(
          tables,
          true,
          new BookEvent.Debited(
              5,
              ReservationId.of(ACME, 0, 1, 5),
              new RequestKey("event", "hash"),
              new Amount(Unit.CREDITS, 9),
              new Effect.Overage(9, 7, OveragePolicy.ALLOW_IF_AVAILABLE),
              LEAF,
              List.of(LEAF),
              new Purpose("{}", "{\"kind\":\"mail\",\"name\":\"send\"}", null),
              AGENT,
              5_002),
          AGENT);

      List<DecisionView> log = log(tables);
      assertThat(log)
          .extracting(DecisionView::operation)
          .containsExactly(
              DecisionEntry.RESERVE,
              DecisionEntry.RESERVE,
              DecisionEntry.EXPIRE,
              AuditEntry.CASCADE,
              DecisionEntry.DEBIT);
      assertThat(log)
          .extracting(DecisionView::decision)
          .containsExactly("ALLOW_WITH_CAPS", "ALLOW", null, null, "ALLOW");
      assertThat(log.get(2).keyId()).isNull();
      assertThat(log.get(3).reason()).isEqualTo("tenant_closed");
      DecisionView event = log.getLast();
      assertThat(event.unit()).isEqualTo(Unit.CREDITS);
      assertThat(event.actual()).isEqualTo(9);
      assertThat(event.charged()).isEqualTo(7);
      assertThat(event.overage()).as("nothing was held").isNull();
      assertThat(event.affected()).containsExactly(LEAF);
      assertThat(event.actionKind()).isEqualTo("mail");
    }
  }

  @ParameterizedTest
  @EnumSource
  void whatNeverBecameTrueIsNotThere(TestStore store) throws Exception {
    try (ReadTables tables = new ReadTables(store, dataDir)) {
      emit(tables, true, reserved(1), AGENT);
      emit(tables, true, reserved(2), AGENT);
      // Also where decisions have been switched off in between.
      emit(tables, false, new BookEvent.Voided(1, 1_001), null);

      assertThat(log(tables))
          .extracting(DecisionView::reservationId)
          .containsExactly(ReservationId.of(ACME, 0, 1, 2).text());
    }
  }

  @ParameterizedTest
  @EnumSource
  void nothingIsRecordedWhereNobodyWantsIt(TestStore store) throws Exception {
    try (ReadTables tables = new ReadTables(store, dataDir)) {
      emit(tables, false, reserved(1), AGENT);
      assertThat(log(tables)).isEmpty();
    }
  }
}
