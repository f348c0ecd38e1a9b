package io.bailiwick.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import io.bailiwick.apikey.ScopeFilter;
import io.bailiwick.record.EventCategory;
import io.bailiwick.record.EventType;
import io.bailiwick.refusal.RefusalCode;
import io.bailiwick.tenant.TenantId;
import io.bailiwick.webhook.WebhookRules.Decision;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class WebhookRulesTest {

  private static final WebhookOwner ACME = WebhookOwner.of(new TenantId("acme"));
  private static final WebhookCredentials CREDENTIALS =
      new WebhookCredentials("s3cret", new TreeMap<>(Map.of("Authorization", "Bearer 1")));

  private static WebhookSubscription webhook(WebhookOwner owner, EventSelection selection) {
    WebhookTerms terms =
        new WebhookTerms(
            "a", null, "https://a.example/x", selection, null, null, RetryPolicy.DEFAULT, 10, null);
    return WebhookRules.created("whsub_1", owner, terms, CREDENTIALS, 1_000);
  }

  private static WebhookSubscription ofTenant() {
    return webhook(ACME, new EventSelection(List.of(EventType.BUDGET_FUNDED), List.of()));
  }

  private static WebhookSubscription withStatus(WebhookSubscription one, WebhookStatus status) {
    return new WebhookSubscription(
        one.id(),
        one.owner(),
        one.terms(),
        one.headerNames(),
        status,
        new WebhookHealth(7, 1L, 2L, 3L),
        one.createdAtMs(),
        one.updatedAtMs());
  }

  private static WebhookPatch selecting(List<EventType> types, List<EventCategory> categories) {
    return new WebhookPatch(
        null, null, null, types, categories, null, null, null, null, null, null, null, null);
  }

  private static WebhookPatch named(String name, WebhookStatus status) {
    return new WebhookPatch(
        name, null, null, null, null, null, null, null, null, null, null, status, null);
  }

  private static WebhookPatch secured(String secret, SortedMap<String, String> headers) {
    return new WebhookPatch(
        null, null, null, null, null, null, null, secret, headers, null, null, null, null);
  }

  private static Decision.Changed changed(WebhookSubscription before, WebhookPatch patch) {
    return (Decision.Changed) WebhookRules.patched(before, CREDENTIALS, patch, 2_000);
  }

  private static RefusalCode refused(WebhookSubscription before, WebhookPatch patch) {
    return ((Decision.Refused) WebhookRules.patched(before, CREDENTIALS, patch, 2_000))
        .refusal()
        .code();
  }

  @Test
  void aSelectorMustRemain() {
    assertThat(refused(ofTenant(), selecting(List.of(), null)))
        .isEqualTo(RefusalCode.INVALID_REQUEST);
    assertThat(WebhookRules.refusal(WebhookOwner.SYSTEM, new EventSelection(List.of(), List.of())))
        .isPresent();

    Decision.Changed toCategory =
        changed(ofTenant(), selecting(List.of(), List.of(EventCategory.BUDGET)));
    assertThat(toCategory.changedFields()).containsExactly("event_types", "event_categories");
    assertThat(refused(toCategory.after(), selecting(null, List.of())))
        .isEqualTo(RefusalCode.INVALID_REQUEST);
  }

  @ParameterizedTest
  @EnumSource
  void aTenantsWebhookSelectsWhatTenantsMaySee(EventType type) {
    EventSelection selection = new EventSelection(List.of(type), List.of());
    EventSelection ofCategory = new EventSelection(List.of(), List.of(type.category()));
    boolean isTheirs = type.text().matches("(budget|reservation|tenant)\\..*");

    assertThat(WebhookRules.refusal(ACME, selection).isEmpty()).isEqualTo(isTheirs);
    assertThat(WebhookRules.refusal(ACME, ofCategory).isEmpty()).isEqualTo(isTheirs);
    assertThat(WebhookRules.refusal(WebhookOwner.SYSTEM, selection)).isEmpty();
    assertThat(WebhookRules.refusal(WebhookOwner.SYSTEM, ofCategory)).isEmpty();
    assertThat(
            WebhookRules.patched(
                    ofTenant(), CREDENTIALS, selecting(null, List.of(type.category())), 2_000)
                instanceof Decision.Changed)
        .isEqualTo(isTheirs);
  }

  @Test
  void whatIsAbsentStaysAndWhatIsThereIsNamed() {
    Decision.Changed changed = changed(ofTenant(), named("b", WebhookStatus.PAUSED));

    assertThat(changed.changedFields()).containsExactly("name", "status");
    assertThat(changed.after().status()).isEqualTo(WebhookStatus.PAUSED);
    assertThat(changed.after().terms().url()).isEqualTo(ofTenant().terms().url());
    assertThat(changed.after().updatedAtMs()).isEqualTo(2_000);
    assertThat(changed.leadsElsewhere()).isFalse();
  }

  @Test
  void nothingChangesWhenAllIsAsWanted() {
    Decision.Changed same = changed(ofTenant(), named("a", WebhookStatus.ACTIVE));
    assertThat(same.changedFields()).isEmpty();
    assertThat(same.after()).isEqualTo(ofTenant());
    assertThat(changed(ofTenant(), secured("s3cret", null)).changedFields()).isEmpty();
  }

  @Test
  void aValueHasOneFormHoweverItIsWritten() {
    WebhookPatch sameFactor =
        new WebhookPatch(
            null,
            null,
            null,
            null,
            null,
            null,
            null,
            null,
            null,
            new RetryPolicy(5, 1_000, new BigDecimal("2.000"), 60_000),
            null,
            null,
            null);
    assertThat(changed(ofTenant(), sameFactor).changedFields()).isEmpty();
  }

  @Test
  void onlyADisabledOneIsForgivenWhenItIsEnabled() {
    WebhookSubscription disabled = withStatus(ofTenant(), WebhookStatus.DISABLED);
    WebhookSubscription paused = withStatus(ofTenant(), WebhookStatus.PAUSED);
    WebhookPatch enable = named(null, WebhookStatus.ACTIVE);

    assertThat(changed(disabled, enable).after().health())
        .isEqualTo(new WebhookHealth(0, 1L, 2L, 3L));
    assertThat(changed(paused, enable).after().health().consecutiveFailures()).isEqualTo(7);
  }

  @Test
  void aMaskedHeaderKeepsItsValueAndOthersAreReplaced() {
    SortedMap<String, String> shown = new TreeMap<>(Map.of("Authorization", HeaderRules.MASK));
    assertThat(changed(ofTenant(), secured(null, shown)).changedFields()).isEmpty();

    shown.put("X-Team", "blue");
    Decision.Changed more = changed(ofTenant(), secured(null, shown));
    assertThat(more.changedFields()).containsExactly("headers");
    assertThat(more.credentials().headers())
        .isEqualTo(Map.of("Authorization", "Bearer 1", "X-Team", "blue"));
    assertThat(more.after().headerNames()).containsExactly("Authorization", "X-Team");

    SortedMap<String, String> unknown = new TreeMap<>(Map.of("X-Other", HeaderRules.MASK));
    assertThat(refused(ofTenant(), secured(null, unknown))).isEqualTo(RefusalCode.INVALID_REQUEST);
  }

  @Test
  void secretsDoNotPrintThemselves() {
    assertThat(CREDENTIALS.toString()).doesNotContain("s3cret").doesNotContain("Bearer");
    assertThat(secured("n3w", new TreeMap<>()).toString()).doesNotContain("n3w");
    assertThat(new WebhookReply.Created(ofTenant(), "s3cret").toString()).doesNotContain("s3cret");
  }

  @Test
  void aNarrowKeyReachesNarrowWebhooksOnly() {
    WebhookCaller narrow =
        new WebhookCaller(new TenantId("acme"), new ScopeFilter(List.of("app:chat", "agent:*")));

    assertThat(narrow.reaches(null)).isFalse();
    assertThat(narrow.reaches(new ScopePattern("tenant:acme/*"))).isFalse();
    assertThat(narrow.reaches(new ScopePattern("tenant:acme/app:chat"))).isTrue();
    assertThat(narrow.reaches(new ScopePattern("tenant:acme/app:chat/*"))).isTrue();
    assertThat(narrow.reaches(new ScopePattern("tenant:acme/app:chat*"))).isFalse();
    assertThat(narrow.reaches(new ScopePattern("tenant:acme/agent:w*"))).isTrue();
    assertThat(WebhookCaller.OPERATOR.reaches(null)).isTrue();
  }
}
