package io.bailiwick.reservation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** One entry for each live reservation, at its latest time. */
class LeasesTest {

  private static final ReservationId A = new ReservationId("acme.0.1.1");
  private static final ReservationId B = new ReservationId("acme.0.1.2");

  private final Leases leases = new Leases();

  @Test
  void anotherTimeTakesThePlaceOfTheFirst() {
    leases.lookAgain(A, 10);
    leases.lookAgain(A, 30);
    leases.lookAgain(B, 20);

    assertThat(leases.count()).isEqualTo(2);
    assertThat(leases.nextMs()).isEqualTo(20);
    assertThat(overdueAt(29)).containsExactly(B);
    assertThat(overdueAt(30)).containsExactly(A);
    assertThat(leases.count()).isZero();
  }

  @Test
  void whatIsForgottenIsNeverOverdue() {
    leases.lookAgain(A, 10);
    leases.lookAgain(B, 10);
    leases.forget(A);

    assertThat(leases.count()).isEqualTo(1);
    assertThat(overdueAt(100)).containsExactly(B);
  }

  @Test
  void onesThatAreDueAtTheSameTimeAreAllThere() {
    leases.lookAgain(B, 10);
    leases.lookAgain(A, 10);

    assertThat(overdueAt(9)).isEmpty();
    assertThat(overdueAt(10)).containsExactly(A, B);
  }

  private List<ReservationId> overdueAt(long nowMs) {
    List<ReservationId> overdue = new ArrayList<>();
    leases.check(nowMs, overdue::add);
    return overdue;
  }
}
