package io.bailiwick.http.route;

import static io.bailiwick.apikey.Permission.RESERVATIONS_CREATE;
import static io.bailiwick.apikey.Permission.RESERVATIONS_LIST;
import static io.bailiwick.http.auth.Access.ADMIN;
import static io.bailiwick.http.auth.Access.ANYBODY;
import static io.bailiwick.http.auth.Access.KEY;
import static io.bailiwick.http.auth.Access.KEY_BEFORE_ADMIN;
import static io.bailiwick.http.auth.Access.KEY_OR_ADMIN;
import static io.bailiwick.http.route.Operation.Body.NONE;
import static io.bailiwick.http.route.Operation.Body.OPTIONAL;
import static io.bailiwick.http.route.Operation.Body.REQUIRED;

import io.bailiwick.apikey.Permission;
import io.bailiwick.http.auth.Access;
import io.bailiwick.http.error.Plane;

/** The table of operations: what there is, where, for whom. The order is that of the reference. */
public enum Operation {
  DECIDE("decide", "POST", "/v1/decide", KEY, RESERVATIONS_CREATE, REQUIRED),
  CREATE_RESERVATION(
      "createReservation", "POST", "/v1/reservations", KEY, RESERVATIONS_CREATE, REQUIRED),
  LIST_RESERVATIONS(
      "listReservations", "GET", "/v1/reservations", KEY_OR_ADMIN, RESERVATIONS_LIST, NONE),
  GET_RESERVATION(
      "getReservation",
      "GET",
      "/v1/reservations/{reservation_id}",
      KEY_OR_ADMIN,
      RESERVATIONS_LIST,
      NONE),
  COMMIT_RESERVATION(
      "commitReservation",
      "POST",
      "/v1/reservations/{reservation_id}/commit",
      KEY,
      Permission.RESERVATIONS_COMMIT,
      REQUIRED),
  RELEASE_RESERVATION(
      "releaseReservation",
      "POST",
      "/v1/reservations/{reservation_id}/release",
      KEY_OR_ADMIN,
      Permission.RESERVATIONS_RELEASE,
      REQUIRED),
  EXTEND_RESERVATION(
      "extendReservation",
      "POST",
      "/v1/reservations/{reservation_id}/extend",
      KEY,
      Permission.RESERVATIONS_EXTEND,
      REQUIRED),
  CREATE_EVENT("createEvent", "POST", "/v1/events", KEY, RESERVATIONS_CREATE, REQUIRED),
  LIST_TENANT_EVENTS("listTenantEvents", "GET", "/v1/events", KEY, Permission.EVENTS_READ, NONE),
  GET_BALANCES(
      "getBalances", "GET", "/v1/balances", KEY_BEFORE_ADMIN, Permission.BALANCES_READ, NONE),

  CREATE_TENANT("createTenant", "POST", "/v1/admin/tenants", ADMIN, null, REQUIRED),
  LIST_TENANTS("listTenants", "GET", "/v1/admin/tenants", ADMIN, null, NONE),
  GET_TENANT("getTenant", "GET", "/v1/admin/tenants/{tenant_id}", ADMIN, null, NONE),
  UPDATE_TENANT("updateTenant", "PATCH", "/v1/admin/tenants/{tenant_id}", ADMIN, null, REQUIRED),
  BULK_ACTION_TENANTS(
      "bulkActionTenants", "POST", "/v1/admin/tenants/bulk-action", ADMIN, null, REQUIRED),
  CREATE_BUDGET(
      "createBudget",
      "POST",
      "/v1/admin/budgets",
      KEY_OR_ADMIN,
      Permission.BUDGETS_WRITE,
      REQUIRED),
  LIST_BUDGETS(
      "listBudgets", "GET", "/v1/admin/budgets", KEY_OR_ADMIN, Permission.BUDGETS_READ, NONE),
  UPDATE_BUDGET("updateBudget", "PATCH", "/v1/admin/budgets", ADMIN, null, REQUIRED),
  FREEZE_BUDGET("freezeBudget", "POST", "/v1/admin/budgets/freeze", ADMIN, null, OPTIONAL),
  UNFREEZE_BUDGET("unfreezeBudget", "POST", "/v1/admin/budgets/unfreeze", ADMIN, null, OPTIONAL),
  FUND_BUDGET(
      "fundBudget",
      "POST",
      "/v1/admin/budgets/fund",
      KEY_OR_ADMIN,
      Permission.BUDGETS_WRITE,
      REQUIRED),
  LOOKUP_BUDGET(
      "lookupBudget",
      "GET",
      "/v1/admin/budgets/lookup",
      KEY_OR_ADMIN,
      Permission.BUDGETS_READ,
      NONE),
  BULK_ACTION_BUDGETS(
      "bulkActionBudgets", "POST", "/v1/admin/budgets/bulk-action", ADMIN, null, REQUIRED),
  CREATE_POLICY(
      "createPolicy",
      "POST",
      "/v1/admin/policies",
      KEY_OR_ADMIN,
      Permission.POLICIES_WRITE,
      REQUIRED),
  LIST_POLICIES(
      "listPolicies", "GET", "/v1/admin/policies", KEY_OR_ADMIN, Permission.POLICIES_READ, NONE),
  UPDATE_POLICY(
      "updatePolicy",
      "PATCH",
      "/v1/admin/policies/{policy_id}",
      KEY_OR_ADMIN,
      Permission.POLICIES_WRITE,
      REQUIRED),
  CREATE_API_KEY("createApiKey", "POST", "/v1/admin/api-keys", ADMIN, null, REQUIRED),
  LIST_API_KEYS("listApiKeys", "GET", "/v1/admin/api-keys", ADMIN, null, NONE),
  UPDATE_API_KEY("updateApiKey", "PATCH", "/v1/admin/api-keys/{key_id}", ADMIN, null, REQUIRED),
  REVOKE_API_KEY("revokeApiKey", "DELETE", "/v1/admin/api-keys/{key_id}", ADMIN, null, NONE),
  VALIDATE_API_KEY("validateApiKey", "POST", "/v1/auth/validate", ADMIN, null, REQUIRED),
  INTROSPECT_AUTH("introspectAuth", "GET", "/v1/auth/introspect", KEY_OR_ADMIN, null, NONE),
  LIST_EVENTS("listEvents", "GET", "/v1/admin/events", ADMIN, null, NONE),
  GET_EVENT("getEvent", "GET", "/v1/admin/events/{event_id}", ADMIN, null, NONE),
  LIST_AUDIT_LOGS("listAuditLogs", "GET", "/v1/admin/audit/logs", ADMIN, null, NONE),
  GET_ADMIN_OVERVIEW("getAdminOverview", "GET", "/v1/admin/overview", ADMIN, null, NONE),

