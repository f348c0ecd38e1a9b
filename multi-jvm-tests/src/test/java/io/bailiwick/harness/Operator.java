package io.bailiwick.harness;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;

/** Calls with the admin key. Thread-safe. */
public record Operator(Client client, String adminKey) {

  public Reply send(Request request) {
    return client.send(request.with("X-Admin-API-Key", adminKey));
  }

  public Reply get(String target) {
    return send(Request.get(target));
  }

  public Reply post(String target, JsonNode body) {
    return send(Request.post(target, body));
  }

  public Reply createTenant(String id) {
    return post("/v1/admin/tenants", Json.object("tenant_id", id, "name", "Tenant " + id));
  }

  public Reply updateTenant(String id, ObjectNode changes) {
    return send(Request.of("PATCH", "/v1/admin/tenants/" + id, changes));
  }

  public Reply close(String tenant) {
    return updateTenant(tenant, Json.object("status", "CLOSED"));
  }

  public Reply createKey(ObjectNode body) {
    return post("/v1/admin/api-keys", body);
  }

  /** A key of the tenant with the default permissions. */
  public Agent newAgent(String tenant) {
    return agent(createKey(Json.object("tenant_id", tenant, "name", "agents")).expect(201));
  }

  /** A key of the tenant with these permissions, and no others. */
  public Agent newAgent(String tenant, List<String> permissions, List<String> scopeFilter) {
    return agent(
        createKey(
                Json.object(
                    "tenant_id", tenant,
                    "name", "agents",
                    "permissions", permissions,
                    "scope_filter", scopeFilter))
            .expect(201));
  }

  private Agent agent(Reply key) {
    return new Agent(client, key.text("tenant_id"), key.text("key_secret"));
  }

  public Reply openBudget(ObjectNode body) {
    return post("/v1/admin/budgets", body);
  }

  public Reply openBudget(String scope, long allocated) {
    return openBudget(budget(scope, Bodies.UNIT, allocated));
  }

  /** A ledger that may owe. */
  public Reply openBudget(String scope, long allocated, long overdraftLimit) {
    ObjectNode body = budget(scope, Bodies.UNIT, allocated);
    body.set("overdraft_limit", Json.amount(Bodies.UNIT, overdraftLimit));
    return openBudget(body);
  }

  /** What openBudget sends. */
  public static ObjectNode budget(String scope, String unit, long allocated) {
    return Json.object(
        "tenant_id",
        Tenancy.owner(scope),
        "scope",
        scope,
        "unit",
        unit,
        "allocated",
        Json.amount(unit, allocated));
  }

  public Reply fund(String scope, ObjectNode body) {
    return post(
        Query.of(
            "/v1/admin/budgets/fund",
            "tenant_id",
            Tenancy.owner(scope),
            "scope",
            scope,
            "unit",
            Bodies.UNIT),
        body);
  }

  public Reply fund(String scope, String operation, long amount) {
    return fund(
        scope, Json.object("operation", operation, "amount", Json.amount(Bodies.UNIT, amount)));
  }

  public Reply freeze(String scope) {
    return onBudget("POST", "/freeze", scope, Json.object());
  }

  public Reply unfreeze(String scope) {
    return onBudget("POST", "/unfreeze", scope, Json.object());
  }

  public Reply updateBudget(String scope, ObjectNode changes) {
    return onBudget("PATCH", "", scope, changes);
  }

  /** Changes what a ledger may owe. */
  public Reply limit(String scope, long overdraftLimit) {
    return updateBudget(
        scope, Json.object("overdraft_limit", Json.amount(Bodies.UNIT, overdraftLimit)));
  }

  private Reply onBudget(String method, String operation, String scope, ObjectNode body) {
    String target = Query.of("/v1/admin/budgets" + operation, "scope", scope, "unit", Bodies.UNIT);
    return send(Request.of(method, target, body));
  }

  public Reply createPolicy(ObjectNode body) {
    return post("/v1/admin/policies", body);
  }

  /** A policy that must be made; its id. */
  public String policy(String tenant, String pattern, Object... namesAndTerms) {
    ObjectNode body =
        Json.object("tenant_id", tenant, "name", UUID.randomUUID(), "scope_pattern", pattern);
    body.setAll(Json.object(namesAndTerms));
    return createPolicy(body).expect(201).text("policy_id");
  }

  public Reply updatePolicy(String id, ObjectNode changes) {
    return send(Request.of("PATCH", "/v1/admin/policies/" + id, changes));
  }

  public Reply lookup(String scope) {
    return get(Query.of("/v1/admin/budgets/lookup", "scope", scope, "unit", Bodies.UNIT));
  }

  public Balance balance(String scope) {
    return Balance.of(lookup(scope).expect(200).body());
  }

  /** Whole ledgers of a tenant, all pages, by scope path. */
  public Map<String, JsonNode> ledgers(String tenant) {
    Map<String, JsonNode> found = new TreeMap<>();
    for (JsonNode row : rows("/v1/balances?limit=200&tenant_id=" + tenant, "balances")) {
      found.put(row.path("scope_path").asText(), row);
    }
    return found;
  }

  /** The rows of all pages of a list. */
  public List<JsonNode> rows(String target, String member) {
    List<JsonNode> rows = new ArrayList<>();
    String cursor = "";
    do {
      Reply page = get(target + cursor).expect(200);
      page.body().path(member).forEach(rows::add);
      cursor = page.has("next_cursor") ? "&cursor=" + Query.encode(page.text("next_cursor")) : "";
    } while (!cursor.isEmpty());
    return rows;
  }
}
