package io.bailiwick.operation;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bailiwick.contract.DocumentedOperation;
import io.bailiwick.harness.Bodies;
import io.bailiwick.harness.Json;
import io.bailiwick.harness.Operator;
import io.bailiwick.harness.Query;
import io.bailiwick.harness.Request;
import java.util.List;
import java.util.Map;

/** For each operation a request that succeeds if the names are the caller's own and live. */
final class Requests {
  /** Nobody's address (RFC 5737), which need not be looked up. */
  static final String URL = "https://203.0.113.7/hook";

  /** Of the form of one, and nobody's. */
  private static final String NO_SECRET = "cyc_live_" + "a".repeat(32);

  private static final String UNIT = Bodies.UNIT;

  private Requests() {}

  /**
   * The request.
   *
   * @param asAdmin whether the admin key goes with it: then the owner is named
   */
  static Request of(DocumentedOperation operation, Names names, boolean asAdmin) {
    String leaf = names.scope(Names.LEAF);
    String reservation = "/v1/reservations/" + names.reservation();
    String admin = "/v1/admin/webhooks";
    String own = "/v1/webhooks";
    return switch (operation.id()) {
      case "decide" -> Request.post("/v1/decide", Bodies.reserve(names.key(), leaf, 1));
      case "createReservation" ->
          Request.post("/v1/reservations", Bodies.reserve(names.key(), leaf, 1));
      case "listReservations" ->
          Request.get(Query.of("/v1/reservations", "tenant", names.tenant()));
      case "getReservation" -> Request.get(reservation);
      case "commitReservation" ->
          Request.post(reservation + "/commit", Bodies.commit(names.key(), 1));
      case "releaseReservation" ->
          Request.post(reservation + "/release", Bodies.release(names.key()));
      case "extendReservation" ->
          Request.post(reservation + "/extend", Bodies.extend(names.key(), 1_000));
      case "createEvent" -> Request.post("/v1/events", Bodies.event(names.key(), leaf, 1));
      case "listTenantEvents" -> Request.get(Query.of("/v1/events", "scope", names.scope("")));
      case "getBalances" ->
          asAdmin
              ? Request.get(Query.of("/v1/balances", "tenant_id", names.tenant()))
              : Request.get(Query.of("/v1/balances", "tenant", names.tenant()));

      case "createTenant" ->
          Request.post(
              "/v1/admin/tenants",
              Json.object("tenant_id", names.tenant(), "name", "Tenant " + names.tenant()));
      case "listTenants" -> Request.get(Query.of("/v1/admin/tenants", "search", names.tenant()));
      case "getTenant" -> Request.get("/v1/admin/tenants/" + names.tenant());
      case "updateTenant" ->
          patch("/v1/admin/tenants/" + names.tenant(), Json.object("name", "another"));
      case "bulkActionTenants" ->
          bulk("tenants", Json.object("search", names.tenant()), "REACTIVATE", names);
      case "bulkActionBudgets" ->
          bulk("budgets", Json.object("tenant_id", names.tenant()), "CREDIT", names);
      case "bulkActionWebhooks" ->
          bulk("webhooks", Json.object("tenant_id", names.tenant()), "RESUME", names);
      case "getAdminOverview" -> Request.get("/v1/admin/overview");
      case "createBudget" -> {
        String scope =
            names.scope("app:chat/agent:" + names.key().toLowerCase(java.util.Locale.ROOT));
        ObjectNode body = Operator.budget(scope, UNIT, 5);
        yield Request.post("/v1/admin/budgets", ofOwner(body, names, asAdmin));
      }
      case "listBudgets" ->
          Request.get(Query.of("/v1/admin/budgets", "scope_prefix", names.scope("")));
      case "updateBudget" ->
          patch(
              ledger("/v1/admin/budgets", names),
              Json.object("overdraft_limit", Json.amount(UNIT, 7)));
      case "freezeBudget" -> post(ledger("/v1/admin/budgets/freeze", names));
      case "unfreezeBudget" -> post(ledger("/v1/admin/budgets/unfreeze", names));
      case "fundBudget" ->
          Request.post(
              ledger("/v1/admin/budgets/fund", names)
                  + (asAdmin ? "&tenant_id=" + names.tenant() : ""),
              Json.object(
                  "operation", "CREDIT",
                  "amount", Json.amount(UNIT, 1),
                  "idempotency_key", names.key()));
      case "lookupBudget" -> Request.get(ledger("/v1/admin/budgets/lookup", names));
      case "createPolicy" -> {
        ObjectNode body = Json.object("name", names.key(), "scope_pattern", names.scope("") + "/*");
        yield Request.post("/v1/admin/policies", ofOwner(body, names, asAdmin));
      }
      case "listPolicies" ->
          Request.get(Query.of("/v1/admin/policies", "tenant_id", names.tenant()));
      case "updatePolicy" ->
          patch("/v1/admin/policies/" + names.policy(), Json.object("priority", 3));
      case "createApiKey" ->
          Request.post(
              "/v1/admin/api-keys", Json.object("tenant_id", names.tenant(), "name", "agents"));
      case "listApiKeys" ->
          Request.get(Query.of("/v1/admin/api-keys", "tenant_id", names.tenant()));
      case "updateApiKey" ->
          patch("/v1/admin/api-keys/" + names.apiKey(), Json.object("name", "another"));
      case "revokeApiKey" -> delete("/v1/admin/api-keys/" + names.apiKey());
      case "validateApiKey" ->
          Request.post("/v1/auth/validate", Json.object("key_secret", NO_SECRET));
      case "introspectAuth" -> Request.get("/v1/auth/introspect");
      case "listEvents" -> Request.get(Query.of("/v1/admin/events", "tenant_id", names.tenant()));
      case "getEvent" -> Request.get("/v1/admin/events/" + names.event());
      case "listAuditLogs" ->
          Request.get(Query.of("/v1/admin/audit/logs", "tenant_id", names.tenant()));

      case "createWebhookSubscription" ->
          Request.post(Query.of(admin, "tenant_id", names.tenant()), webhook());
      case "listWebhookSubscriptions" -> Request.get(Query.of(admin, "tenant_id", names.tenant()));
      case "getWebhookSubscription" -> Request.get(admin + "/" + names.webhook());
      case "updateWebhookSubscription" -> patch(admin + "/" + names.webhook(), another());
      case "deleteWebhookSubscription" -> delete(admin + "/" + names.webhook());
      case "testWebhookSubscription" -> post(admin + "/" + names.webhook() + "/test");
      case "listWebhookDeliveries" -> Request.get(admin + "/" + names.webhook() + "/deliveries");
      case "replayEvents" ->
          Request.post(admin + "/" + names.webhook() + "/replay", Json.object("max_events", 1_000));
      case "getWebhookSecurityConfig" -> Request.get("/v1/admin/config/webhook-security");
      case "updateWebhookSecurityConfig" ->
          Request.of("PUT", "/v1/admin/config/webhook-security", Json.object());
      case "createTenantWebhook" -> Request.post(own, webhook());
      case "listTenantWebhooks" -> Request.get(Query.of(own, "tenant", names.tenant()));
      case "getTenantWebhook" -> Request.get(own + "/" + names.webhook());
      case "updateTenantWebhook" -> patch(own + "/" + names.webhook(), another());
      case "deleteTenantWebhook" -> delete(own + "/" + names.webhook());
      case "testTenantWebhook" -> post(own + "/" + names.webhook() + "/test");
      case "listTenantWebhookDeliveries" ->
          Request.get(own + "/" + names.webhook() + "/deliveries");

      case "useOfApiKey" -> Request.get("/v1/x-bailiwick/api-keys/" + names.apiKey() + "/use");
      case "rotateApiKey" ->
          Request.post(
              "/v1/x-bailiwick/api-keys/" + names.apiKey() + "/rotate",
              Json.object("idempotency_key", names.key()));
      case "previewClose" ->
          Request.get("/v1/x-bailiwick/tenants/" + names.tenant() + "/close-preview");
      case "exportEvents" ->
          Request.get(Query.of("/v1/x-bailiwick/events/export", "tenant_id", names.tenant()));
      case "exportAuditLogs" ->
          Request.get(Query.of("/v1/x-bailiwick/audit/export", "tenant_id", names.tenant()));
      case "listDecisions" ->
          Request.get(Query.of("/v1/x-bailiwick/decisions", "tenant_id", names.tenant()));
      case "exportDecisions" ->
          Request.get(Query.of("/v1/x-bailiwick/decisions/export", "tenant_id", names.tenant()));
      case "getSpend" ->
          Request.get(
              Query.of("/v1/x-bailiwick/spend", "tenant_id", names.tenant(), "ledgers", "true"));
      case "getTimeline" ->
          Request.get(
              Query.of(
                  "/v1/x-bailiwick/timeline",
                  "correlation_id",
                  "tenant_close_cascade:" + names.tenant()));
      case "getCluster" -> Request.get("/v1/x-bailiwick/cluster");
      case "locateTenant" -> Request.get("/v1/x-bailiwick/cluster/tenants/" + names.tenant());
      case "leaveCluster" -> post("/v1/x-bailiwick/cluster/members/127.0.0.1:1/leave");
      default -> throw new IllegalArgumentException("no request for " + operation.id());
    };
  }

