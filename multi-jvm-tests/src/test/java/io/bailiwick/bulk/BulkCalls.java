package io.bailiwick.bulk;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bailiwick.harness.Bodies;
import io.bailiwick.harness.Json;
import io.bailiwick.harness.Operator;
import io.bailiwick.harness.Query;
import io.bailiwick.harness.Reply;
import io.bailiwick.harness.Request;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** Requests for bulk actions, and what is told of them. */
record BulkCalls(Operator operator) {
  static final String TENANTS = "/v1/admin/tenants/bulk-action";
  static final String BUDGETS = "/v1/admin/budgets/bulk-action";
  static final String WEBHOOKS = "/v1/admin/webhooks/bulk-action";

  static String newKey() {
    return UUID.randomUUID().toString();
  }

  static ObjectNode body(ObjectNode filter, String action) {
    return Json.object("filter", filter, "action", action, "idempotency_key", newKey());
  }

  /** A funding of every ledger that matches. */
  static ObjectNode funding(ObjectNode filter, String action, long amount) {
    ObjectNode body = body(filter, action);
    body.set("amount", Json.amount(Bodies.UNIT, amount));
    return body;
  }

  Reply tenants(ObjectNode filter, String action) {
    return operator.post(TENANTS, body(filter, action));
  }

  Reply budgets(ObjectNode filter, String action, long amount) {
    return operator.post(BUDGETS, funding(filter, action, amount));
  }

  Reply webhooks(ObjectNode filter, String action) {
    return operator.post(WEBHOOKS, body(filter, action));
  }

  /** Under an id of the caller's, by which its events are found while it is under way. */
  Reply under(String requestId, String target, JsonNode body) {
    return operator.send(Request.post(target, body).with("X-Request-Id", requestId));
  }

  static List<String> succeeded(Reply reply) {
    return ids(reply, "succeeded");
  }

  static List<String> ids(Reply reply, String list) {
    List<String> ids = new ArrayList<>();
    reply.body().path(list).forEach(row -> ids.add(row.path("id").asText()));
    return ids;
  }

  /** The one row of a list. */
  static JsonNode only(Reply reply, String list) {
    JsonNode rows = reply.body().path(list);
    if (rows.size() != 1) {
      throw new AssertionError("expected one of " + list + ": " + reply.answer());
    }
    return rows.get(0);
  }

  List<JsonNode> events(String correlationId) {
    return operator.rows(
        "/v1/admin/events?limit=100&correlation_id=" + Query.encode(correlationId), "events");
  }

  List<JsonNode> events(String correlation, Reply reply) {
    return events(correlation + ":" + reply.header("X-Request-Id"));
  }

  /** The entries of the audit log of one request. */
  List<JsonNode> audits(String requestId) {
    return operator.rows("/v1/admin/audit/logs?limit=100&request_id=" + requestId, "logs");
  }
}
