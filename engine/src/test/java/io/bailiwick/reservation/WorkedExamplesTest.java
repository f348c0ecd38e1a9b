package io.bailiwick.reservation;

import static io.bailiwick.amount.OveragePolicy.ALLOW_IF_AVAILABLE;
import static io.bailiwick.amount.OveragePolicy.ALLOW_WITH_OVERDRAFT;
import static io.bailiwick.amount.OveragePolicy.REJECT;
import static org.assertj.core.api.Assertions.assertThat;

import io.bailiwick.amount.Unit;
import io.bailiwick.refusal.RefusalCode;
import io.bailiwick.scope.Figures;
import io.bailiwick.scope.ScopePath;
import org.junit.jupiter.api.Test;

/** The arithmetic of commits and events, with worked numbers. */
class WorkedExamplesTest {

  private final OneTenant acme = new OneTenant();

  @Test
  void commitsLessThanReservedAndReturnsTheRest() {
    ScopePath root = root(1_000_000, 0);
    ReservationId id = acme.reserved(root, 5_000, null);
    assertThat(acme.figures(root).remaining()).isEqualTo(995_000);

    assertThat(charged(acme.commit(id, 3_000))).isEqualTo(3_000);

    assertThat(acme.figures(root)).isEqualTo(new Figures(1_000_000, 3_000, 0, 0, 0, false));
    assertThat(acme.figures(root).remaining()).isEqualTo(997_000);
  }

  @Test
  void commitsMoreThanReservedWhereItIsThere() {
    ScopePath root = root(10_000, 0);
    ReservationId id = acme.reserved(root, 4_000, null);

    assertThat(charged(acme.commit(id, 5_500))).isEqualTo(5_500);

    assertThat(acme.figures(root)).isEqualTo(new Figures(10_000, 5_500, 0, 0, 0, false));
  }

  @Test
  void capsWhatIsNotThereAndMarksTheLedger() {
    ScopePath root = root(5_000, 0);
    ReservationId id = acme.reserved(root, 5_000, null);

    assertThat(charged(acme.commit(id, 6_000))).isEqualTo(5_000);

    assertThat(acme.figures(root)).isEqualTo(new Figures(5_000, 5_000, 0, 0, 0, true));
    assertThat(refusal(acme.reserve(root, 1))).isEqualTo(RefusalCode.OVERDRAFT_LIMIT_EXCEEDED);
  }

  @Test
  void capsByThePoorestScopeAndMarksOnlyThat() {
    ScopePath root = root(150, 0);
    ScopePath child = acme.open("tenant:acme/app:chat", Unit.TOKENS, 1_000, 0);
    ReservationId id = acme.reserved(child, 100, null);

    assertThat(charged(acme.commit(id, 200))).isEqualTo(150);

    assertThat(acme.figures(root)).isEqualTo(new Figures(150, 150, 0, 0, 0, true));
    assertThat(acme.figures(child)).isEqualTo(new Figures(1_000, 150, 0, 0, 0, false));
  }

  @Test
  void capsAnEventByThePoorestScope() {
    ScopePath root = root(50, 0);
    ScopePath child = acme.open("tenant:acme/app:chat", Unit.TOKENS, 950, 0);

    ReservationReply.Debited debited =
        (ReservationReply.Debited) acme.event(child, 100, ALLOW_IF_AVAILABLE);

    assertThat(debited.charged().value()).isEqualTo(50);
    assertThat(acme.figures(root)).isEqualTo(new Figures(50, 50, 0, 0, 0, true));
    assertThat(acme.figures(child)).isEqualTo(new Figures(950, 50, 0, 0, 0, false));
  }

  @Test
  void owesWhatIsNotThereUpToTheLimit() {
    ReservationId id = overdrawn();

    assertThat(charged(acme.commit(id, 100_000))).isEqualTo(100_000);

    assertThat(acme.figures(OneTenant.ROOT))
        .isEqualTo(new Figures(1_000_000, 1_000_000, 0, 50_000, 100_000, false));
    assertThat(acme.figures(OneTenant.ROOT).remaining()).isEqualTo(-50_000);
    assertThat(refusal(acme.reserve(OneTenant.ROOT, 1))).isEqualTo(RefusalCode.BUDGET_EXCEEDED);
  }

