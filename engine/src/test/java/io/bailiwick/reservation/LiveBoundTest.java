package io.bailiwick.reservation;

import static org.assertj.core.api.Assertions.assertThat;

import io.bailiwick.amount.Amount;
import io.bailiwick.amount.Unit;
import io.bailiwick.protocol.EntityId;
import io.bailiwick.protocol.ScopeMessage;
import io.bailiwick.refusal.RefusalCode;
import io.bailiwick.scope.FundingOperation;
import io.bailiwick.scope.ScopePath;
import org.junit.jupiter.api.Test;

/** A book on a node that has as many live reservations as it may. */
class LiveBoundTest {

  private final OneTenant acme = new OneTenant();
  private final ScopePath root = acme.open("tenant:acme", Unit.TOKENS, 1_000, 0);
  private final ScopePath agent = acme.open("tenant:acme/agent:a", Unit.TOKENS, 100, 0);

  private static void isTurnedAway(ReservationReply reply) {
    assertThat(reply).isInstanceOf(ReservationReply.Refused.class);
    assertThat(((ReservationReply.Refused) reply).refusal().code())
        .isEqualTo(RefusalCode.LIMIT_EXCEEDED);
  }

  private ReservationCommand.Reserve dryRun() {
    ReservationCommand.Reserve live = OneTenant.reserving(acme.newKey(), agent, 1, null);
    return new ReservationCommand.Reserve(
        live.key(),
        live.scope(),
        live.estimate(),
        live.ttlMs(),
        live.graceMs(),
        live.overagePolicy(),
        true,
        live.purpose());
  }

  private ReservationCommand.Decide decide() {
    return new ReservationCommand.Decide(acme.newKey(), agent, new Amount(Unit.TOKENS, 1));
  }

  @Test
  void aNewReservationIsRefusedAndHoldsNothing() {
    acme.isFull = true;
    isTurnedAway(acme.reserve(agent, 10));
    assertThat(acme.figures(root).reserved()).isZero();
    assertThat(acme.figures(agent).reserved()).isZero();

    acme.isFull = false;
    assertThat(acme.reserve(agent, 10)).isInstanceOf(ReservationReply.Reserved.class);
  }

  @Test
  void whatMakesNoLiveReservationGoesOn() {
    ReservationCommand.Reserve known = OneTenant.reserving(acme.newKey(), agent, 1, null);
    ReservationReply.Reserved made = (ReservationReply.Reserved) acme.ask(known);
    ReservationId committed = acme.reserved(agent, 10, null);
    ReservationId released = acme.reserved(agent, 10, null);
    acme.isFull = true;

    assertThat(((ReservationReply.Reserved) acme.ask(known)).reservation())
        .isEqualTo(made.reservation());
    assertThat(acme.extend(made.reservation(), 1_000))
        .isInstanceOf(ReservationReply.Extended.class);
    assertThat(acme.commit(committed, 10)).isInstanceOf(ReservationReply.Committed.class);
    assertThat(acme.release(released)).isInstanceOf(ReservationReply.Released.class);
    assertThat(acme.event(agent, 1, null)).isInstanceOf(ReservationReply.Debited.class);
    assertThat(acme.ask(dryRun())).isInstanceOf(ReservationReply.Judged.class);
    assertThat(acme.ask(decide())).isInstanceOf(ReservationReply.Judged.class);
    isTurnedAway(acme.reserve(agent, 1));
  }

  @Test
  void aKeyThatWasRefusedIsAsNew() {
    ReservationCommand.Reserve refused = OneTenant.reserving(acme.newKey(), agent, 1, null);
    acme.isFull = true;
    isTurnedAway(acme.ask(refused));
    acme.isFull = false;
    assertThat(acme.ask(refused)).isInstanceOf(ReservationReply.Reserved.class);
  }

  @Test
  void theEventsCountWhatIsLive() {
    acme.commit(acme.reserved(agent, 10, null), 10);
    acme.release(acme.reserved(agent, 10, null));
    ReservationId expiring = acme.reserved(agent, 10, null);
    assertThat(counted()).isEqualTo(acme.bookState().liveCount()).isEqualTo(1);
    acme.advance(70_000);
    assertThat(acme.bookState().reservation(expiring).status())
        .isEqualTo(ReservationStatus.EXPIRED);
    assertThat(counted()).isEqualTo(acme.bookState().liveCount()).isZero();

    // One that is taken back: its scope has forgotten it, and has no room left.
    acme.holds = letter -> letter.message() instanceof ScopeMessage.Apply;
    acme.askLater(OneTenant.reserving(acme.newKey(), agent, 90, null));
    assertThat(counted()).isEqualTo(acme.bookState().liveCount()).isEqualTo(1);
    acme.restart(new EntityId.OfScope(agent));
    acme.fund(agent, FundingOperation.DEBIT, 50);
    acme.holds = letter -> false;
    acme.release(letter -> true);
    acme.advance(3_000);
    assertThat(counted()).isEqualTo(acme.bookState().liveCount()).isZero();

    acme.reserved(agent, 5, null);
    acme.close();
    assertThat(counted()).isEqualTo(acme.bookState().liveCount()).isZero();
  }

  private int counted() {
    return acme.journals.get(acme.book().text()).stream()
        .mapToInt(event -> ((BookEvent) event).liveBy())
        .sum();
  }
}
