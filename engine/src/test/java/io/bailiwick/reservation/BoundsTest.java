package io.bailiwick.reservation;

import static org.assertj.core.api.Assertions.assertThat;

import io.bailiwick.amount.Amount;
import io.bailiwick.amount.Unit;
import io.bailiwick.protocol.EntityId;
import io.bailiwick.protocol.EntityMessage;
import io.bailiwick.protocol.ScopeMessage;
import io.bailiwick.refusal.RefusalCode;
import io.bailiwick.scope.ScopePath;
import io.bailiwick.tenant.Tenant;
import io.bailiwick.tenant.TenantReply;
import io.bailiwick.tenant.TenantStatus;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What one message sets off, and what one sick scope makes the others remember, has an end. */
class BoundsTest {

  private static final int MANY = 1_700;
  private static final long AT_ONCE_MAX = 600;

  private final OneTenant acme = new OneTenant();
  private final ScopePath root = acme.open("tenant:acme", Unit.TOKENS, 1_000_000, 0);
  private long atOnceMost;

  @Test
  void takesNoNewWorkWhileAScopeKeepsAnOperationOpenForLong() {
    ScopePath sick = acme.open("tenant:acme/app:sick", Unit.TOKENS, 1_000, 0);
    acme.holds = letter -> letter.message() instanceof ScopeMessage.Apply && isTo(letter, sick);
    acme.askLater(OneTenant.reserving(acme.newKey(), sick, 1, null));

    int begun = 0;
    while (code(acme.reserve(root, 2_000_000)) == RefusalCode.BUDGET_EXCEEDED && begun < 100_000) {
      begun++;
    }
    assertThat(begun).isBetween(acme.bookLimits.inFlightMax(), 20_000);
    assertThat(code(acme.reserve(root, 1))).isEqualTo(RefusalCode.LIMIT_EXCEEDED);

    acme.holds = letter -> false;
    acme.advance(1_000);
    assertThat(acme.reserve(root, 1)).isInstanceOf(ReservationReply.Reserved.class);
  }

  @Test
  void aCopyOfWhatIsUnderWayIsNoLoadAndGetsTheOutcomeOfTheFirst() {
    ScopePath sick = acme.open("tenant:acme/app:sick", Unit.TOKENS, 10_000, 0);
    acme.holds = letter -> letter.message() instanceof ScopeMessage.Apply && isTo(letter, sick);
    int max = acme.bookLimits.inFlightMax();
    List<ReservationCommand.Reserve> first =
        IntStream.range(0, max)
            .mapToObj(i -> OneTenant.reserving(acme.newKey(), sick, 1, null))
            .toList();
    List<OneTenant.Asker> firstAskers = first.stream().map(acme::askLater).toList();
    assertThat(code(acme.reserve(root, 1))).isEqualTo(RefusalCode.LIMIT_EXCEEDED);

    List<OneTenant.Asker> copies = first.stream().map(acme::askLater).toList();
    assertThat(copies).allMatch(copy -> copy.reply == null);
    acme.holds = letter -> false;
    acme.release(letter -> true);
    acme.advance(1_000);
    assertThat(firstAskers).allMatch(asker -> asker.reply instanceof ReservationReply.Reserved);
    assertThat(ids(copies)).isEqualTo(ids(firstAskers)).doesNotHaveDuplicates();
    assertThat(acme.figures(sick).reserved()).isEqualTo(max);
  }

  @Test
  void everyCopyThatWaitsForOneKeyGetsItsOutcome() {
    ScopePath sick = acme.open("tenant:acme/app:sick", Unit.TOKENS, 1_000, 0);
    acme.holds = letter -> letter.message() instanceof ScopeMessage.Apply && isTo(letter, sick);
    ReservationCommand.Reserve stuck = OneTenant.reserving(acme.newKey(), sick, 1, null);
    OneTenant.Asker first = acme.askLater(stuck);
    int most = 5 * acme.bookLimits.inFlightMax();
    List<OneTenant.Asker> copies =
        IntStream.range(0, most).mapToObj(i -> acme.askLater(stuck)).toList();

    acme.holds = letter -> false;
    acme.release(letter -> true);
    assertThat(first.reply).isInstanceOf(ReservationReply.Reserved.class);
    assertThat(copies).allMatch(copy -> first.reply.equals(copy.reply));
    assertThat(acme.figures(sick).reserved()).isEqualTo(1);
  }

  @Test
  void copiesThatWaitTakeNoRoomFromOthers() {
    ScopePath sick = acme.open("tenant:acme/app:sick", Unit.TOKENS, 1_000, 0);
    acme.holds = letter -> letter.message() instanceof ScopeMessage.Apply && isTo(letter, sick);
    ReservationCommand.Reserve stuck = OneTenant.reserving(acme.newKey(), sick, 1, null);
    for (int i = 0; i <= 2 * acme.bookLimits.inFlightMax(); i++) {
      assertThat(acme.askLater(stuck).reply).isNull();
    }
    assertThat(acme.reserve(root, 1)).isInstanceOf(ReservationReply.Reserved.class);
  }

