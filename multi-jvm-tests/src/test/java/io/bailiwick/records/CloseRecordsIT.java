package io.bailiwick.records;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.bailiwick.harness.Bodies;
import io.bailiwick.harness.Json;
import io.bailiwick.harness.Operator;
import io.bailiwick.harness.Query;
import io.bailiwick.harness.Reply;
import io.bailiwick.harness.SharedServer;
import io.bailiwick.harness.Tenancy;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * What is told of a close: one event for each thing that it ended, and the tenant's as the last.
 */
class CloseRecordsIT {
  private final Operator operator = SharedServer.operator();

  @Test
  void everythingThatACloseEndsIsToldOnceInOrderUnderOneId() {
    Tenancy acme = Tenancy.ofThreeLevels(operator);
    operator.newAgent(acme.id());
    String hook = "/v1/admin/webhooks?tenant_id=" + acme.id();
    JsonNode body =
        Json.object("url", "https://203.0.113.7/hook", "event_types", List.of("budget.funded"));
    operator.post(hook, body).expect(201);
    operator.post(hook, body).expect(201);
    acme.agent().reserved("a", acme.leaf(), 100);
    acme.agent().reserved("b", acme.scope("app:chat"), 50);
    acme.agent().reserved("c", acme.scope(""), 7);
    String done = acme.agent().reserved("d", acme.leaf(), 1);
    acme.agent().commit(done, Bodies.commit("d2", 1)).expect(200);

    Reply closed = operator.close(acme.id()).expect(200);
    operator.close(acme.id()).expect(200);

    String correlation =
        "tenant_close_cascade:%s:%s".formatted(acme.id(), closed.header("X-Request-Id"));
    Records records = new Records(operator, acme.id());
    List<JsonNode> events = records.events("&correlation_id=" + Query.encode(correlation));
    List<String> types = events.stream().map(event -> event.path("event_type").asText()).toList();
    assertThat(types)
        .hasSize(3 + 3 + 2 + 2 + 1)
        .endsWith("tenant.closed")
        .filteredOn(type -> type.equals("reservation.released_via_tenant_cascade"))
        .hasSize(3);
    assertThat(types.subList(0, 3)).containsOnly("reservation.released_via_tenant_cascade");
    assertThat(types.subList(3, 6)).containsOnly("budget.closed_via_tenant_cascade");
    assertThat(types.subList(6, 10))
        .containsOnly("api_key.revoked_via_tenant_cascade", "webhook.disabled_via_tenant_cascade");
    assertThat(events)
        .allMatch(
            event ->
                event.path("request_id").asText().equals(closed.header("X-Request-Id"))
                    && event.path("trace_id").asText().equals(closed.header("X-Cycles-Trace-Id"))
                    && event.path("actor").path("type").asText().equals("admin"));
    assertThat(released(events, acme.scope(""))).isEqualTo(157);
    assertThat(released(events, acme.scope("app:chat"))).isEqualTo(150);
    assertThat(released(events, acme.leaf())).isEqualTo(100);
    assertThat(events.getLast().path("data").path("previous_status").asText()).isEqualTo("ACTIVE");

    List<JsonNode> audits = records.audits("&operation=tenant_close_cascade");
    assertThat(audits)
        .hasSize(10 + 1)
        .allMatch(
            entry -> entry.path("metadata").path("correlation_id").asText().equals(correlation));
    assertThat(records.audits("&operation=updateTenant"))
        .as("the request itself, as it was when the guard was set")
        .singleElement()
        .matches(
            entry -> entry.path("metadata").path("correlation_id").asText().equals(correlation))
        .matches(entry -> entry.at("/metadata/cascade/in_progress").asBoolean());
    assertThat(audits)
        .filteredOn(entry -> entry.path("resource_type").asText().equals("tenant"))
        .singleElement()
        .extracting(entry -> entry.at("/metadata/cascade"))
        .isEqualTo(
            Json.parse(
                "{\"budgets_closed\":3,\"webhooks_disabled\":2,\"api_keys_revoked\":2,"
                    + "\"reservations_released\":3,\"in_progress\":false,\"failures_count\":0,"
                    + "\"failed_resources\":[]}"));
    assertThat(records.eventTypes("&event_type=tenant.closed")).hasSize(1);
  }

  @Test
  void aTenantThatOwnsNothingIsToldAsClosed() {
    Tenancy acme = Tenancy.empty(operator);
    operator.close(acme.id()).expect(200);

    assertThat(new Records(operator, acme.id()).eventTypes(""))
        .containsExactly(
            "tenant.created",
            "api_key.created",
            "api_key.revoked_via_tenant_cascade",
            "tenant.closed");
  }

  private static long released(List<JsonNode> events, String scope) {
    return events.stream()
        .filter(event -> event.path("scope").asText().equals(scope))
        .mapToLong(event -> event.path("data").path("released_amount").asLong())
        .sum();
  }
}
