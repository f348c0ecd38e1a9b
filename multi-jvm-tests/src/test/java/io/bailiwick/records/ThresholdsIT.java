package io.bailiwick.records;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.bailiwick.harness.Bodies;
import io.bailiwick.harness.Json;
import io.bailiwick.harness.Operator;
import io.bailiwick.harness.SharedServer;
import io.bailiwick.harness.Tenancy;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Utilization is told when it crosses what somebody wants to be told of. */
class ThresholdsIT {
  private final Operator operator = SharedServer.operator();
  private final Tenancy acme = Tenancy.empty(operator);
  private final Records records = new Records(operator, acme.id());

  @Test
  void crossingsAreToldBothWaysOnceEach() {
    acme.budget("", 1_000);
    String held = acme.agent().reserved("a", acme.scope(""), 900);
    acme.agent().commit(held, Bodies.commit("b", 100)).expect(200);
    acme.agent().commit(held, Bodies.commit("b", 100)).expect(200);
    acme.agent().reserved("c", acme.scope(""), 860);

    assertThat(crossings())
        .containsExactlyInAnyOrder("0.8 rising", "0.8 falling", "0.8 rising", "0.95 rising");
  }

  @Test
  void whatASubscriptionWantsToBeToldOfIsWatched() {
    acme.budget("", 100_000);
    String id =
        operator
            .post(
                "/v1/admin/webhooks?tenant_id=" + acme.id(),
                Json.object(
                    "url",
                    "https://203.0.113.7/hook",
                    "event_types",
                    List.of("budget.threshold_crossed"),
                    "thresholds",
                    Json.object("budget_utilization", List.of(0.25))))
            .expect(201)
            .body()
            .path("subscription")
            .path("subscription_id")
            .asText();
    int[] tries = {0};
    // A subscription is known to the ledgers a little later.
    await()
        .atMost(Duration.ofSeconds(20))
        .until(
            () -> {
              String held = acme.agent().reserved("t" + tries[0]++, acme.scope(""), 30_000);
              acme.agent().release(held, Bodies.release("r" + tries[0])).expect(200);
              return crossings().contains("0.25 falling");
            });
    acme.agent().reserved("last", acme.scope(""), 85_000);
    assertThat(crossings()).contains("0.25 rising", "0.25 falling", "0.8 rising");

    JsonNode replayed =
        operator
            .post("/v1/admin/webhooks/" + id + "/replay", Json.object("max_events", 1_000))
            .expect(202)
            .body();
    assertThat(replayed.path("events_queued").asLong())
        .as("those of 25 %, and not that of 80 %")
        .isEqualTo(crossings().stream().filter(one -> one.startsWith("0.25")).count());
  }

  private List<String> crossings() {
    return records.events("&event_type=budget.threshold_crossed").stream()
        .map(event -> event.path("data"))
        .map(data -> data.path("threshold").asText() + ' ' + data.path("direction").asText())
        .toList();
  }
}
