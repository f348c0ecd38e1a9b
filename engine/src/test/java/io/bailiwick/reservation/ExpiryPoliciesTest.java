package io.bailiwick.reservation;

import static org.assertj.core.api.Assertions.assertThat;

import io.bailiwick.amount.Unit;
import io.bailiwick.refusal.RefusalCode;
import io.bailiwick.scope.ScopePath;
import io.bailiwick.tenant.ExpiryPolicy;
import io.bailiwick.tenant.TenantSettings;
import org.junit.jupiter.api.Test;

/** What becomes of reservations that nobody settles, under each of a tenant's expiry policies. */
class ExpiryPoliciesTest {

  /** Of the reservations here. */
  private static final long TTL_MS = 60_000;

  private static final long GRACE_MS = 5_000;

  private OneTenant acme;
  private ScopePath root;
  private ReservationId id;

  @Test
  void autoReleaseSettlesDuringGraceAndThenExpires() {
    given(ExpiryPolicy.AUTO_RELEASE);
    ReservationId other = acme.reserved(root, 10, null);
    acme.advance(TTL_MS + 1);
    assertThat(acme.release(other)).isInstanceOf(ReservationReply.Released.class);

    acme.advance(GRACE_MS);
    assertThat(status()).isEqualTo(ReservationStatus.EXPIRED);
    assertThat(acme.figures(root).reserved()).isZero();
  }

  @Test
  void manualCleanupHoldsUntilSomebodyReleases() {
    given(ExpiryPolicy.MANUAL_CLEANUP);
    acme.advance(TTL_MS + GRACE_MS + 1);
    assertThat(code(acme.commit(id, 10))).isEqualTo(RefusalCode.RESERVATION_EXPIRED);
    assertThat(code(acme.extend(id, 10))).isEqualTo(RefusalCode.RESERVATION_EXPIRED);

    acme.advance(86_400_000);
    acme.restart(acme.book());
    acme.advance(TTL_MS);
    assertThat(status()).isEqualTo(ReservationStatus.ACTIVE);
    assertThat(acme.figures(root).reserved()).isEqualTo(10);
    assertThat(acme.bookState().wakeAtMs()).as("nobody wakes the book").isGreaterThan(acme.nowMs);

    assertThat(acme.release(id)).isInstanceOf(ReservationReply.Released.class);
    assertThat(acme.figures(root).reserved()).isZero();
  }

  @Test
  void manualCleanupCommitsDuringGrace() {
    given(ExpiryPolicy.MANUAL_CLEANUP);
    acme.advance(TTL_MS + GRACE_MS);

    assertThat(acme.commit(id, 10)).isInstanceOf(ReservationReply.Committed.class);
  }

  @Test
  void theCloseReleasesWhatWasLeftToPeople() {
    given(ExpiryPolicy.MANUAL_CLEANUP);
    acme.advance(TTL_MS + GRACE_MS + 1);
    acme.close();

    assertThat(status()).isEqualTo(ReservationStatus.RELEASED);
    assertThat(acme.figures(root).reserved()).isZero();
  }

  @Test
  void theCloseExpiresWhatIsOverdueAndWasNotLookedAtSince() {
    given(ExpiryPolicy.AUTO_RELEASE);
    acme.nowMs += TTL_MS + GRACE_MS + 1;
    acme.close();

    assertThat(status()).isEqualTo(ReservationStatus.EXPIRED);
    assertThat(acme.figures(root).reserved()).isZero();
  }

  @Test
  void graceOnlyCommitsDuringGraceAndReleasesNothing() {
    given(ExpiryPolicy.GRACE_ONLY);
    ReservationId other = acme.reserved(root, 10, null);
    acme.advance(TTL_MS + 1);
    assertThat(code(acme.release(id))).isEqualTo(RefusalCode.RESERVATION_EXPIRED);
    assertThat(acme.commit(other, 10)).isInstanceOf(ReservationReply.Committed.class);

    acme.advance(GRACE_MS);
    assertThat(status()).isEqualTo(ReservationStatus.EXPIRED);
    assertThat(acme.figures(root).reserved()).isZero();
  }

  @Test
  void graceOnlyReleasesWhileTheLeaseLasts() {
    given(ExpiryPolicy.GRACE_ONLY);
    acme.advance(TTL_MS);

    assertThat(acme.release(id)).isInstanceOf(ReservationReply.Released.class);
  }

  private void given(ExpiryPolicy policy) {
    acme = new OneTenant(TenantSettings.NONE, policy);
    root = acme.open("tenant:acme", Unit.TOKENS, 100, 0);
    id = acme.reserved(root, 10, null);
  }

  private ReservationStatus status() {
    return acme.bookState().reservation(id).status();
  }

  private static RefusalCode code(ReservationReply reply) {
    return ((ReservationReply.Refused) reply).refusal().code();
  }
}
