package io.bailiwick.reservation;

import static org.assertj.core.api.Assertions.assertThat;

import io.bailiwick.amount.Unit;
import io.bailiwick.protocol.BookMessage;
import io.bailiwick.protocol.EntityId;
import io.bailiwick.protocol.ScopeMessage;
import io.bailiwick.refusal.RefusalCode;
import io.bailiwick.scope.FundingOperation;
import io.bailiwick.scope.ScopePath;
import io.bailiwick.tenant.TenantReply;
import io.bailiwick.tenant.TenantStatus;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ThreeStepsTest {

  private final OneTenant acme = new OneTenant();
  private ScopePath root;
  private ScopePath agent;

  @BeforeEach
  void open() {
    root = acme.open("tenant:acme", Unit.TOKENS, 1_000, 0);
    agent = acme.open("tenant:acme/app:chat/agent:writer", Unit.TOKENS, 100, 0);
  }

  @Test
  void aRefusalFurtherDownLeavesNothingAbove() {
    assertThat(refusal(acme.reserve(agent, 101))).isEqualTo(RefusalCode.BUDGET_EXCEEDED);

    assertThat(acme.figures(root).reserved()).isZero();
    assertThat(acme.reserve(root, 1_000)).isInstanceOf(ReservationReply.Reserved.class);
  }

  /** Every move of a tenant says it to its root, once for each of its books. */
  @Test
  void aScopeThatIsToldToExpectSomethingWritesNothing() {
    EntityId.OfScope asked = new EntityId.OfScope(root);
    int written = acme.journals.get(asked.text()).size();

    acme.tell(asked, new ScopeMessage.Expect());

    assertThat(acme.journals.get(asked.text())).hasSize(written);
  }

  @Test
  void waitsForWhatIsUndecidedInsteadOfRefusing() {
    // The first is about to be refused at the agent; the second must not be refused because of it.
    acme.holds =
        letter -> letter.to().equals(new EntityId.OfScope(new ScopePath("tenant:acme/app:chat")));
    OneTenant.Asker doomed = acme.askLater(OneTenant.reserving(acme.newKey(), agent, 900, null));
    OneTenant.Asker patient = acme.askLater(OneTenant.reserving(acme.newKey(), root, 500, null));
    assertThat(patient.reply).isNull();

    acme.holds = letter -> false;
    acme.release(letter -> true);

    assertThat(refusal(doomed.reply)).isEqualTo(RefusalCode.BUDGET_EXCEEDED);
    assertThat(patient.reply).isInstanceOf(ReservationReply.Reserved.class);
  }

  @Test
  void refusesAtOnceWhatWouldNotFitAnyway() {
    acme.holds =
        letter -> letter.to().equals(new EntityId.OfScope(new ScopePath("tenant:acme/app:chat")));
    acme.askLater(OneTenant.reserving(acme.newKey(), agent, 50, null));

    assertThat(refusal(acme.reserve(root, 1_001))).isEqualTo(RefusalCode.BUDGET_EXCEEDED);
  }

  @Test
  void saysWhatItRecordedAgainUntilItIsAcknowledged() {
    acme.holds = letter -> letter.message() instanceof ScopeMessage.Apply && acme.nowMs < 1_001_000;
    OneTenant.Asker asker = acme.askLater(OneTenant.reserving(acme.newKey(), agent, 10, null));
    assertThat(asker.reply).isNull();
    acme.held.clear();

    acme.advance(2_000);

    assertThat(asker.reply).isInstanceOf(ReservationReply.Reserved.class);
    assertThat(acme.figures(root).reserved()).isEqualTo(10);
    assertThat(acme.figures(agent).reserved()).isEqualTo(10);
  }

  @Test
  void appliesOnceHoweverOftenItIsSaid() {
    acme.holds = letter -> letter.message() instanceof BookMessage.Applied;
    acme.askLater(OneTenant.reserving(acme.newKey(), agent, 10, null));
    acme.advance(3_000);

    assertThat(acme.held.size()).isGreaterThan(4);
    assertThat(acme.figures(root).reserved()).isEqualTo(10);
  }

  @Test
  void goesOnWithWhatItRecordedAfterARestart() {
    acme.holds = letter -> letter.message() instanceof ScopeMessage.Apply;
    RequestKey key = acme.newKey();
    acme.askLater(OneTenant.reserving(key, agent, 10, null));
    acme.held.clear();
    acme.holds = letter -> false;

    acme.restart(acme.book());
    acme.advance(1_000);

    assertThat(acme.figures(agent).reserved()).isEqualTo(10);
    assertThat(acme.ask(OneTenant.reserving(key, agent, 10, null)))
        .isInstanceOf(ReservationReply.Reserved.class);
    assertThat(acme.figures(agent).reserved()).isEqualTo(10);
  }

  @Test
  void letsGoOfWhatALostBookProposed() {
    acme.holds = letter -> letter.message() instanceof BookMessage.Consented;
    acme.askLater(OneTenant.reserving(acme.newKey(), agent, 100, null));
    acme.held.clear();
    acme.holds = letter -> false;

    acme.restart(acme.book());
    acme.advance(3_000);

    assertThat(acme.reserve(agent, 100)).isInstanceOf(ReservationReply.Reserved.class);
  }

  @Test
  void takesBackAHoldThatNoLongerFits() {
    // The agent consents, forgets it in a restart, and is funded down before the apply comes.
    acme.holds =
        letter ->
            letter.message() instanceof ScopeMessage.Apply
                && letter.to().equals(new EntityId.OfScope(agent));
    OneTenant.Asker asker = acme.askLater(OneTenant.reserving(acme.newKey(), agent, 100, null));
    assertThat(acme.figures(root).reserved()).isEqualTo(100);
    acme.restart(new EntityId.OfScope(agent));
    acme.fund(agent, FundingOperation.DEBIT, 50);

    acme.holds = letter -> false;
    acme.release(letter -> true);
    acme.advance(3_000);

    assertThat(refusal(asker.reply)).isEqualTo(RefusalCode.BUDGET_EXCEEDED);
    assertThat(acme.figures(root).reserved()).isZero();
    assertThat(acme.figures(agent).reserved()).isZero();
    assertThat(acme.bookState().unfinished().isEmpty()).isTrue();
  }

  @Test
  void closesATenantAndReleasesWhatIsLive() {
    ReservationId id = acme.reserved(agent, 100, null);

    TenantReply.Updated closed = (TenantReply.Updated) acme.close();

    assertThat(closed.tenant().status()).isEqualTo(TenantStatus.CLOSED);
    assertThat(acme.bookState().reservation(id).status()).isEqualTo(ReservationStatus.RELEASED);
    assertThat(acme.figures(agent).reserved()).isZero();
    assertThat(acme.state(agent).isClosed()).isTrue();
    assertThat(acme.state(root).isCloseComplete()).isTrue();
    assertThat(refusal(acme.reserve(agent, 1))).isEqualTo(RefusalCode.TENANT_CLOSED);
    assertThat(refusal(acme.commit(id, 1))).isEqualTo(RefusalCode.TENANT_CLOSED);
  }

  @Test
  void aCloseThatOnlyHasWhatIsHarmlessLeftIsAcknowledgedAndGoesOn() {
    ReservationId id = acme.reserved(agent, 100, null);
    acme.holds = letter -> letter.message() instanceof ScopeMessage.OwnedEnded;
    OneTenant.Asker operator = acme.closeLater();
    assertThat(operator.reply).as("for three seconds").isNull();
    acme.advance(4_000);

    assertThat(operator.reply)
        .isInstanceOfSatisfying(
            TenantReply.Closing.class,
            closing -> assertThat(closing.tenant().status()).isEqualTo(TenantStatus.CLOSED));
    assertThat(acme.state(root).isCloseComplete()).isFalse();
    assertThat(refusal(acme.reserve(agent, 1))).isEqualTo(RefusalCode.TENANT_CLOSED);
    assertThat(refusal(acme.commit(id, 1))).isEqualTo(RefusalCode.TENANT_CLOSED);
    acme.release(letter -> true);
    assertThat(acme.state(root).isCloseComplete()).isTrue();
    assertThat(acme.close()).isInstanceOf(TenantReply.Updated.class);
  }

  @Test
  void aCloseThatHasNotReachedAllLedgersIsNotAcknowledged() {
    acme.holds = letter -> letter.message() instanceof ScopeMessage.SubtreeClosed;
    OneTenant.Asker operator = acme.closeLater();
    acme.advance(4_000);

    assertThat(operator.reply).isInstanceOf(TenantReply.Unavailable.class);
  }

  @Test
  void finishesACloseThatWasInterrupted() {
    acme.reserved(agent, 100, null);
    acme.holds = letter -> letter.message() instanceof BookMessage.Close;
    acme.close();
    assertThat(acme.state(root).isCloseComplete()).isFalse();
    acme.held.clear();
    acme.holds = letter -> false;

    acme.restart(new EntityId.OfScope(root));
    acme.advance(2_000);

    assertThat(acme.state(root).isCloseComplete()).isTrue();
    assertThat(acme.figures(agent).reserved()).isZero();
  }

  @Test
  void endsALeaseThatNobodyTouches() {
    ReservationId id = acme.reserved(agent, 100, null);

    acme.advance(65_001);

    assertThat(acme.bookState().reservation(id).status()).isEqualTo(ReservationStatus.EXPIRED);
    assertThat(acme.figures(agent).reserved()).isZero();
    assertThat(acme.figures(root).reserved()).isZero();
  }

  @Test
  void saysThatNoScopeHasALedgerInTheUnit() {
    ScopePath nowhere = new ScopePath("tenant:acme/app:chat");

    ReservationReply reply =
        acme.ask(
            new ReservationCommand.Reserve(
                acme.newKey(),
                nowhere,
                new io.bailiwick.amount.Amount(Unit.CREDITS, 1),
                null,
                0,
                null,
                false,
                new Purpose("{}", "{}", null)));

    assertThat(refusal(reply)).isEqualTo(RefusalCode.UNIT_MISMATCH);
  }

  private static RefusalCode refusal(Object reply) {
    return ((ReservationReply.Refused) reply).refusal().code();
  }
}
