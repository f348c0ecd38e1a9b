package io.bailiwick.webhook.query;

import static io.bailiwick.query.ReadTables.answer;
import static io.bailiwick.webhook.query.WebhookCase.ACME;
import static org.assertj.core.api.Assertions.assertThat;

import io.bailiwick.journal.TestStore;
import io.bailiwick.record.EventCategory;
import io.bailiwick.record.EventType;
import io.bailiwick.record.RateKind;
import io.bailiwick.record.RateTerms;
import io.bailiwick.scope.BurnTerms;
import io.bailiwick.tenant.TenantId;
import io.bailiwick.webhook.EventSelection;
import io.bailiwick.webhook.WebhookCaller;
import io.bailiwick.webhook.WebhookCommand;
import io.bailiwick.webhook.WebhookOwner;
import io.bailiwick.webhook.WebhookReply;
import io.bailiwick.webhook.WebhookStatus;
import io.bailiwick.webhook.WebhookTerms;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** By which terms alarms are told is what subscriptions name, and the protocol's for everybody. */
class WantedTermsTest {

  private static final TenantId OTHER = new TenantId("other");
  private static final EventSelection BUDGETS =
      new EventSelection(List.of(EventType.BUDGET_BURN_RATE_ANOMALY), List.of());
  private static final EventSelection RESERVATIONS =
      new EventSelection(List.of(), List.of(EventCategory.RESERVATION));

  @TempDir Path dataDir;

  @ParameterizedTest
  @EnumSource
  void burnRatesAreWatchedForThoseWhoseTheyAre(TestStore store) throws Exception {
    try (WebhookCase one = new WebhookCase(store, dataDir)) {
      WantedBurns wanted = new WantedBurns(one.tables.reads);
      assertThat(wanted.of(ACME)).as("nobody has looked yet").isNull();
      answer(wanted.refresh());
      assertThat(wanted.of(ACME)).isSameAs(BurnTerms.OF_ALL);

      String id = make(one, BUDGETS, WebhookCase.OWNER, "{\"burn_rate_multiplier\":5}");
      make(one, BUDGETS, WebhookCase.OWNER, "{\"burn_rate_window_seconds\":60}");
      make(one, RESERVATIONS, WebhookCase.OWNER, "{\"burn_rate_multiplier\":7}");
      make(one, BUDGETS, WebhookOwner.SYSTEM, "{\"burn_rate_multiplier\":1.5}");
      answer(wanted.refresh());
      assertThat(wanted.of(OTHER)).containsExactly(BurnTerms.PROTOCOL, new BurnTerms(300, 1_500));
      assertThat(wanted.of(ACME))
          .containsExactly(
              BurnTerms.PROTOCOL,
              new BurnTerms(300, 1_500),
              new BurnTerms(60, 3_000),
              new BurnTerms(300, 5_000));

      one.ask(WebhookCase.become(id, WebhookStatus.PAUSED));
      answer(wanted.refresh());
      assertThat(wanted.of(ACME)).hasSize(3);
    }
  }

  @ParameterizedTest
  @EnumSource
  void ofManyBurnRatesThoseOfTheShortestWindowsAreWatched(TestStore store) throws Exception {
    try (WebhookCase one = new WebhookCase(store, dataDir)) {
      for (int i = 0; i < 2 * WantedBurns.TERMS_MAX; i++) {
        String window = "{\"burn_rate_window_seconds\":" + (2_000 - i) + '}';
        make(one, BUDGETS, WebhookCase.OWNER, window);
      }
      WantedBurns wanted = new WantedBurns(one.tables.reads);
      answer(wanted.refresh());
      assertThat(wanted.of(ACME))
          .hasSize(WantedBurns.TERMS_MAX)
          .startsWith(BurnTerms.PROTOCOL, new BurnTerms(2_001 - 2 * WantedBurns.TERMS_MAX, 3_000));
    }
  }

  @ParameterizedTest
  @EnumSource
  void ratesAreWatchedForThoseWhoseTheyAre(TestStore store) throws Exception {
    try (WebhookCase one = new WebhookCase(store, dataDir)) {
      make(one, RESERVATIONS, WebhookCase.OWNER, "{\"denial_rate_threshold\":0.25}");
      make(one, RESERVATIONS, WebhookCase.OWNER, "{\"rate_window_seconds\":600}");
      make(one, BUDGETS, WebhookCase.OWNER, "{\"rate_window_seconds\":700}");
      make(one, RESERVATIONS, WebhookOwner.SYSTEM, "{\"expiry_rate_threshold\":0}");
      WantedRates wanted = answer(one.tables.reads.ask(WantedRates::read));

      assertThat(wanted.windowsS()).containsExactly(300, 600);
      assertThat(wanted.of(RateKind.DENIAL, "acme", 300))
          .containsExactly(RateKind.DENIAL.protocol(), new RateTerms(300, 250_000));
      assertThat(wanted.of(RateKind.DENIAL, "acme", 600))
          .containsExactly(new RateTerms(600, 100_000));
      assertThat(wanted.of(RateKind.EXPIRY, "other", 300))
          .containsExactly(RateKind.EXPIRY.protocol(), new RateTerms(300, 0));
      assertThat(wanted.of(RateKind.DENIAL, "other", 600)).isEmpty();
      assertThat(wanted.isOfAll(RateKind.DENIAL, 300)).isTrue();
      assertThat(wanted.isOfAll(RateKind.DENIAL, 600)).isFalse();
      assertThat(wanted.owners(RateKind.DENIAL, 600)).containsExactly("acme");
    }
  }

  @Test
  void whatASubscriptionDoesNotSayIsTheProtocols() {
    assertThat(StoredThresholds.wishes(null))
        .isEqualTo(StoredThresholds.wishes("{}"))
        .returns(BurnTerms.PROTOCOL, wishes -> wishes.burn())
        .returns(RateKind.EXPIRY.protocol(), wishes -> wishes.rates().get(RateKind.EXPIRY));
    assertThat(
            StoredThresholds.wishes(
                "{\"burn_rate_multiplier\":2.5,\"burn_rate_window_seconds\":86400,"
                    + "\"expiry_rate_threshold\":0.123456,\"rate_window_seconds\":60}"))
        .returns(new BurnTerms(86_400, 2_500), wishes -> wishes.burn())
        .returns(new RateTerms(60, 100_000), wishes -> wishes.rates().get(RateKind.DENIAL))
        .returns(new RateTerms(60, 123_456), wishes -> wishes.rates().get(RateKind.EXPIRY));
    assertThat(StoredThresholds.wishes("{\"auth_failure_rate_threshold\":0.5}").rates())
        .containsEntry(RateKind.AUTH_FAILURE, new RateTerms(300, 500_000))
        .containsEntry(RateKind.DENIAL, RateKind.DENIAL.protocol());
  }

  private static String make(
      WebhookCase one, EventSelection selection, WebhookOwner owner, String thresholds)
      throws Exception {
    WebhookCommand.Create plain = WebhookCase.create(WebhookCaller.OPERATOR, "https://a.example/x");
    WebhookTerms terms = plain.terms();
    return ((WebhookReply.Created)
            one.ask(
                new WebhookCommand.Create(
                    WebhookCaller.OPERATOR,
                    owner,
                    new WebhookTerms(
                        terms.name(),
                        null,
                        terms.url(),
                        selection,
                        null,
                        thresholds,
                        terms.retryPolicy(),
                        10,
                        null),
                    plain.credentials())))
        .subscription()
        .id();
  }
}
