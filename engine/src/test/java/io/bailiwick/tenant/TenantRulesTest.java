package io.bailiwick.tenant;

import static io.bailiwick.tenant.TenantStatus.ACTIVE;
import static io.bailiwick.tenant.TenantStatus.CLOSED;
import static io.bailiwick.tenant.TenantStatus.SUSPENDED;
import static org.assertj.core.api.Assertions.assertThat;

import io.bailiwick.refusal.RefusalCode;
import org.junit.jupiter.api.Test;

class TenantRulesTest {

  private static final TenantId ACME = new TenantId("acme");

  @Test
  void isMadeOnceAndAnsweredAsItIsAfterwards() {
    Tenant acme = create(null, "Acme").changed();

    assertThat(acme.status()).isEqualTo(ACTIVE);
    assertThat(create(acme, "Acme").reply()).isEqualTo(new TenantReply.Existing(acme));
    assertThat(refusal(create(acme, "Other"))).isEqualTo(RefusalCode.DUPLICATE_RESOURCE);
  }

  @Test
  void isSuspendedAndReactivatedAndClosedForEver() {
    Tenant acme = create(null, "Acme").changed();

    Tenant suspended = update(acme, SUSPENDED, 20).changed();
    assertThat(suspended.suspendedAtMs()).isEqualTo(20);
    Tenant active = update(suspended, ACTIVE, 30).changed();
    assertThat(active.suspendedAtMs()).isNull();
    Tenant closed = update(active, CLOSED, 40).changed();
    assertThat(closed.closedAtMs()).isEqualTo(40);

    assertThat(refusal(update(closed, ACTIVE, 50))).isEqualTo(RefusalCode.INVALID_REQUEST);
    assertThat(refusal(update(closed, SUSPENDED, 50))).isEqualTo(RefusalCode.INVALID_REQUEST);
    assertThat(update(closed, CLOSED, 50).changed()).isNull();
  }

  @Test
  void changesOnlyWhatIsGiven() {
    Tenant acme = create(null, "Acme").changed();

    Tenant changed =
        TenantRules.decide(
                acme,
                new TenantCommand.Update(
                    ACME, null, null, new TenantSettings(null, 5_000L, null, null), null),
                20)
            .changed();

    assertThat(changed.name()).isEqualTo("Acme");
    assertThat(changed.settings()).isEqualTo(new TenantSettings(null, 5_000L, null, null));
  }

  @Test
  void cannotBeChangedBeforeItIsMade() {
    assertThat(refusal(update(null, SUSPENDED, 20))).isEqualTo(RefusalCode.TENANT_NOT_FOUND);
  }

  private static TenantRules.Decision create(Tenant tenant, String name) {
    return TenantRules.decide(
        tenant,
        new TenantCommand.Create(
            ACME, name, null, TenantSettings.NONE, ExpiryPolicy.AUTO_RELEASE, null),
        10);
  }

  private static TenantRules.Decision update(Tenant tenant, TenantStatus status, long atMs) {
    return TenantRules.decide(
        tenant, new TenantCommand.Update(ACME, null, status, null, null), atMs);
  }

  private static RefusalCode refusal(TenantRules.Decision decision) {
    return ((TenantReply.Refused) decision.reply()).refusal().code();
  }
}
