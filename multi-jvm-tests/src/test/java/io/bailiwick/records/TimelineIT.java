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
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Everything of one id, in the order of time. */
class TimelineIT {
  private static final Duration SOON = Duration.ofSeconds(20);

  private final Operator operator = SharedServer.operator();
  private final Tenancy acme = Tenancy.empty(operator).budget("", 10_000).budget("app:x", 1_000);
  private final Agent agent = acme.agent();
  private final String scope = acme.scope("app:x/agent:writer");

  private static String traceId() {
    return "%016x%016x"
        .formatted(
            ThreadLocalRandom.current().nextLong(1, Long.MAX_VALUE),
            ThreadLocalRandom.current().nextLong());
  }

  private Reply post(String path, JsonNode body, String traceId) {
    return agent.send(Request.post(path, body).with("X-Cycles-Trace-Id", traceId));
  }

  @Test
  void aTraceIsToldFromItsFirstDecisionToItsLastDelivery() {
    String traceId = traceId();
    operator
        .send(
            Request.post(
                    "/v1/admin/budgets/fund?unit=TOKENS&tenant_id="
                        + acme.id()
                        + "&scope="
                        + acme.scope(""),
                    Json.object("operation", "CREDIT", "amount", Json.amount(Bodies.UNIT, 1)))
                .with("X-Cycles-Trace-Id", traceId))
        .expect(200);
    post("/v1/events", Bodies.event("e", scope, 7), traceId).expect(201);
    Reply denied =
        post("/v1/reservations", Bodies.reserve("d", scope, 90_000), traceId)
            .refused(409, "BUDGET_EXCEEDED");
    String webhook =
        operator
            .post(
                "/v1/admin/webhooks?tenant_id=" + acme.id(),
                Json.object(
                    "url", "https://203.0.113.7/hook", "event_types", List.of("budget.funded")))
            .expect(201)
            .body()
            .path("subscription")
            .path("subscription_id")
            .asText();
    operator
        .post("/v1/admin/webhooks/" + webhook + "/replay", Json.object("max_events", 100))
        .expect(202);
    String timeline = "/v1/x-bailiwick/timeline?trace_id=" + traceId;
    await().atMost(SOON).until(() -> items(timeline).size() == 7);

    List<JsonNode> items = items(timeline);
    assertThat(items).extracting(item -> Instant.parse(item.path("timestamp").asText())).isSorted();
    Map<String, Long> counted =
        items.stream()
            .map(item -> item.path("type").asText())
            .collect(Collectors.groupingBy(type -> type, Collectors.counting()));
    assertThat(counted)
        .isEqualTo(Map.of("decision", 2L, "event", 2L, "audit_entry", 2L, "delivery", 1L));
    assertThat(items.getFirst().path("event").path("event_type").asText())
        .isEqualTo("budget.funded");
    assertThat(items.getLast().path("delivery").path("subscription_id").asText())
        .isEqualTo(webhook);

    String ofRequest = "/v1/x-bailiwick/timeline?request_id=" + denied.header("X-Request-Id");
    assertThat(items(ofRequest))
        .extracting(item -> item.path("type").asText())
        .containsExactly("decision", "event", "audit_entry");
    assertThat(operator.get(timeline).body().path("complete").asBoolean()).isTrue();
    operator.get("/v1/x-bailiwick/timeline").refused(400, "INVALID_REQUEST");
    operator.get(timeline + "&request_id=x").refused(400, "INVALID_REQUEST");
    agent.get(timeline).refused(401, "UNAUTHORIZED");
  }

  @Test
  void aCloseIsToldByItsCorrelationId() {
    agent.reserved("held", scope, 5);
    operator.close(acme.id()).expect(200);
    String correlation =
        operator
            .rows("/v1/admin/events?event_type=tenant.closed&tenant_id=" + acme.id(), "events")
            .getFirst()
            .path("correlation_id")
            .asText();
    List<JsonNode> items = items("/v1/x-bailiwick/timeline?correlation_id=" + correlation);
    assertThat(items)
        .extracting(item -> item.path("event").path("event_type").asText(""))
        .contains("reservation.released_via_tenant_cascade", "tenant.closed");
    assertThat(items).anyMatch(item -> item.path("type").asText().equals("audit_entry"));
    assertThat(
            operator.rows(
                "/v1/x-bailiwick/decisions?operation=tenant_close_cascade&tenant_id=" + acme.id(),
                "decisions"))
        .singleElement()
        .satisfies(row -> assertThat(row.has("decision")).isFalse());
  }

  private List<JsonNode> items(String timeline) {
    List<JsonNode> items = new ArrayList<>();
    operator.get(timeline).expect(200).body().path("items").forEach(items::add);
    return items;
  }
}
