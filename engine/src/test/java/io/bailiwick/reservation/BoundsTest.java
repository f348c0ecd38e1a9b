package io.bailiwick.reservation;

import static org.assertj.core.api.Assertions.assertThat;

import io.bailiwick.amount.Unit;
import io.bailiwick.protocol.EntityId;
import io.bailiwick.protocol.EntityMessage;
import io.bailiwick.protocol.ScopeMessage;
import io.bailiwick.refusal.RefusalCode;
import io.bailiwick.scope.ScopePath;
import io.bailiwick.tenant.Tenant;
import io.bailiwick.tenant.TenantReply;
import io.bailiwick.tenant.TenantStatus;
import java.util.Optional;
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
