package io.bailiwick.reservation;

import static org.assertj.core.api.Assertions.assertThat;

import io.bailiwick.amount.Amount;
import io.bailiwick.amount.Unit;
import io.bailiwick.protocol.BookMessage;
import io.bailiwick.protocol.EntityId;
import io.bailiwick.protocol.EntityMessage;
import io.bailiwick.protocol.ScopeMessage;
import io.bailiwick.scope.ScopePath;
import io.bailiwick.tenant.TenantReply;
import org.junit.jupiter.api.Test;

/**
 * The date is set back by an hour while something waits. No pause gets longer; only leases, which
 * are promised by the date, end later.
 */
class ClockSetBackTest {

  private static final long HOUR_MS = 3_600_000;
  private static final ScopePath AGENT = new ScopePath("tenant:acme/agent:writer");
  private static final EntityId AGENT_ID = new EntityId.OfScope(AGENT);

  private final OneTenant acme = new OneTenant();
  private final ScopePath root = acme.open("tenant:acme", Unit.TOKENS, 1_000, 0);

  ClockSetBackTest() {
    acme.open(AGENT.text(), Unit.TOKENS, 100, 0);
  }

  @Test
  void saysAgainWhatItRecorded() {
    hold(ScopeMessage.Apply.class);
    OneTenant.Asker asker = reserving(10);
    loseAndSetBack();

    acme.advance(acme.bookLimits.redeliveryMs());

    assertThat(asker.reply).isInstanceOf(ReservationReply.Reserved.class);
  }

  @Test
  void writesCompletions() {
    reserving(1);
    acme.setBack(HOUR_MS);
    // Asked for after that, so that no new date to be woken is written together with it.
    reserving(10);
    assertThat(acme.bookState().unfinished().isEmpty()).isFalse();

    acme.advance(20);

    assertThat(acme.bookState().unfinished().isEmpty()).isTrue();
  }

  @Test
  void givesUpWhatIsNotDecided() {
    reserving(1);
    hold(BookMessage.Consented.class);
    OneTenant.Asker asker = reserving(10);
    acme.setBack(HOUR_MS);

    acme.advance(acme.bookLimits.operationMaxMs() - 1);
    assertThat(asker.reply).isNull();
    acme.advance(1);
    assertThat(asker.reply).isEqualTo(new ReservationReply.Unavailable("no decision in time"));
  }

  @Test
  void waitsNoLongerForTheTables() {
    reserving(1);
    hold(BookMessage.KeyLookedUp.class);
    ReservationId unknown = new ReservationId("acme.0.1.77");
    OneTenant.Asker asker =
        acme.askLater(new ReservationCommand.Extend(acme.newKey(), unknown, 1_000));
    acme.setBack(HOUR_MS);

    acme.advance(acme.bookLimits.operationMaxMs());

    assertThat(asker.reply)
        .isEqualTo(new ReservationReply.Unavailable("the store did not answer in time"));
  }

  @Test
  void opensAgain() {
    hold(BookMessage.Opened.class);
    OneTenant.Asker asker = reserving(10);
    loseAndSetBack();

    acme.advance(acme.bookLimits.redeliveryMs());

    assertThat(asker.reply).isInstanceOf(ReservationReply.Reserved.class);
  }

  @Test
  void isFoundByTheDateIfItStops() {
    hold(ScopeMessage.Apply.class);
    reserving(10);
    acme.setBack(HOUR_MS);

    acme.advance(1);
    acme.tell(acme.book(), new BookMessage.Wake());

    long soonMs = acme.nowMs + 2 * acme.bookLimits.redeliveryMs();
    assertThat(acme.bookState().wakeAtMs()).isLessThanOrEqualTo(soonMs);
    assertThat(acme.bookState().lastAtMs()).isGreaterThan(acme.nowMs + HOUR_MS / 2);
  }

  @Test
  void aScopeAsksAfterWhatIsUndecided() {
    acme.holds = letter -> is(letter, BookMessage.Consented.class, BookMessage.Inquire.class);
    reserving(10);
    acme.setBack(HOUR_MS);

    acme.advance(2_000);

    assertThat(acme.held).anyMatch(letter -> letter.message() instanceof BookMessage.Inquire);
  }