  @Test
  void refusesToOweMoreThanTheLimit() {
    ReservationId id = overdrawn();

    assertThat(refusal(acme.commit(id, 200_000))).isEqualTo(RefusalCode.OVERDRAFT_LIMIT_EXCEEDED);

    assertThat(acme.figures(OneTenant.ROOT).reserved()).isEqualTo(1_000);
    assertThat(charged(acme.commit(id, 121_000))).isEqualTo(121_000);
    assertThat(acme.figures(OneTenant.ROOT).debt()).isEqualTo(71_000);
  }

  @Test
  void mixesScopesWithAndWithoutOverdraft() {
    ScopePath root = root(50, 0);
    ScopePath child = acme.open("tenant:acme/app:chat", Unit.TOKENS, 30, 500);
    ReservationId id = acme.reserved(child, 20, ALLOW_WITH_OVERDRAFT);

    assertThat(charged(acme.commit(id, 120))).isEqualTo(50);

    assertThat(acme.figures(root)).isEqualTo(new Figures(50, 50, 0, 0, 0, true));
    assertThat(acme.figures(child)).isEqualTo(new Figures(30, 30, 0, 20, 500, false));
  }

  @Test
  void refusesAnEventUnderReject() {
    ScopePath root = root(50, 0);

    assertThat(refusal(acme.event(root, 100, REJECT))).isEqualTo(RefusalCode.BUDGET_EXCEEDED);
    assertThat(acme.figures(root)).isEqualTo(new Figures(50, 0, 0, 0, 0, false));
  }

  @Test
  void refusesMoreThanReservedUnderRejectHoweverMuchIsThere() {
    ScopePath root = root(10_000, 0);
    ReservationId id = acme.reserved(root, 100, REJECT);

    assertThat(refusal(acme.commit(id, 101))).isEqualTo(RefusalCode.BUDGET_EXCEEDED);
    assertThat(charged(acme.commit(id, 100))).isEqualTo(100);
  }

  @Test
  void commitsNothing() {
    ScopePath root = root(10_000, 0);
    ReservationId id = acme.reserved(root, 5_000, null);

    assertThat(charged(acme.commit(id, 0))).isZero();
    assertThat(acme.figures(root)).isEqualTo(new Figures(10_000, 0, 0, 0, 0, false));
  }

  @Test
  void refusesAnEventThatWouldOweTooMuch() {
    ScopePath root = root(1_000_000, 100_000);
    acme.event(root, 950_000, ALLOW_WITH_OVERDRAFT);

    assertThat(refusal(acme.event(root, 500_000, ALLOW_WITH_OVERDRAFT)))
        .isEqualTo(RefusalCode.OVERDRAFT_LIMIT_EXCEEDED);
  }

  @Test
  void keepsTheGraceForCommitsAndNotForExtensions() {
    ScopePath root = root(10_000, 0);
    ReservationId late = acme.reserved(root, 10, null);
    ReservationId tooLate = acme.reserved(root, 10, null);

    acme.advance(62_000);
    assertThat(refusal(acme.extend(late, 1_000))).isEqualTo(RefusalCode.RESERVATION_EXPIRED);
    assertThat(charged(acme.commit(late, 10))).isEqualTo(10);

    acme.advance(3_001);
    assertThat(refusal(acme.commit(tooLate, 10))).isEqualTo(RefusalCode.RESERVATION_EXPIRED);
    assertThat(refusal(acme.release(tooLate))).isEqualTo(RefusalCode.RESERVATION_EXPIRED);
    assertThat(acme.figures(root).reserved()).isZero();
  }

  private ScopePath root(long allocated, long overdraftLimit) {
    return acme.open("tenant:acme", Unit.TOKENS, allocated, overdraftLimit);
  }

  private ReservationId overdrawn() {
    ScopePath root = root(1_000_000, 100_000);
    acme.event(root, 950_000, null);
    return acme.reserved(root, 1_000, ALLOW_WITH_OVERDRAFT);
  }

  private static long charged(ReservationReply reply) {
    return ((ReservationReply.Committed) reply).charged().value();
  }

  private static RefusalCode refusal(ReservationReply reply) {
    return ((ReservationReply.Refused) reply).refusal().code();
  }
}
