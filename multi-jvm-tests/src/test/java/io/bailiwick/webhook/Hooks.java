package io.bailiwick.webhook;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bailiwick.harness.Agent;
import io.bailiwick.harness.Json;
import io.bailiwick.harness.Operator;
import io.bailiwick.harness.Reply;
import io.bailiwick.harness.Request;
import java.util.List;
import java.util.Map;

/** Requests about webhooks. */
final class Hooks {
  static final String ADMIN = "/v1/admin/webhooks";
  static final String TENANT = "/v1/webhooks";
  static final List<String> BOTH = List.of("webhooks:read", "webhooks:write");

  /** An address that is nobody's (RFC 5737), and not blocked: nothing has to be looked up. */
  static final String URL = "https://203.0.113.7/hook";

  private Hooks() {}

  static ObjectNode body() {
    return body(URL);
  }

  static ObjectNode body(String url) {
    return Json.object("url", url, "event_types", List.of("budget.funded"));
  }

  /** Made by an operator for a tenant. */
  static Reply createFor(Operator operator, String tenant, JsonNode body) {
    return operator.post(ADMIN + "?tenant_id=" + tenant, body);
  }

  static String id(Reply created) {
    return created.expect(201).body().path("subscription").path("subscription_id").asText();
  }

  /** A key of the tenant that may do everything with webhooks. */
  static Agent agent(Operator operator, String tenant) {
    return operator.newAgent(tenant, BOTH, null);
  }

  static Request patch(String base, String id, JsonNode changes) {
    return Request.of("PATCH", base + "/" + id, changes);
  }

  static Request delete(String base, String id) {
    return new Request("DELETE", base + "/" + id, Map.of(), null);
  }

  static Request test(String base, String id) {
    return new Request("POST", base + "/" + id + "/test", Map.of(), null);
  }

  static Request replay(String id, JsonNode body) {
    return Request.post(ADMIN + "/" + id + "/replay", body);
  }
}
