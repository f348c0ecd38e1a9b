package io.bailiwick.reservation;

import static org.assertj.core.api.Assertions.assertThat;

import io.bailiwick.amount.Amount;
import io.bailiwick.amount.Unit;
import io.bailiwick.scope.ScopePath;
import org.junit.jupiter.api.Test;

/** A book must not keep what clients can make as large as they like. */
class RememberedTest {

  private static final String LARGE = "{\"x\":\"" + "y".repeat(200_000) + "\"}";
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

  private ReservationId reserve() {
    var command =
        new ReservationCommand.Reserve(
            acme.newKey(), root, new Amount(Unit.TOKENS, 5), 60_000L, 5_000, null, false, PURPOSE);
    return ((ReservationReply.Reserved) acme.ask(command)).reservation();
  }
}
