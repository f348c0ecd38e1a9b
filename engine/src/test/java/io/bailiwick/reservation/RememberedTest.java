package io.bailiwick.reservation;

import static org.assertj.core.api.Assertions.assertThat;

import io.bailiwick.amount.Amount;
import io.bailiwick.amount.Unit;
import io.bailiwick.scope.ScopePath;
import org.junit.jupiter.api.Test;

/**
 * A book must not keep what clients can make as large as they like, nor more than what is live and
 * recent.
 */
class RememberedTest {

  private static final String LARGE = "{\"x\":\"" + "y".repeat(200_000) + "\"}";
  private static final int KEPT_MAX = Recent.BOUNDS.max();
  private static final Purpose PURPOSE = new Purpose("{\"app\":\"chat\"}", "{\"k\":1}", LARGE);

  private final OneTenant acme = new OneTenant();
  private final ScopePath root = acme.open("tenant:acme", Unit.TOKENS, 1_000, 0);

  @Test
  void keepsOfALiveReservationWhatIsSmall() {
    ReservationId id = reserve();

    assertThat(acme.bookState().reservation(id).purpose())
        .isEqualTo(new Purpose(PURPOSE.subject(), PURPOSE.action(), null));
    assertThat(acme.bookState().toString()).hasSizeLessThan(10_000);
  }

  @Test
  void keepsOfOneThatHasEndedOnlyWhatARepetitionNeeds() {
    ReservationId id = reserve();
    RequestKey key = acme.newKey();
    var commit =
        new ReservationCommand.Commit(key, id, new Amount(Unit.TOKENS, 3), "{\"m\":" + LARGE + "}");
    ReservationReply first = acme.ask(commit);
    acme.advance(1_000);

    Reservation ended = acme.bookState().reservation(id);
    assertThat(ended.purpose()).isEqualTo(Purpose.FORGOTTEN);
    assertThat(ended.end().note()).isNull();
    assertThat(ended.end().balances()).isNotNull();
    assertThat(acme.bookState().toString()).hasSizeLessThan(10_000);
    assertThat(acme.ask(commit)).isEqualTo(first);
  }

  @Test
  void keepsABoundedNumberOfWhatIsOver() {
    ReservationId live = reserve();
    for (int i = 0; i < 4 * KEPT_MAX; i++) {
      acme.commit(reserve(), 0);
    }
    acme.advance(100);

    BookState state = acme.bookState();
    assertThat(state.recent().size()).isEqualTo(KEPT_MAX);
    assertThat(state.reservations().size()).isEqualTo(KEPT_MAX + 1);
    assertThat(state.byKey().size()).isEqualTo(KEPT_MAX + 1);
    assertThat(state.unfinished().size()).isZero();
    assertThat(state.reservation(live)).isNotNull();
  }

  @Test
  void keepsABoundedNumberOfAnswers() {
    for (int i = 0; i < 4 * KEPT_MAX; i++) {
      acme.ask(new ReservationCommand.Decide(acme.newKey(), root, new Amount(Unit.TOKENS, 5)));
    }

    assertThat(acme.bookState().kept().size()).isEqualTo(KEPT_MAX);
    assertThat(acme.bookState().recent().size()).isEqualTo(KEPT_MAX);
  }

  @Test
  void letsGoOfWhatWasOverLongAgoButForTheNewest() {
    for (int i = 0; i < 100; i++) {
      acme.commit(reserve(), 0);
    }
    acme.advance(Recent.BOUNDS.ageMsMax());
    assertThat(acme.bookState().recent().size()).isEqualTo(100);

    acme.advance(1);
    ReservationId last = reserve();
    assertThat(acme.bookState().recent().size()).isEqualTo(1);
    acme.commit(last, 0);
    acme.advance(100);
    assertThat(acme.bookState().recent().size()).isEqualTo(1);
    assertThat(acme.bookState().reservations().size()).isEqualTo(1);
    assertThat(acme.bookState().reservation(last)).isNotNull();
  }

  @Test
  void theTablesMustHaveWhatHasLeftAndNothingNewer() {
    for (int i = 0; i < KEPT_MAX + 1; i++) {
      acme.ask(new ReservationCommand.Decide(acme.newKey(), root, new Amount(Unit.TOKENS, 5)));
    }
    acme.askLater(OneTenant.reserving(acme.newKey(), root, 1, null));

    assertThat(acme.lookUps.getLast().newerCount()).isEqualTo(KEPT_MAX);
  }

  @Test
  void waitsForNoLeaseOfAReservationThatHasEnded() {
    acme.release(reserve());
    acme.commit(reserve(), 0);
    ReservationId extended = reserve();
    acme.extend(extended, 50_000);
    acme.commit(extended, 0);
    // Until it has seen that there is nothing to be woken for.
    acme.advance(5_000);

    assertThat(acme.participants.get(acme.book().text()).nextTickMs()).isEqualTo(Long.MAX_VALUE);
  }

  private ReservationId reserve() {
    var command =
        new ReservationCommand.Reserve(
            acme.newKey(), root, new Amount(Unit.TOKENS, 5), 60_000L, 5_000, null, false, PURPOSE);
    return ((ReservationReply.Reserved) acme.ask(command)).reservation();
  }
}