  CREATE_WEBHOOK_SUBSCRIPTION(
      "createWebhookSubscription", "POST", "/v1/admin/webhooks", ADMIN, null, REQUIRED),
  LIST_WEBHOOK_SUBSCRIPTIONS(
      "listWebhookSubscriptions", "GET", "/v1/admin/webhooks", ADMIN, null, NONE),
  GET_WEBHOOK_SUBSCRIPTION(
      "getWebhookSubscription", "GET", "/v1/admin/webhooks/{subscription_id}", ADMIN, null, NONE),
  UPDATE_WEBHOOK_SUBSCRIPTION(
      "updateWebhookSubscription",
      "PATCH",
      "/v1/admin/webhooks/{subscription_id}",
      ADMIN,
      null,
      REQUIRED),
  DELETE_WEBHOOK_SUBSCRIPTION(
      "deleteWebhookSubscription",
      "DELETE",
      "/v1/admin/webhooks/{subscription_id}",
      ADMIN,
      null,
      NONE),
  TEST_WEBHOOK_SUBSCRIPTION(
      "testWebhookSubscription",
      "POST",
      "/v1/admin/webhooks/{subscription_id}/test",
      ADMIN,
      null,
      OPTIONAL),
  LIST_WEBHOOK_DELIVERIES(
      "listWebhookDeliveries",
      "GET",
      "/v1/admin/webhooks/{subscription_id}/deliveries",
      ADMIN,
      null,
      NONE),
  REPLAY_EVENTS(
      "replayEvents", "POST", "/v1/admin/webhooks/{subscription_id}/replay", ADMIN, null, REQUIRED),
  BULK_ACTION_WEBHOOKS(
      "bulkActionWebhooks", "POST", "/v1/admin/webhooks/bulk-action", ADMIN, null, REQUIRED),
  GET_WEBHOOK_SECURITY_CONFIG(
      "getWebhookSecurityConfig", "GET", "/v1/admin/config/webhook-security", ADMIN, null, NONE),
  UPDATE_WEBHOOK_SECURITY_CONFIG(
      "updateWebhookSecurityConfig",
      "PUT",
      "/v1/admin/config/webhook-security",
      ADMIN,
      null,
      REQUIRED),
  CREATE_TENANT_WEBHOOK(
      "createTenantWebhook", "POST", "/v1/webhooks", KEY, Permission.WEBHOOKS_WRITE, REQUIRED),
  LIST_TENANT_WEBHOOKS(
      "listTenantWebhooks", "GET", "/v1/webhooks", KEY_OR_ADMIN, Permission.WEBHOOKS_READ, NONE),
  GET_TENANT_WEBHOOK(
      "getTenantWebhook",
      "GET",
      "/v1/webhooks/{subscription_id}",
      KEY_OR_ADMIN,
      Permission.WEBHOOKS_READ,
      NONE),
  UPDATE_TENANT_WEBHOOK(
      "updateTenantWebhook",
      "PATCH",
      "/v1/webhooks/{subscription_id}",
      KEY_OR_ADMIN,
      Permission.WEBHOOKS_WRITE,
      REQUIRED),
  DELETE_TENANT_WEBHOOK(
      "deleteTenantWebhook",
      "DELETE",
      "/v1/webhooks/{subscription_id}",
      KEY_OR_ADMIN,
      Permission.WEBHOOKS_WRITE,
      NONE),
  TEST_TENANT_WEBHOOK(
      "testTenantWebhook",
      "POST",
      "/v1/webhooks/{subscription_id}/test",
      KEY_OR_ADMIN,
      Permission.WEBHOOKS_WRITE,
      OPTIONAL),
  LIST_TENANT_WEBHOOK_DELIVERIES(
      "listTenantWebhookDeliveries",
      "GET",
      "/v1/webhooks/{subscription_id}/deliveries",
      KEY_OR_ADMIN,
      Permission.WEBHOOKS_READ,
      NONE),

