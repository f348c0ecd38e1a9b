package io.bailiwick.http.wire;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bailiwick.webhook.RetryPolicy;
import io.bailiwick.webhook.WebhookCaller;
import io.bailiwick.webhook.WebhookCommand;
import io.bailiwick.webhook.WebhookOwner;
import io.bailiwick.webhook.WebhookSecurity;
import java.math.BigDecimal;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WebhookRequestsTest {
  private static final String WEBHOOK =
      "{'url':'https://a.example/x','event_types':['budget.funded'],'retry_policy':{},"
          + "'thresholds':{},'headers':{}}";

  private static final Map<String, String> BODIES =
      Map.of("create", WEBHOOK, "update", WEBHOOK, "replay", "{}", "security", "{}", "test", "{}");

  private static final Map<String, Consumer<ObjectNode>> READERS =
      Map.of(
          "create", WebhookRequestsTest::create,
          "update", body -> WebhookRequests.update(WebhookCaller.OPERATOR, "whsub_1", body),
          "replay", WebhookRequestsTest::replay,
          "security", WebhookRequests::security,
          "test", WebhookRequests::checkTest);

  private static WebhookCommand.Create create(ObjectNode body) {
    return WebhookRequests.create(WebhookCaller.OPERATOR, WebhookOwner.SYSTEM, body);
  }

  private static WebhookCommand.Replay replay(ObjectNode body) {
    return WebhookRequests.replay(WebhookCaller.OPERATOR, "whsub_1", body, 5_000);
  }

  private static String value(String shorthand) {
    return shorthand.matches("[0-9]+x")
        ? "'" + "x".repeat(Integer.parseInt(shorthand.replace("x", ""))) + "'"
        : shorthand.replace('`', '\'');
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "create; /url; ; url",
        "create; /url; 2049x; url",
        "create; /url; 5; url",
        "create; /event_types; ; event_types",
        "create; /event_types; []; event_types",
        "create; /event_types; [`budget.eaten`]; budget.eaten",
        "create; /event_types; [`custom.mine`]; custom.mine",
        "create; /event_categories; [`money`]; money",
        "create; /status; `ACTIVE`; status",
        "create; /tenant_id; `acme`; tenant_id",
        "create; /name; 257x; name",
        "create; /description; 1025x; description",
        "create; /scope_filter; 1025x; scope_filter",
        "create; /signing_secret; ``; signing_secret",
        "create; /signing_secret; `  `; signing_secret",
        "create; /signing_secret; null; signing_secret",
        "create; /disable_after_failures; 0; disable_after_failures",
        "create; /disable_after_failures; 1.5; disable_after_failures",
        "create; /metadata; []; metadata",
        "create; /headers/Host; `a`; Host",
        "create; /headers/X-Cycles-Signature; `a`; X-Cycles-Signature",
        "create; /headers/two words; `a`; two words",
        "create; /headers/X-A; 5; X-A",
        "create; /headers/X-A; `a\\nX-B: b`; X-A",
        "create; /headers/X-A; ``; X-A",
        "create; /headers/X-A; `é`; X-A",
        "create; /headers/X-A; 4097x; X-A",
        "create; /headers/X-A; `********`; headers",
        "create; /retry_policy/max_retries; 11; max_retries",
        "create; /retry_policy/max_retries; -1; max_retries",
        "create; /retry_policy/initial_delay_ms; 99; initial_delay_ms",
        "create; /retry_policy/initial_delay_ms; 60001; initial_delay_ms",
        "create; /retry_policy/backoff_multiplier; 0.99; backoff_multiplier",
        "create; /retry_policy/backoff_multiplier; 10.01; backoff_multiplier",
        "create; /retry_policy/backoff_multiplier; `2`; backoff_multiplier",
        "create; /retry_policy/max_delay_ms; 999; max_delay_ms",
        "create; /retry_policy/max_delay_ms; 3600001; max_delay_ms",
        "create; /retry_policy/jitter; true; jitter",
        "create; /thresholds/budget_utilization; [0.5, 1.1]; budget_utilization",
        "create; /thresholds/budget_utilization; 0.5; budget_utilization",
        "create; /thresholds/burn_rate_multiplier; 1.49; burn_rate_multiplier",
        "create; /thresholds/burn_rate_window_seconds; 59; burn_rate_window_seconds",
        "create; /thresholds/burn_rate_window_seconds; 86401; burn_rate_window_seconds",
        "create; /thresholds/denial_rate_threshold; -0.1; denial_rate_threshold",
        "create; /thresholds/expiry_rate_threshold; 1.01; expiry_rate_threshold",
        "create; /thresholds/auth_failure_rate_threshold; 2; auth_failure_rate_threshold",
        "create; /thresholds/rate_window_seconds; 60.5; rate_window_seconds",
        "create; /thresholds/other; 1; other",
        "update; /status; `DISABLED`; status",
        "update; /tenant_id; `acme`; tenant_id",
        "update; /url; ``; url",
        "replay; /max_events; 0; max_events",
        "replay; /max_events; 1001; max_events",
        "replay; /from; `yesterday`; from",
        "replay; /from; `2999-01-01T00:00:00Z`; from",
        "security; /blocked_cidr_ranges; `10.0.0.0/8`; blocked_cidr_ranges",
        "security; /allow_http; 1; allow_http",
        "security; /other; 1; other",
        "test; /url; `https://a.example`; url"
      })
  void whatIsOutOfBoundsIsRefused(String body, String pointer, String value, String named) {
    Refused.invalid(
        READERS.get(body),
        Refused.with(BODIES.get(body), pointer, value == null ? "" : value(value)),
        named);
  }

  @Test
  void headersOfOneNameInTwoFormsAreRefused() {
    Refused.invalid(
        READERS.get("create"),
        Refused.with(WEBHOOK, "/headers", "{'X-A':'1','x-a':'2'}"),
        "headers");
  }

  @Test
  void aValueOfAHeaderIsNotToldAgain() {
    assertThat(
            Refused.by(READERS.get("create"), Refused.with(WEBHOOK, "/headers", "{'X-A':'s3crét'}"))
                .getMessage())
        .doesNotContain("s3cr");
  }

  @Test
  void whatIsAbsentHasTheDefaultsOfTheProtocol() {
    WebhookCommand.Create create =
        create(Refused.json("{'url':'https://a.example','event_types':['budget.funded']}"));
    assertThat(create.terms().retryPolicy()).isEqualTo(RetryPolicy.DEFAULT);
    assertThat(create.terms().disableAfterFailures()).isEqualTo(10);
    assertThat(create.terms().thresholds()).isNull();
    assertThat(create.terms().scopePattern()).isNull();
    assertThat(create.credentials().signingSecret()).isNull();
    assertThat(create(Refused.with(WEBHOOK, "/scope_filter", "' '")).terms().scopePattern())
        .isNull();

    // The body of a replay is an open one (governance, replayEvents).
    WebhookCommand.Replay replay = replay(Refused.json("{'cursor':'a'}"));
    assertThat(replay.toMs()).isEqualTo(5_000);
    assertThat(replay.fromMs()).isZero();
    assertThat(replay.eventsMax()).isEqualTo(100);
    assertThat(WebhookRequests.security(Refused.json("{}"))).isEqualTo(WebhookSecurity.DEFAULT);
  }

  @Test
  void fractionsAreExact() {
    WebhookCommand.Create create =
        create(
            Refused.with(
                Refused.with(WEBHOOK, "/retry_policy/backoff_multiplier", "1.10").toString(),
                "/thresholds/budget_utilization",
                "[0.8, 1.0]"));
    assertThat(create.terms().retryPolicy().backoffMultiplier()).isEqualTo(new BigDecimal("1.1"));
    assertThat(create.terms().thresholds()).isEqualTo("{\"budget_utilization\":[0.8,1]}");
  }
}