  @Test
  void aProposalWaitsNoLongerForOthers() {
    acme.holds = letter -> letter.to().equals(AGENT_ID);
    acme.askLater(OneTenant.reserving(acme.newKey(), AGENT, 900, null));
    OneTenant.Asker patient = acme.askLater(OneTenant.reserving(acme.newKey(), root, 500, null));
    acme.setBack(HOUR_MS);

    acme.advance(2_000);

    assertThat(patient.reply)
        .isEqualTo(new ReservationReply.Unavailable("undecided for too long at tenant:acme"));
  }

  @Test
  void aCloseGoesOn() {
    reserving(10);
    hold(BookMessage.Close.class);
    OneTenant.Asker operator = acme.closeLater();
    loseAndSetBack();

    acme.advance(500);

    assertThat(operator.reply).isInstanceOf(TenantReply.Updated.class);
  }

  @Test
  void anOperatorWaitsNoLongerForTheEndOfAClose() {
    hold(BookMessage.Close.class);
    OneTenant.Asker operator = acme.closeLater();
    acme.setBack(HOUR_MS);

    acme.advance(3_000);

    assertThat(operator.reply).isInstanceOf(TenantReply.Unavailable.class);
  }

  @Test
  void anExpiryWaitsForItsTurnNoLonger() {
    ReservationId id = acme.reserved(AGENT, 10, null);
    acme.advance(62_000);
    hold(BookMessage.Consented.class);
    OneTenant.Asker late = committing(id);
    acme.advance(3_001);
    acme.setBack(HOUR_MS);

    acme.advance(3_000);

    assertThat(late.reply).isInstanceOf(ReservationReply.Unavailable.class);
    assertThat(acme.bookState().reservation(id).status()).isEqualTo(ReservationStatus.EXPIRED);
  }

  @Test
  void aLeaseEndsByTheDate() {
    ReservationId id = acme.reserved(AGENT, 10, null);
    acme.setBack(HOUR_MS);

    acme.advance(HOUR_MS + 65_000);
    assertThat(acme.bookState().reservation(id).status()).isEqualTo(ReservationStatus.ACTIVE);
    acme.advance(1);
    assertThat(acme.bookState().reservation(id).status()).isEqualTo(ReservationStatus.EXPIRED);
  }

  /**
   * The first lease that ends has the wake set past the end of the second, so no stamp is there.
   */
  @Test
  void aLeaseThatWasOverAndIsNotAnyMoreEndsAllTheSame() {
    ReservationId first = acme.reserved(AGENT, 10, null);
    acme.advance(100);
    ReservationId second = acme.reserved(AGENT, 10, null);
    acme.advance(64_000);
    hold(BookMessage.Consented.class);
    committing(second);
    acme.advance(1_001);
    assertThat(acme.bookState().reservation(first).status()).isEqualTo(ReservationStatus.EXPIRED);
    assertThat(acme.bookState().reservation(second).isOverdue(acme.nowMs)).isTrue();
    assertThat(acme.bookState().reservation(second).isOverdue(acme.bookState().lastAtMs()))
        .isFalse();
    acme.setBack(HOUR_MS);

    acme.advance(HOUR_MS + 10_000);

    assertThat(acme.bookState().reservation(second).status()).isEqualTo(ReservationStatus.EXPIRED);
  }

  private OneTenant.Asker reserving(long amount) {
    return acme.askLater(OneTenant.reserving(acme.newKey(), AGENT, amount, null));
  }

  private OneTenant.Asker committing(ReservationId id) {
    return acme.askLater(
        new ReservationCommand.Commit(acme.newKey(), id, new Amount(Unit.TOKENS, 1), null));
  }

  private void hold(Class<? extends EntityMessage> kind) {
    acme.holds = letter -> kind.isInstance(letter.message());
  }

  private void loseAndSetBack() {
    assertThat(acme.held).isNotEmpty();
    acme.held.clear();
    acme.holds = letter -> false;
    acme.setBack(HOUR_MS);
  }

  private static boolean is(OneTenant.Letter letter, Class<?> one, Class<?> other) {
    return one.isInstance(letter.message()) || other.isInstance(letter.message());
  }
}