  USE_OF_API_KEY("useOfApiKey", "GET", "/v1/x-bailiwick/api-keys/{key_id}/use", ADMIN, null, NONE),
  ROTATE_API_KEY(
      "rotateApiKey", "POST", "/v1/x-bailiwick/api-keys/{key_id}/rotate", ADMIN, null, OPTIONAL),
  PREVIEW_CLOSE(
      "previewClose",
      "GET",
      "/v1/x-bailiwick/tenants/{tenant_id}/close-preview",
      ADMIN,
      null,
      NONE),
  EXPORT_EVENTS("exportEvents", "GET", "/v1/x-bailiwick/events/export", ADMIN, null, NONE),
  EXPORT_AUDIT_LOGS("exportAuditLogs", "GET", "/v1/x-bailiwick/audit/export", ADMIN, null, NONE),
  LIST_DECISIONS(
      "listDecisions", "GET", "/v1/x-bailiwick/decisions", KEY_OR_ADMIN, RESERVATIONS_LIST, NONE),
  EXPORT_DECISIONS("exportDecisions", "GET", "/v1/x-bailiwick/decisions/export", ADMIN, null, NONE),
  GET_SPEND(
      "getSpend", "GET", "/v1/x-bailiwick/spend", KEY_OR_ADMIN, Permission.BALANCES_READ, NONE),
  GET_TIMELINE("getTimeline", "GET", "/v1/x-bailiwick/timeline", ADMIN, null, NONE),
  GET_CLUSTER("getCluster", "GET", "/v1/x-bailiwick/cluster", ADMIN, null, NONE),
  LOCATE_TENANT(
      "locateTenant", "GET", "/v1/x-bailiwick/cluster/tenants/{tenant_id}", ADMIN, null, NONE),
  LEAVE_CLUSTER(
      "leaveCluster", "POST", "/v1/x-bailiwick/cluster/members/{address}/leave", ADMIN, null, NONE),

  HEALTH("health", "GET", "/actuator/health", ANYBODY, null, NONE),
  LIVENESS("liveness", "GET", "/actuator/health/liveness", ANYBODY, null, NONE),
  READINESS_OF_ACTUATOR(
      "readinessOfActuator", "GET", "/actuator/health/readiness", ANYBODY, null, NONE),
  READINESS("readiness", "GET", "/readiness", ANYBODY, null, NONE),
  METRICS("metrics", "GET", "/actuator/prometheus", ANYBODY, null, NONE),
  OPENAPI("openapi", "GET", "/openapi.yaml", ANYBODY, null, NONE),
  PAGE("page", "GET", "/api", ANYBODY, null, NONE),
  PAGE_PART("pagePart", "GET", "/api/{file}", ANYBODY, null, NONE);

  /** Whether there is one, in JSON. */
  public enum Body {
    NONE,
    OPTIONAL,
    REQUIRED
  }

  private final String id;
  private final String method;
  private final String path;
  private final Access access;
  private final Permission permission;
  private final Body body;

  Operation(
      String id, String method, String path, Access access, Permission permission, Body body) {
    this.id = id;
    this.method = method;
    this.path = path;
    this.access = access;
    this.permission = permission;
    this.body = body;
  }

  /** Its {@code operationId}. */
  public String id() {
    return id;
  }

  public String method() {
    return method;
  }

  /** Segments in braces stand for any one segment. */
  public String path() {
    return path;
  }

  public Access access() {
    return access;
  }

  /** What a tenant's key needs for it, or null when any will do. */
  public Permission permission() {
    return permission;
  }

  public Body body() {
    return body;
  }

  /** Whose its path is. */
  public Plane plane() {
    return Plane.of(path);
  }
}
