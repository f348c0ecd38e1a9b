package io.bailiwick.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.bailiwick.harness.Agent;
import io.bailiwick.harness.Json;
import io.bailiwick.harness.Operator;
import io.bailiwick.harness.Reply;
import io.bailiwick.harness.Request;
import io.bailiwick.harness.SharedServer;
import io.bailiwick.harness.Tenancy;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Whoever changes a webhook, on whichever plane: it is told once, and who it was. */
class WebhookRecordsIT {
  private final Operator operator = SharedServer.operator();
  private final Tenancy tenancy = Tenancy.empty(operator);

  @Test
  void eachChangeIsAnEventAndAnEntryOnBothPlanes() {
    Agent agent = Hooks.agent(operator, tenancy.id());
    Reply made = agent.post(Hooks.TENANT, Hooks.body());
    String id = Hooks.id(made);
    Reply renamed = agent.send(Hooks.patch(Hooks.TENANT, id, Json.object("name", "x"))).expect(200);
    agent.send(Hooks.patch(Hooks.TENANT, id, Json.object("name", "x"))).expect(200);
    JsonNode reason = Json.object("reason", "[WEBHOOK_PAUSE] INC-1");
    Reply paused =
        operator
            .send(
                Hooks.patch(Hooks.TENANT, id, Json.object("status", "PAUSED", "metadata", reason)))
            .expect(200);
    Reply resumed =
        operator.send(Hooks.patch(Hooks.ADMIN, id, Json.object("status", "ACTIVE"))).expect(200);
    Reply tested = operator.send(Hooks.test(Hooks.TENANT, id)).expect(200);
    Reply deleted = operator.send(Hooks.delete(Hooks.TENANT, id)).expect(204);

    List<JsonNode> events = told("/v1/admin/events?category=webhook", "events", tenancy.id());
    assertThat(events)
        .extracting(event -> event.path("event_type").asText())
        .containsExactly(
            "webhook.created",
            "webhook.updated",
            "webhook.paused",
            "webhook.resumed",
            "webhook.deleted");
    assertThat(events)
        .extracting(event -> event.path("correlation_id").asText())
        .containsExactly(
            "webhook_create:" + id,
            update(id, renamed),
            update(id, paused),
            update(id, resumed),
            "webhook_delete:" + id);
    assertThat(events)
        .extracting(event -> event.path("actor").path("type").asText())
        .containsExactly("api_key", "api_key", "admin_on_behalf_of", "admin", "admin_on_behalf_of");
    assertThat(events.get(2).path("data").path("changed_fields"))
        .isEqualTo(Json.parse("[\"metadata\"]"));

    List<JsonNode> entries = told("/v1/admin/audit/logs?resource_id=" + id, "logs", tenancy.id());
    assertThat(entries)
        .extracting(entry -> entry.path("operation").asText())
        .containsExactly(
            "createTenantWebhook",
            "updateTenantWebhook",
            "updateTenantWebhook",
            "updateWebhookSubscription",
            "testTenantWebhook",
            "deleteTenantWebhook");
    assertThat(entries)
        .extracting(entry -> entry.path("request_id").asText())
        .containsExactly(
            made.header("X-Request-Id"),
            renamed.header("X-Request-Id"),
            paused.header("X-Request-Id"),
            resumed.header("X-Request-Id"),
            tested.header("X-Request-Id"),
            deleted.header("X-Request-Id"));
    assertThat(entries)
        .extracting(entry -> entry.path("metadata").path("actor_type").asText())
        .containsExactly(
            "api_key",
            "api_key",
            "admin_on_behalf_of",
            "admin",
            "admin_on_behalf_of",
            "admin_on_behalf_of");
    assertThat(entries.get(2).path("metadata").path("metadata")).isEqualTo(reason);
    assertThat(entries)
        .extracting(entry -> entry.path("status").asInt())
        .containsExactly(201, 200, 200, 200, 200, 204);
    assertThat(events.toString() + entries)
        .doesNotContain(made.body().path("signing_secret").asText());
  }

  @Test
  void whatOperatorsDecideForNobodyIsTheirs() {
    String id = Hooks.id(operator.post(Hooks.ADMIN, Hooks.body()));
    Reply replayed = operator.send(Hooks.replay(id, Json.object())).expect(202);
    operator.send(Hooks.delete(Hooks.ADMIN, id)).expect(204);
    JsonNode security = operator.get("/v1/admin/config/webhook-security").expect(200).body();
    Reply secured =
        operator.send(Request.of("PUT", "/v1/admin/config/webhook-security", security)).expect(200);

    List<JsonNode> entries = told("/v1/admin/audit/logs?resource_id=" + id, "logs", "__admin__");
    assertThat(entries)
        .extracting(entry -> entry.path("operation").asText())
        .containsExactly("createWebhookSubscription", "replayEvents", "deleteWebhookSubscription");
    assertThat(entries.get(1).path("metadata").path("replay_id").asText())
        .isEqualTo(replayed.text("replay_id"));
    assertThat(
            told(
                "/v1/admin/audit/logs?request_id=" + secured.header("X-Request-Id"),
                "logs",
                "__admin__"))
        .singleElement()
        .matches(entry -> entry.path("operation").asText().equals("updateWebhookSecurityConfig"))
        .matches(entry -> entry.path("resource_id").asText().equals("webhook-security"))
        .matches(entry -> entry.path("resource_type").asText().equals("config"));
    assertThat(
            told(
                "/v1/admin/events?category=webhook&correlation_id=webhook_create:" + id,
                "events",
                "__system__"))
        .singleElement()
        .matches(event -> event.path("data").path("tenant_id").asText().equals("__system__"));
  }

  private static String update(String id, Reply reply) {
    return "webhook_update:" + id + ':' + reply.header("X-Request-Id");
  }

  /** The oldest first. */
  private List<JsonNode> told(String list, String name, String tenant) {
    List<JsonNode> rows =
        new ArrayList<>(operator.rows(list + "&limit=100&tenant_id=" + tenant, name));
    Collections.reverse(rows);
    return rows;
  }
}
