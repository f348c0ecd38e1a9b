package io.bailiwick.access;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bailiwick.harness.Bodies;
import io.bailiwick.harness.Json;
import io.bailiwick.harness.Operator;
import io.bailiwick.harness.Query;
import io.bailiwick.harness.Request;
import io.bailiwick.harness.SharedServer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Every operation that takes a tenant's key, as the document of the server has them, and a
 * well-formed request for each.
 */
final class KeyOperations {
  private static final Pattern OPERATION = Pattern.compile("^      operationId: (\\w+)$");
  private static final Pattern SECURITY = Pattern.compile("^      security: (.*)$");
  private static final Pattern PERMISSION = Pattern.compile("^      x-permission: (.*)$");

  private static final String HOOKS = "/v1/webhooks";

  /** An address that is nobody's (RFC 5737), and not blocked. */
  private static final String URL = "https://203.0.113.7/hook";

  private KeyOperations() {}

  /**
   * What requests are about.
   *
   * @param scope with a ledger
   * @param reservation on it
   * @param policy for what is below it
   * @param webhook about what is below it
   */
  record Target(String scope, String reservation, String policy, String webhook) {}

  /** A request for each, by operationId. */
  static Map<String, Function<Target, Request>> requests() {
    Map<String, Function<Target, Request>> all = new LinkedHashMap<>();
    all.put("decide", on -> Request.post("/v1/decide", Bodies.reserve("k", on.scope(), 1)));
    all.put(
        "createReservation",
        on -> Request.post("/v1/reservations", Bodies.reserve("k", on.scope(), 1)));
    all.put("listReservations", on -> Request.get("/v1/reservations"));
    all.put("getReservation", on -> Request.get(reservation(on, "")));
    all.put("extendReservation", on -> Request.post(reservation(on, "/extend"), extension()));
    all.put(
        "commitReservation", on -> Request.post(reservation(on, "/commit"), Bodies.commit("k", 1)));
    all.put(
        "releaseReservation", on -> Request.post(reservation(on, "/release"), Bodies.release("k")));
    all.put("createEvent", on -> Request.post("/v1/events", Bodies.event("k", on.scope(), 1)));
    all.put("listTenantEvents", on -> Request.get("/v1/events"));
    all.put("getBalances", on -> Request.get("/v1/balances?tenant=" + tenant(on)));
    all.put("createBudget", on -> Request.post("/v1/admin/budgets", budget(on)));
    all.put("listBudgets", on -> Request.get("/v1/admin/budgets"));
    all.put("lookupBudget", on -> Request.get(ledger("/v1/admin/budgets/lookup", on)));
    all.put("fundBudget", on -> Request.post(ledger("/v1/admin/budgets/fund", on), credit()));
    all.put("createPolicy", on -> Request.post("/v1/admin/policies", policy(on)));
    all.put("listPolicies", on -> Request.get("/v1/admin/policies"));
    all.put(
        "updatePolicy",
        on -> patch("/v1/admin/policies/" + on.policy(), Json.object("priority", 3)));
    all.put("createTenantWebhook", on -> Request.post(HOOKS, webhook(on)));
    all.put("listTenantWebhooks", on -> Request.get(HOOKS));
    all.put("getTenantWebhook", on -> Request.get(HOOKS + "/" + on.webhook()));
    all.put(
        "updateTenantWebhook",
        on -> patch(HOOKS + "/" + on.webhook(), Json.object("name", "changed")));
    all.put(
        "testTenantWebhook",
        on -> new Request("POST", HOOKS + "/" + on.webhook() + "/test", Map.of(), null));
    all.put(
        "listTenantWebhookDeliveries",
        on -> Request.get(HOOKS + "/" + on.webhook() + "/deliveries"));
    all.put(
        "deleteTenantWebhook",
        on -> new Request("DELETE", HOOKS + "/" + on.webhook(), Map.of(), null));
    all.put("listDecisions", on -> Request.get("/v1/x-bailiwick/decisions"));
    all.put("getSpend", on -> Request.get("/v1/x-bailiwick/spend?ledgers=true"));
    all.put("introspectAuth", on -> Request.get("/v1/auth/introspect"));
    return all;
  }

  private static ObjectNode extension() {
    return Bodies.extend("k", 1_000);
  }

  private static String reservation(Target on, String more) {
    return "/v1/reservations/" + on.reservation() + more;
  }

  private static String tenant(Target on) {
    return io.bailiwick.harness.Tenancy.owner(on.scope());
  }

  private static ObjectNode budget(Target on) {
    ObjectNode body = Operator.budget(on.scope(), "CREDITS", 5);
    body.remove("tenant_id");
    return body;
  }

  private static String ledger(String path, Target on) {
    return Query.of(path, "scope", on.scope(), "unit", Bodies.UNIT);
  }

  private static ObjectNode credit() {
    return Json.object("operation", "CREDIT", "amount", Json.amount(Bodies.UNIT, 1));
  }

  private static ObjectNode policy(Target on) {
    return Json.object("name", "made with a key", "scope_pattern", on.scope() + "/*");
  }

  static ObjectNode webhook(Target on) {
    return Json.object(
        "url", URL, "event_types", List.of("budget.funded"), "scope_filter", on.scope() + "/*");
  }

  private static Request patch(String path, ObjectNode changes) {
    return Request.of("PATCH", path, changes);
  }

  /**
   * The permission of each operation that takes a tenant's key, by operationId; empty for one that
   * needs none.
   */
  static Map<String, String> documented() {
    Map<String, String> permissions = new TreeMap<>();
    String id = "";
    String body = SharedServer.operator().client().exchange(Request.get("/openapi.yaml")).body();
    for (String line : body.lines().toList()) {
      Matcher operation = OPERATION.matcher(line);
      Matcher security = SECURITY.matcher(line);
      Matcher permission = PERMISSION.matcher(line);
      if (operation.matches()) {
        id = operation.group(1);
      } else if (security.matches() && security.group(1).contains("ApiKeyAuth")) {
        permissions.put(id, "");
      } else if (permission.matches()) {
        permissions.put(id, permission.group(1));
      }
    }
    return permissions;
  }
}
