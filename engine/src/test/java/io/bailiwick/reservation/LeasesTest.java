package io.bailiwick.reservation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** One entry for each live reservation, at its latest time. */
class LeasesTest {

  private static final ReservationId A = new ReservationId("acme.0.1.1");
  private static final ReservationId B = new ReservationId("acme.0.1.2");

  /** By the other clock nothing is due. */
  private static final long NOTHING_ELAPSED = 0;

  private final Leases leases = new Leases();

  @Test
  void anotherTimeTakesThePlaceOfTheFirst() {
    leases.watch(A, 10);
    leases.watch(A, 30);
    leases.watch(B, 20);

    assertThat(leases.count()).isEqualTo(2);
    assertThat(leases.nextMs()).isEqualTo(20);
    assertThat(overdueAt(29)).containsExactly(B);
    assertThat(overdueAt(30)).containsExactly(A);
    assertThat(leases.count()).isZero();
  }

  @Test
  void whatIsForgottenIsNeverOverdue() {
    leases.watch(A, 10);
    leases.watch(B, 10);
    leases.forget(A);

    assertThat(leases.count()).isEqualTo(1);
    assertThat(overdueAt(100)).containsExactly(B);
  }

  @Test
  void onesThatAreDueAtTheSameTimeAreAllThere() {
    leases.watch(B, 10);
    leases.watch(A, 10);

    assertThat(overdueAt(9)).isEmpty();
    assertThat(overdueAt(10)).containsExactly(A, B);
  }

  @Test
  void looksAgainWhenTimeHasGoneByWhateverTheDate() {
    leases.watch(A, 10);
    leases.lookAgain(A, 500);
    leases.lookAgain(B, 600);

    assertThat(leases.count()).isEqualTo(2);
    assertThat(leases.nextMs()).isEqualTo(Long.MAX_VALUE);
    assertThat(leases.nextLookMs()).isEqualTo(500);
    assertThat(overdue(1_000, 499)).isEmpty();
    assertThat(overdue(0, 500)).containsExactly(A);
    leases.watch(B, 10);
    assertThat(leases.isToLookAgain()).isFalse();
    assertThat(overdue(9, 1_000)).isEmpty();
  }

  private List<ReservationId> overdueAt(long nowMs) {
    return overdue(nowMs, NOTHING_ELAPSED);
  }

  private List<ReservationId> overdue(long nowMs, long elapsedMs) {
    List<ReservationId> overdue = new ArrayList<>();
    leases.check(nowMs, elapsedMs, overdue::add);
    return overdue;
  }
}
