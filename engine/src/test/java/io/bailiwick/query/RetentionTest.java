package io.bailiwick.query;

import static io.bailiwick.query.ReadTables.answer;
import static org.assertj.core.api.Assertions.assertThat;

import io.bailiwick.amount.Amount;
import io.bailiwick.amount.OveragePolicy;
import io.bailiwick.amount.Unit;
import io.bailiwick.config.ReservationSettings;
import io.bailiwick.config.Secret;
import io.bailiwick.config.WebhookSettings;
import io.bailiwick.journal.TestStore;
import io.bailiwick.projection.SqlStatement;
import io.bailiwick.projection.TableWrite;
import io.bailiwick.reservation.BookEvent;
import io.bailiwick.reservation.BookState;
import io.bailiwick.reservation.Endpoint;
import io.bailiwick.reservation.KeptAnswer;
import io.bailiwick.reservation.Purpose;
import io.bailiwick.reservation.RequestKey;
import io.bailiwick.reservation.Reservation;
import io.bailiwick.reservation.ReservationId;
import io.bailiwick.reservation.ReservationReply;
import io.bailiwick.scope.ScopePath;
import io.bailiwick.tenant.TenantId;
import io.bailiwick.tenant.TenantStatus;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RetentionTest {

  private static final TenantId ACME = new TenantId("acme");
  private static final ScopePath ROOT = ScopePath.root(ACME);
  private static final long DAY_MS = Duration.ofDays(1).toMillis();
  static final ReservationSettings SETTINGS =
      new ReservationSettings(
          Duration.ofSeconds(1),
          Duration.ofSeconds(1),
          Duration.ofSeconds(1),
          Duration.ofDays(7),
          Duration.ofDays(30),
          1,
          0,
          0,
          Duration.ofMinutes(1),
          Duration.ofHours(1),
          Duration.ZERO);

  static final WebhookSettings WEBHOOK =
      new WebhookSettings(
          new Secret(""), Duration.ofSeconds(1), Duration.ofSeconds(1), Duration.ofDays(14));

  @TempDir Path dataDir;

  @ParameterizedTest
  @EnumSource
  void reservationsLeaveAfterTheirTimeAndLiveOnesNever(TestStore store) throws Exception {
    try (ReadTables tables = new ReadTables(store, dataDir)) {
      tables.tenant("acme", TenantStatus.ACTIVE);
      RequestKey key = new RequestKey("end", "hash");
      Reservation ended = reservation(1);
      Reservation endedLate = reservation(2);
      Reservation live = reservation(3);
      tables.apply(
          BookState.empty(ACME, 0),
          new BookEvent.Reserved(1, ended, null, 0),
          new BookEvent.Reserved(2, endedLate, null, 0),
          new BookEvent.Reserved(3, live, null, 0),
          new BookEvent.Released(4, ended.id(), key, null, null, 100),
          new BookEvent.Released(5, endedLate.id(), key, null, null, DAY_MS));
      Retention retention = retention(tables);
      KeptAnswers kept = new KeptAnswers(tables.reads);

      assertThat(removed(retention, 30 * DAY_MS + 100)).isZero();
      assertThat(removed(retention, 30 * DAY_MS + 101)).isEqualTo(1);
      assertThat(answer(kept.restore(ended.id()))).isEmpty();
      assertThat(answer(kept.restore(endedLate.id()))).isPresent();

      assertThat(removed(retention, 400 * DAY_MS)).isEqualTo(1);
      assertThat(answer(kept.restore(endedLate.id()))).isEmpty();
      assertThat(answer(kept.restore(live.id()))).isPresent();
    }
  }

  @ParameterizedTest
  @EnumSource
  void answersLeaveInBoundedStepsAndThatOfAnExtensionNotBeforeItsLease(TestStore store)
      throws Exception {
    try (ReadTables tables = new ReadTables(store, dataDir)) {
      BookState state = BookState.empty(ACME, 0);
      int answers = Retention.STEP_ROWS_MAX + 20;
      BookEvent[] judged = new BookEvent[answers];
      for (int i = 0; i < answers; i++) {
        judged[i] = new BookEvent.Judged(judged("key" + i, i), i);
      }
      state = tables.apply(state, judged);
      Reservation made = reservation(1);
      long leaseEndMs = 3 * DAY_MS;
      tables.apply(
          state,
          new BookEvent.Reserved(1, made, null, 0),
          new BookEvent.Extended(
              made.id(), new RequestKey("x", "hash"), leaseEndMs, List.of(), 10));
      Retention retention = retention(tables);

      long weekMs = 7 * DAY_MS;
      assertThat(removed(retention, weekMs + 2)).isEqualTo(2);
      assertThat(removed(retention, weekMs + answers)).isEqualTo(Retention.STEP_ROWS_MAX);
      assertThat(removed(retention, weekMs + answers)).isEqualTo(18);
      assertThat(removed(retention, weekMs + leaseEndMs)).isZero();
      assertThat(removed(retention, weekMs + leaseEndMs + 1)).isEqualTo(1);
    }
  }

  @ParameterizedTest
  @EnumSource
  void bulkActionsLeaveWithOtherKeysAndNoneThatHasNotEnded(TestStore store) throws Exception {
    try (ReadTables tables = new ReadTables(store, dataDir)) {
      SqlStatement insert =
          SqlStatement.every(
              1,
              "INSERT INTO bulk_action (kind, idempotency_key, bulk_id, request, told_before,"
                  + " runner, beat, began_at_ms, envelope) VALUES ('TENANTS', ?, ?, '{}', '', 'r',"
                  + " 1, 0, ?)");
      tables.write(
          List.of(
              TableWrite.of(insert, "ended", "1", "{}"),
              TableWrite.of(insert, "under way", "2", null)));
      Retention retention = retention(tables);

      assertThat(removed(retention, 7 * DAY_MS)).isZero();
      assertThat(removed(retention, 7 * DAY_MS + 1)).isEqualTo(1);
      assertThat(removed(retention, 400 * DAY_MS)).isZero();
    }
  }

  private static Retention retention(ReadTables tables) {
    return new Retention(
        tables.reads,
        tables.writer,
        List.of(
            new Retention.Group(Retention.STEP_ROWS_MAX, OldClientRows.kinds(SETTINGS, WEBHOOK))));
  }

  private static int removed(Retention retention, long nowMs) throws Exception {
    return answer(retention.step(nowMs)).rows();
  }

  private static KeptAnswer judged(String key, long atMs) {
    return new KeptAnswer(
        Endpoint.DECIDE,
        new RequestKey(key, "hash"),
        new ReservationReply.Judged(ROOT, new Amount(Unit.TOKENS, 1), null, List.of(), null),
        atMs);
  }

  private static Reservation reservation(long operation) {
    return new Reservation(
        ReservationId.of(ACME, 0, 1, operation),
        new RequestKey("key" + operation, "hash"),
        ROOT,
        new Amount(Unit.TOKENS, 1),
        List.of(ROOT),
        OveragePolicy.REJECT,
        new Purpose("{}", "{}", null),
        0,
        1_000,
        1_000,
        0,
        0,
        10,
        null,
        null,
        null,
        null);
  }
}