  static ObjectNode webhook() {
    return Json.object("url", URL, "event_types", List.of("budget.funded"));
  }

  private static ObjectNode another() {
    return Json.object("name", "another");
  }

  /** A tenant's key owns what it makes; an operator says who does. */
  private static ObjectNode ofOwner(ObjectNode body, Names names, boolean asAdmin) {
    body.remove("tenant_id");
    return asAdmin ? body.put("tenant_id", names.tenant()) : body;
  }

  private static Request bulk(String of, ObjectNode filter, String action, Names names) {
    ObjectNode body =
        Json.object("filter", filter, "action", action, "idempotency_key", names.key());
    if (action.equals("CREDIT")) {
      body.set("amount", Json.amount(UNIT, 1));
      filter.put("unit", UNIT);
    }
    return Request.post("/v1/admin/" + of + "/bulk-action", body);
  }

  private static String ledger(String path, Names names) {
    return Query.of(path, "scope", names.scope(Names.LEAF), "unit", UNIT);
  }

  private static Request patch(String target, ObjectNode body) {
    return Request.of("PATCH", target, body);
  }

  private static Request post(String target) {
    return new Request("POST", target, Map.of(), null);
  }

  private static Request delete(String target) {
    return new Request("DELETE", target, Map.of(), null);
  }
}