  @Test
  void whoWaitsForTheSameKeyHasABoundAndIsNotToldThatItWasRefused() {
    ScopePath sick = acme.open("tenant:acme/app:sick", Unit.TOKENS, 1_000, 0);
    acme.holds = letter -> letter.message() instanceof ScopeMessage.Apply && isTo(letter, sick);
    ReservationCommand.Reserve stuck = OneTenant.reserving(acme.newKey(), sick, 1, null);
    acme.askLater(stuck);
    int waiting = 0;
    OneTenant.Asker last = acme.askLater(stuck);
    while (last.reply == null && waiting < 100_000) {
      waiting++;
      last = acme.askLater(stuck);
    }
    assertThat(waiting).isEqualTo(5 * acme.bookLimits.inFlightMax());
    assertThat(last.reply).isInstanceOf(ReservationReply.Unavailable.class);
  }

  @Test
  void aCommitFindsRoomBesideCopiesThatFillTheirBound() {
    ScopePath sick = acme.open("tenant:acme/app:sick", Unit.TOKENS, 1_000, 0);
    ReservationId healthy = acme.reserved(root, 10, null);
    ReservationId held = acme.reserved(sick, 10, null);
    acme.holds = letter -> letter.message() instanceof ScopeMessage.Apply && isTo(letter, sick);
    ReservationCommand commit =
        new ReservationCommand.Commit(acme.newKey(), held, new Amount(Unit.TOKENS, 4), null);
    OneTenant.Asker first = acme.askLater(commit);
    ReservationCommand.Reserve stuck = OneTenant.reserving(acme.newKey(), sick, 1, null);
    for (int i = 0; i <= 5 * acme.bookLimits.inFlightMax(); i++) {
      acme.askLater(stuck);
    }
    assertThat(acme.askLater(stuck).reply).isInstanceOf(ReservationReply.Unavailable.class);

    assertThat(acme.commit(healthy, 7)).isInstanceOf(ReservationReply.Committed.class);
    OneTenant.Asker copy = acme.askLater(commit);
    assertThat(copy.reply).as("waits for the first one").isNull();
    acme.holds = letter -> false;
    acme.release(letter -> true);
    acme.advance(1_000);
    assertThat(first.reply).isInstanceOf(ReservationReply.Committed.class);
    assertThat(copy.reply).isEqualTo(first.reply);
    assertThat(acme.figures(sick).spent()).isEqualTo(4);
  }

  @Test
  void whatIsRememberedIsAnsweredAlsoWhenThereIsTooMuch() {
    ScopePath sick = acme.open("tenant:acme/app:sick", Unit.TOKENS, 10_000, 0);
    ReservationCommand.Reserve known = OneTenant.reserving(acme.newKey(), root, 1, null);
    ReservationReply first = acme.ask(known);
    acme.holds = letter -> letter.message() instanceof ScopeMessage.Apply && isTo(letter, sick);
    for (int i = 0; i < acme.bookLimits.inFlightMax(); i++) {
      acme.askLater(OneTenant.reserving(acme.newKey(), sick, 1, null));
    }
    assertThat(code(acme.reserve(root, 1))).isEqualTo(RefusalCode.LIMIT_EXCEEDED);
    assertThat(acme.ask(known)).isEqualTo(first);
  }

  private static List<ReservationId> ids(List<OneTenant.Asker> askers) {
    return askers.stream()
        .map(asker -> ((ReservationReply.Reserved) asker.reply).reservation())
        .toList();
  }

  @Test
  void closesManyScopesAFewAtATime() {
    for (int i = 0; i < MANY; i++) {
      acme.open("tenant:acme/app:a" + i, Unit.TOKENS, 1, 0);
    }
    countAtOnce(ScopeMessage.CloseSubtree.class);
    assertIsClosed(acme.close());
    assertThat(atOnceMost).isBetween(2L, AT_ONCE_MAX);
  }

  @Test
  void releasesManyReservationsAFewAtATime() {
    for (int i = 0; i < MANY; i++) {
      acme.reserve(root, 1);
    }
    countAtOnce(ScopeMessage.Apply.class);
    assertIsClosed(acme.close());
    assertThat(acme.figures(root).reserved()).isZero();
    assertThat(atOnceMost).isBetween(2L, AT_ONCE_MAX);
  }

  /** How many letters of that kind wait at most. */
  private void countAtOnce(Class<? extends EntityMessage> kind) {
    acme.holds =
        letter -> {
          long waiting =
              acme.letters.stream().filter(other -> kind.isInstance(other.message())).count();
          atOnceMost = Math.max(atOnceMost, waiting);
          return false;
        };
  }

  private static void assertIsClosed(TenantReply reply) {
    Tenant tenant = ((TenantReply.Updated) reply).tenant();
    assertThat(tenant.status()).isEqualTo(TenantStatus.CLOSED);
  }

  private static RefusalCode code(ReservationReply reply) {
    return Optional.of(reply)
        .filter(ReservationReply.Refused.class::isInstance)
        .map(refused -> ((ReservationReply.Refused) refused).refusal().code())
        .orElse(null);
  }

  private static boolean isTo(OneTenant.Letter letter, ScopePath scope) {
    return letter.to().equals(new EntityId.OfScope(scope));
  }
}
