package io.bailiwick.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import io.bailiwick.record.EventCategory;
import io.bailiwick.record.EventType;
import io.bailiwick.record.RateKind;
import io.bailiwick.record.RateTerms;
import io.bailiwick.scope.BurnTerms;
import io.bailiwick.tenant.TenantId;
import io.bailiwick.webhook.EventHistory.PastEvent;
import io.bailiwick.webhook.ReplayRules.Selection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReplayRulesTest {

  private static final AlarmWishes WISHES =
      new AlarmWishes(
          List.of(800_000),
          new BurnTerms(60, 1_500),
          Map.of(
              RateKind.DENIAL,
              new RateTerms(60, 200_000),
              RateKind.EXPIRY,
              RateKind.EXPIRY.protocol()));

  private static final WebhookOwner ACME = WebhookOwner.of(new TenantId("acme"));

  private static WebhookSubscription webhook(
      WebhookOwner owner, String pattern, List<EventType> types, EventCategory... categories) {
    WebhookTerms terms =
        new WebhookTerms(
            null,
            null,
            "https://a.example",
            new EventSelection(types, List.of(categories)),
            WebhookRules.pattern(pattern),
            null,
            RetryPolicy.DEFAULT,
            1,
            null);
    return WebhookRules.created(
        "whsub_1", owner, terms, new WebhookCredentials("s", new TreeMap<>()), 0);
  }

  private static PastEvent event(EventType type, String scope) {
    return new PastEvent("evt_" + type + scope, type, scope, null, null);
  }

  private static Selection select(
      WebhookSubscription webhook, List<EventType> types, int max, List<PastEvent> events) {
    return ReplayRules.select(
        webhook,
        WISHES,
        new WebhookCommand.Replay(WebhookCaller.OPERATOR, "whsub_1", 0, 1, types, max),
        events);
  }

  private static List<PastEvent> selected(
      WebhookSubscription webhook, List<EventType> types, PastEvent... events) {
    return ((Selection.Selected) select(webhook, types, 100, List.of(events))).events();
  }

  @ParameterizedTest
  @CsvSource({
    ", tenant:acme, true",
    ", , true",
    "*, tenant:acme, true",
    "*, , false",
    "tenant:acme, tenant:acme, true",
    "tenant:acme, tenant:acme/app:chat, false",
    "tenant:acme/*, tenant:acme/app:chat, true",
    "tenant:acme/*, tenant:acme/, false",
    "tenant:acme/*, tenant:acme, false",
    "tenant:acme/*, tenant:acme2/app:chat, false",
    "tenant:acme/app:c*, tenant:acme/app:chat, true",
    "tenant:acme/*, , false",
    "TENANT:ACME, tenant:acme, false"
  })
  void aPatternMeansScopes(String pattern, String scope, boolean isMeant) {
    WebhookSubscription webhook = webhook(ACME, pattern, List.of(EventType.BUDGET_FUNDED));
    assertThat(selected(webhook, null, event(EventType.BUDGET_FUNDED, scope)))
        .hasSize(isMeant ? 1 : 0);
  }

  @Test
  void typesAndCategoriesAddUpAndTheRequestNarrowsThem() {
    WebhookSubscription webhook =
        webhook(ACME, null, List.of(EventType.TENANT_CLOSED), EventCategory.BUDGET);
    PastEvent closed = event(EventType.TENANT_CLOSED, null);
    PastEvent funded = event(EventType.BUDGET_FUNDED, "tenant:acme");
    PastEvent expired = event(EventType.RESERVATION_EXPIRED, "tenant:acme");

    assertThat(selected(webhook, null, closed, funded, expired)).containsExactly(closed, funded);
    assertThat(
            selected(
                webhook,
                List.of(EventType.BUDGET_FUNDED, EventType.RESERVATION_EXPIRED),
                closed,
                funded,
                expired))
        .containsExactly(funded);
  }

  @Test
  void whatOperatorsSeeNeverGoesToATenantWhateverIsStored() {
    List<EventType> types = List.of(EventType.API_KEY_REVOKED);
    PastEvent revoked = event(EventType.API_KEY_REVOKED, null);
    assertThat(selected(webhook(ACME, null, types), null, revoked)).isEmpty();
    assertThat(selected(webhook(WebhookOwner.SYSTEM, null, types), null, revoked))
        .containsExactly(revoked);
  }

  @Test
  void alarmsAreThoseThatAreAskedFor() {
    WebhookSubscription webhook =
        webhook(ACME, null, List.of(), EventCategory.BUDGET, EventCategory.RESERVATION);
    EventType crossed = EventType.BUDGET_THRESHOLD_CROSSED;
    EventType burned = EventType.BUDGET_BURN_RATE_ANOMALY;
    EventType denied = EventType.RESERVATION_DENIAL_RATE_SPIKE;
    EventType expired = EventType.RESERVATION_EXPIRY_RATE_SPIKE;
    List<PastEvent> asked =
        List.of(
            alarm(crossed, new AlarmFigure.Crossed(800_000)),
            alarm(burned, new AlarmFigure.Burned(new BurnTerms(60, 1_500))),
            alarm(denied, new AlarmFigure.Spiked(new RateTerms(60, 200_000))),
            alarm(expired, new AlarmFigure.Spiked(new RateTerms(300, 50_000))));
    List<PastEvent> others =
        List.of(
            alarm(crossed, new AlarmFigure.Crossed(500_000)),
            alarm(burned, new AlarmFigure.Burned(new BurnTerms(60, 3_000))),
            alarm(burned, new AlarmFigure.Burned(new BurnTerms(300, 1_500))),
            alarm(denied, new AlarmFigure.Spiked(new RateTerms(60, 100_000))),
            alarm(denied, new AlarmFigure.Spiked(new RateTerms(300, 50_000))),
            alarm(expired, new AlarmFigure.Spiked(new RateTerms(60, 200_000))));
    assertThat(
            selected(
                webhook,
                null,
                Stream.concat(asked.stream(), others.stream()).toArray(PastEvent[]::new)))
        .isEqualTo(asked);
  }

  private static PastEvent alarm(EventType type, AlarmFigure figure) {
    return new PastEvent("evt_" + type + figure, type, null, null, figure);
  }

  @Test
  void allOrNothing() {
    WebhookSubscription webhook = webhook(ACME, null, List.of(EventType.BUDGET_FUNDED));
    PastEvent funded = event(EventType.BUDGET_FUNDED, null);
    PastEvent other = event(EventType.TENANT_CREATED, null);

    assertThat(select(webhook, null, 2, List.of(funded, other, funded)))
        .isInstanceOf(Selection.Selected.class);
    assertThat(select(webhook, null, 2, Collections.nCopies(3, funded)))
        .isInstanceOf(Selection.Refused.class);
    List<PastEvent> tooMany =
        IntStream.rangeClosed(0, ReplayRules.SCANNED_MAX).mapToObj(i -> other).toList();
    assertThat(select(webhook, null, 2, tooMany)).isInstanceOf(Selection.Refused.class);
    assertThat(select(webhook, null, 2, tooMany.subList(1, tooMany.size())))
        .isInstanceOf(Selection.Selected.class);
  }
}
