package io.bailiwick.webhook.query;

import static io.bailiwick.query.ReadTables.answer;
import static io.bailiwick.webhook.query.WebhookCase.ACME;
import static org.assertj.core.api.Assertions.assertThat;

import io.bailiwick.journal.TestStore;
import io.bailiwick.record.EventCategory;
import io.bailiwick.record.EventType;
import io.bailiwick.scope.Utilization;
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
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What is watched is what subscriptions want to be told of, and the protocol's for everybody. */
class WantedUtilizationsTest {

  private static final TenantId OTHER = new TenantId("other");

  @TempDir Path dataDir;

  @ParameterizedTest
  @EnumSource
  void whatSubscriptionsNameIsWatchedForThoseWhoseTheyAre(TestStore store) throws Exception {
    try (WebhookCase one = new WebhookCase(store, dataDir)) {
      WantedUtilizations wanted = new WantedUtilizations(one.tables.reads);
      assertThat(wanted.of(ACME)).as("nobody has looked yet").isNull();
      answer(wanted.refresh());
      assertThat(wanted.of(ACME)).isSameAs(Utilization.THRESHOLDS);

      String id = make(one, WebhookCase.OWNER, "{\"budget_utilization\":[0.5,0.123456,0.8]}");
      make(one, WebhookCase.OWNER, "{\"denial_rate_threshold\":0.25}");
      answer(wanted.refresh());
      assertThat(wanted.of(ACME)).containsExactly(123_456, 500_000, 800_000, 950_000, 1_000_000);
      assertThat(wanted.of(OTHER)).isSameAs(Utilization.THRESHOLDS);

      make(one, WebhookOwner.SYSTEM, "{\"budget_utilization\":[0.6]}");
      answer(wanted.refresh());
      assertThat(wanted.of(OTHER)).containsExactly(600_000, 800_000, 950_000, 1_000_000);
      assertThat(wanted.of(ACME)).contains(123_456, 600_000);

      one.ask(WebhookCase.become(id, WebhookStatus.PAUSED));
      answer(wanted.refresh());
      assertThat(wanted.of(ACME)).containsExactlyElementsOf(wanted.of(OTHER));
    }
  }

  @ParameterizedTest
  @EnumSource
  void whoeverDoesNotSelectCrossingsWatchesNothing(TestStore store) throws Exception {
    try (WebhookCase one = new WebhookCase(store, dataDir)) {
      make(
          one,
          new EventSelection(List.of(EventType.BUDGET_FUNDED), List.of(EventCategory.TENANT)),
          WebhookCase.OWNER,
          "{\"budget_utilization\":[0.5]}");
      WantedUtilizations wanted = new WantedUtilizations(one.tables.reads);
      answer(wanted.refresh());
      assertThat(wanted.of(ACME)).isSameAs(Utilization.THRESHOLDS);
    }
  }

  @ParameterizedTest
  @EnumSource
  void ofVeryManyTheLowestAreWatchedAndWhatIsWatchedForEverybody(TestStore store) throws Exception {
    try (WebhookCase one = new WebhookCase(store, dataDir)) {
      for (int i = 0; i < 12; i++) {
        StringBuilder ten = new StringBuilder();
        for (int j = 0; j < 10; j++) {
          ten.append(j == 0 ? "" : ",").append("0.").append(1_000 + i * 10 + j);
        }
        make(one, WebhookCase.OWNER, "{\"budget_utilization\":[" + ten + "]}");
      }
      WantedUtilizations wanted = new WantedUtilizations(one.tables.reads);
      answer(wanted.refresh());
      assertThat(wanted.of(ACME))
          .hasSize(WantedUtilizations.UTILIZATIONS_MAX)
          .startsWith(100_000, 100_100)
          .containsAll(Utilization.THRESHOLDS)
          .isSorted();
    }
  }

  private static String make(WebhookCase one, WebhookOwner owner, String thresholds)
      throws Exception {
    return make(
        one, new EventSelection(List.of(), List.of(EventCategory.BUDGET)), owner, thresholds);
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
