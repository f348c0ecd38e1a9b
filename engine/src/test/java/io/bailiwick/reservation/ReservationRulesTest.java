package io.bailiwick.reservation;

import static org.assertj.core.api.Assertions.assertThat;

import io.bailiwick.amount.Amount;
import io.bailiwick.amount.OveragePolicy;
import io.bailiwick.amount.Unit;
import io.bailiwick.refusal.Refusal;
import io.bailiwick.refusal.RefusalCode;
import io.bailiwick.scope.ScopePath;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a reservation alone says to a command, before any scope is asked. */
class ReservationRulesTest {

  private static final RequestKey KEY = new RequestKey("key", "hash");
  private static final ReservationId ID = new ReservationId("acme.0.1.1");
  private static final ScopePath SCOPE = new ScopePath("tenant:acme/app:chat");
  private static final long EXPIRES_AT_MS = 61_000;
  private static final long GRACE_MS = 5_000;

  private static final Reservation RESERVATION =
      new Reservation(
          ID,
          KEY,
          SCOPE,
          new Amount(Unit.TOKENS, 100),
          List.of(SCOPE),
          OveragePolicy.REJECT,
          new Purpose("{}", "{}", null),
          1_000,
          EXPIRES_AT_MS,
          EXPIRES_AT_MS,
          GRACE_MS,
          0,
          10,
          List.of(),
          null,
          null,
          null);

  private static Refusal commit(Unit unit, long actual, long nowMs) {
    return ReservationRules.check(
        RESERVATION, new ReservationCommand.Commit(KEY, ID, new Amount(unit, actual), null), nowMs);
  }

  @Test
  void whatIsOverdueHasExpiredWhateverElseIsWrong() {
    long afterGraceMs = EXPIRES_AT_MS + GRACE_MS + 1;

    assertThat(commit(Unit.CREDITS, 1, afterGraceMs).code())
        .isEqualTo(RefusalCode.RESERVATION_EXPIRED);
    assertThat(commit(Unit.CREDITS, 1, afterGraceMs - 1).code())
        .isEqualTo(RefusalCode.UNIT_MISMATCH);
  }

  @Test
  void aCommitInAnotherUnitIsToldTheScopeAndTheUnit() {
    assertThat(commit(Unit.CREDITS, 1, 2_000).details())
        .containsEntry("scope", SCOPE.text())
        .containsEntry("requested_unit", "CREDITS")
        .containsEntry("expected_units", List.of("TOKENS"));
  }

  @Test
  void aCommitBeyondWhatRejectAllowsIsToldTheFigures() {
    assertThat(commit(Unit.TOKENS, 101, 2_000).details())
        .containsEntry("scope", SCOPE.text())
        .containsEntry("unit", "TOKENS")
        .containsEntry("reserved", 100L)
        .containsEntry("requested", 101L);
  }
}
