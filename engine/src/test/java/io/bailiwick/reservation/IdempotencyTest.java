package io.bailiwick.reservation;

import static org.assertj.core.api.Assertions.assertThat;

import io.bailiwick.amount.Amount;
import io.bailiwick.amount.Unit;
import io.bailiwick.refusal.RefusalCode;
import io.bailiwick.scope.ScopePath;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class IdempotencyTest {

  private static final RequestKey KEY = new RequestKey("key", "hash");
  private static final RequestKey OTHER_PAYLOAD = new RequestKey("key", "other hash");

  private final OneTenant acme = new OneTenant();
  private ScopePath root;

  @BeforeEach
  void open() {
    root = acme.open("tenant:acme", Unit.TOKENS, 1_000, 0);
  }

  @Test
  void repeatsTheFirstAnswerAndCountsTheTimeAnew() {
    ReservationReply.Reserved first =
        (ReservationReply.Reserved) acme.ask(OneTenant.reserving(KEY, root, 100, null));
    acme.reserve(root, 50);
    acme.advance(10_000);

    ReservationReply.Reserved again =
        (ReservationReply.Reserved) acme.ask(OneTenant.reserving(KEY, root, 100, null));

    assertThat(again.remainingTtlMs()).isEqualTo(50_000);
    assertThat(again.balances()).isEqualTo(first.balances());
    assertThat(again.reservation()).isEqualTo(first.reservation());
    assertThat(again.expiresAtMs()).isEqualTo(first.expiresAtMs());
    assertThat(acme.figures(root).reserved()).isEqualTo(150);
  }

  @Test
  void refusesAnotherRequestUnderTheSameKey() {
    acme.ask(OneTenant.reserving(KEY, root, 100, null));

    assertThat(refusal(acme.ask(OneTenant.reserving(OTHER_PAYLOAD, root, 101, null))))
        .isEqualTo(RefusalCode.IDEMPOTENCY_MISMATCH);
  }

  @Test
  void aRefusalLeavesNoKeyBehind() {
    assertThat(refusal(acme.ask(OneTenant.reserving(KEY, root, 1_001, null))))
        .isEqualTo(RefusalCode.BUDGET_EXCEEDED);

    assertThat(acme.ask(OneTenant.reserving(OTHER_PAYLOAD, root, 1_000, null)))
        .isInstanceOf(ReservationReply.Reserved.class);
  }

  @Test
  void repeatsACommitAfterARestartOfEverybody() {
    ReservationId id = acme.reserved(root, 100, null);
    ReservationCommand commit =
        new ReservationCommand.Commit(KEY, id, new Amount(Unit.TOKENS, 40), null);
    ReservationReply first = acme.ask(commit);
    acme.advance(100);

    acme.restart(acme.book());
    acme.restart(new io.bailiwick.protocol.EntityId.OfScope(root));

    assertThat(acme.ask(commit)).isEqualTo(first);
    assertThat(acme.figures(root).spent()).isEqualTo(40);
  }

  @Test
  void repeatsACommitWhoseCompletionWasNotWritten() {
    ReservationId id = acme.reserved(root, 100, null);
    ReservationCommand commit =
        new ReservationCommand.Commit(KEY, id, new Amount(Unit.TOKENS, 40), null);
    ReservationReply first = acme.ask(commit);

    acme.restart(acme.book());

    assertThat(acme.ask(commit)).isEqualTo(first);
    assertThat(acme.figures(root).spent()).isEqualTo(40);
  }

  @Test
  void refusesASecondCommitUnderAnotherKey() {
    ReservationId id = acme.reserved(root, 100, null);
    acme.commit(id, 40);

    assertThat(refusal(acme.commit(id, 40))).isEqualTo(RefusalCode.RESERVATION_FINALIZED);
    assertThat(refusal(acme.release(id))).isEqualTo(RefusalCode.RESERVATION_FINALIZED);
  }

  @Test
  void extendsOnceUnderOneKey() {
    ReservationId id = acme.reserved(root, 100, null);
    ReservationCommand extend = new ReservationCommand.Extend(KEY, id, 30_000);
    ReservationReply.Extended first = (ReservationReply.Extended) acme.ask(extend);
    acme.advance(1_000);

    ReservationReply.Extended again = (ReservationReply.Extended) acme.ask(extend);

    assertThat(again.expiresAtMs()).isEqualTo(first.expiresAtMs());
    assertThat(again.remainingTtlMs()).isEqualTo(89_000);
    assertThat(acme.bookState().reservation(id).extensions()).isEqualTo(1);
  }

  @Test
  void aRepetitionGoesByTheExpiryOfItsOwnAnswer() {
    ReservationCommand reserve = OneTenant.reserving(KEY, root, 100, null);
    ReservationId id = ((ReservationReply.Reserved) acme.ask(reserve)).reservation();
    ReservationCommand extend = new ReservationCommand.Extend(KEY, id, 30_000);
    acme.ask(extend);
    acme.extend(id, 600_000);
    acme.advance(10_000);

    assertThat(((ReservationReply.Reserved) acme.ask(reserve)).remainingTtlMs()).isEqualTo(50_000);
    assertThat(((ReservationReply.Extended) acme.ask(extend)).remainingTtlMs()).isEqualTo(80_000);
    acme.advance(60_000);
    assertThat(((ReservationReply.Reserved) acme.ask(reserve)).remainingTtlMs()).isZero();
    acme.commit(id, 100);
    assertThat(((ReservationReply.Extended) acme.ask(extend)).remainingTtlMs()).isZero();
  }

  @Test
  void theSameKeyMayBeUsedOnceInEachNamespace() {
    ReservationId id =
        ((ReservationReply.Reserved) acme.ask(OneTenant.reserving(KEY, root, 100, null)))
            .reservation();
    Amount ten = new Amount(Unit.TOKENS, 10);

    assertThat(acme.ask(new ReservationCommand.Commit(KEY, id, ten, null)))
        .isInstanceOf(ReservationReply.Committed.class);
    assertThat(
            acme.ask(
                new ReservationCommand.Debit(KEY, root, ten, null, new Purpose("{}", "{}", null))))
        .isInstanceOf(ReservationReply.Debited.class);
    assertThat(acme.figures(root).spent()).isEqualTo(20);
  }

  @Test
  void manyAtOnceUnderOneKeyAreOne() {
    acme.holds = letter -> letter.to() instanceof io.bailiwick.protocol.EntityId.OfScope;
    List<OneTenant.Asker> askers = new ArrayList<>();
    for (int i = 0; i < 32; i++) {
      askers.add(acme.askLater(OneTenant.reserving(KEY, root, 100, null)));
    }
    acme.holds = letter -> false;
    acme.release(letter -> true);

    assertThat(askers).allSatisfy(asker -> assertThat(asker.reply).isEqualTo(askers.get(0).reply));
    assertThat(askers.get(0).reply).isInstanceOf(ReservationReply.Reserved.class);
    assertThat(acme.figures(root).reserved()).isEqualTo(100);
  }

  @Test
  void aDecisionIsRepeatedAfterTheBudgetIsGone() {
    ReservationCommand decide =
        new ReservationCommand.Decide(KEY, root, new Amount(Unit.TOKENS, 1_000));
    ReservationReply first = acme.ask(decide);
    acme.reserve(root, 500);

    assertThat(((ReservationReply.Judged) first).denial()).isNull();
    assertThat(acme.ask(decide)).isEqualTo(first);
  }

  private static RefusalCode refusal(ReservationReply reply) {
    return ((ReservationReply.Refused) reply).refusal().code();
  }
}
