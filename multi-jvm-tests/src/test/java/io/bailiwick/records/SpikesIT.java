package io.bailiwick.records;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.bailiwick.harness.Agent;
import io.bailiwick.harness.Bodies;
import io.bailiwick.harness.Json;
import io.bailiwick.harness.Operator;
import io.bailiwick.harness.Reply;
import io.bailiwick.harness.Request;
import io.bailiwick.harness.SharedServer;
import io.bailiwick.harness.Tenancy;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * Too many denials are told by the protocol's terms and by those that a webhook names, and too many
 * attempts with a key that is no good.
 */
class SpikesIT {

  /** Two looks, and the time that they take. */
  private static final Duration TOLD_WITHIN = Duration.ofSeconds(75);

  private static final String FAILED_ATTEMPTS = "&event_type=api_key.auth_failure_rate_spike";

  private final Operator operator = SharedServer.operator();
  private final Tenancy acme = Tenancy.empty(operator);
  private final Records records = new Records(operator, acme.id());

  @Test
  void whoeverNamesAShareIsToldOfThatShare() {
    acme.budget("", 1_000);
    JsonNode webhook =
        Json.object(
            "url",
            "https://203.0.113.7/hook",
            "event_types",
            List.of("reservation.denial_rate_spike"),
            "thresholds",
            Json.object("denial_rate_threshold", 0.75, "rate_window_seconds", 120));
    String id =
        operator
            .post("/v1/admin/webhooks?tenant_id=" + acme.id(), webhook)
            .expect(201)
            .body()
            .path("subscription")
            .path("subscription_id")
            .asText();
    for (int i = 0; i < 6; i++) {
      acme.agent().reserved("r" + i, acme.scope(""), 1);
    }
    for (int i = 0; i < 24; i++) {
      acme.agent()
          .reserve(Bodies.reserve("d" + i, acme.scope(""), 9_999))
          .refused(409, "BUDGET_EXCEEDED");
    }

    Reply ended = operator.createKey(Json.object("tenant_id", acme.id(), "name", "ended"));
    operator
        .send(new Request("DELETE", "/v1/admin/api-keys/" + ended.text("key_id"), Map.of(), null))
        .expect(200);
    Agent late = new Agent(SharedServer.running().client(), acme.id(), ended.text("key_secret"));
    for (int i = 0; i < 25; i++) {
      late.get("/v1/admin/budgets").refused(401, "UNAUTHORIZED");
    }

    await().atMost(TOLD_WITHIN).until(() -> spikes().size() == 2);
    assertThat(spikes())
        .extracting(
            told -> told.path("threshold_rate").asText() + " in " + told.path("window_seconds"))
        .containsExactlyInAnyOrder("0.1 in 300", "0.75 in 120");
    // A look may come before the last denials, or before those of a full second are counted.
    assertThat(spikes())
        .allSatisfy(
            told ->
                assertThat(told.path("current_rate").asDouble())
                    .isGreaterThan(told.path("threshold_rate").asDouble())
                    .isLessThanOrEqualTo(0.8));
    await().atMost(TOLD_WITHIN).until(() -> records.eventTypes(FAILED_ATTEMPTS).size() == 1);
    JsonNode failed = records.last("api_key.auth_failure_rate_spike").path("data");
    assertThat(failed.path("metric").asText()).isEqualTo("auth_failure_rate");
    assertThat(failed.path("sample_count").asInt()).isBetween(20, 25);
    assertThat(failed.path("current_rate").asDouble()).as("good ones were counted").isLessThan(1);
    JsonNode replayed =
        operator
            .post("/v1/admin/webhooks/" + id + "/replay", Json.object("max_events", 1_000))
            .expect(202)
            .body();
    assertThat(replayed.path("events_queued").asLong()).as("that of 75 % alone").isEqualTo(1);
  }

  private List<JsonNode> spikes() {
    return records.events("&event_type=reservation.denial_rate_spike").stream()
        .map(event -> event.path("data"))
        .toList();
  }
}
